//! The kinds of document that somebody does not see, by the definition in force and one of their roles.

use super::{Facts, Paper, Side};
use crate::{
    definition::{Definition, Kind, WhoWord},
    id::{AccountId, Id},
};

/// The kinds that a role does not see. Whoever added a document of such a kind sees it all the same: they have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unseen(Vec<(Id, Exceptions)>);

/// Who sees documents of a kind in spite of their role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// Who opened the request.
    pub requester: bool,
    /// Who works it for the team.
    pub owner: bool,
}

impl Exceptions {
    /// All that there can be.
    pub const ALL: [Self; 4] = [
        Self { requester: false, owner: false },
        Self { requester: true, owner: false },
        Self { requester: false, owner: true },
        Self { requester: true, owner: true },
    ];
}

impl Unseen {
    /// What a role of a side does not see: the kinds whose `seen_by` names neither.
    pub(super) fn of(role: &Id, side: Side, definition: &Definition) -> Self {
        let hidden = |(id, kind): (&Id, &Kind)| {
            let words = &kind.seen_by.0;
            let sees = words.is_empty()
                || words.contains(&WhoWord::Side(side))
                || words.contains(&WhoWord::Role(role.clone()));
            let exceptions =
                Exceptions { requester: words.contains(&WhoWord::Requester), owner: words.contains(&WhoWord::Owner) };
            (!sees).then(|| (id.clone(), exceptions))
        };
        Self(definition.kinds.iter().filter_map(hidden).collect())
    }

    /// Kinds that are not seen, for the checks of stores.
    #[cfg(feature = "conformance")]
    pub(crate) fn these(kinds: &[(&str, Exceptions)]) -> Self {
        Self(kinds.iter().map(|(kind, exceptions)| (Id::from(*kind), *exceptions)).collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The kinds with just these exceptions.
    pub fn with(&self, exceptions: Exceptions) -> impl Iterator<Item = &Id> {
        self.0.iter().filter(move |(_, found)| *found == exceptions).map(|(kind, _)| kind)
    }

    /// Whether a document is of a kind that is seen, or an exception is made for this account.
    pub(super) fn admits(&self, paper: Paper<'_>, facts: &Facts<'_>, account: AccountId) -> bool {
        let hidden = self.0.iter().find(|(hidden, _)| hidden == paper.kind);
        hidden.is_none_or(|(_, exceptions)| {
            paper.added_by == Some(account)
                || exceptions.requester && facts.opened_by == account
                || exceptions.owner && facts.owner == Some(account)
        })
    }
}
