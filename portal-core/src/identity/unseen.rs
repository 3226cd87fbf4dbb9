//! The request types and kinds of document that somebody does not see, by the definition in force and one of their roles.

use super::{Facts, Side};
use crate::{
    definition::{Definition, Who, WhoWord},
    id::{AccountId, Id},
};

/// The request types and kinds that a role does not see. Whoever added a document of such a kind sees it all the same:
/// they have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    types: Vec<(Id, Exceptions)>,
    kinds: Vec<(Id, Exceptions)>,
}

/// Who sees requests of a type, or documents of a kind, in spite of their role.
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

    fn of(words: &[WhoWord]) -> Self {
        Self { requester: words.contains(&WhoWord::Requester), owner: words.contains(&WhoWord::Owner) }
    }

    /// Whether one is made for this account.
    fn made(self, facts: &Facts<'_>, account: AccountId) -> bool {
        self.requester && facts.opened_by == account || self.owner && facts.owner == Some(account)
    }
}

impl Unseen {
    /// What a role of a side does not see: whatever says `seen_by` and names neither.
    pub(super) fn of(role: &Id, side: Side, definition: &Definition) -> Self {
        let hidden = |(id, Who(words)): (&Id, &Who)| {
            let sees = words.is_empty()
                || words.contains(&WhoWord::Side(side))
                || words.contains(&WhoWord::Role(role.clone()));
            (!sees).then(|| (id.clone(), Exceptions::of(words)))
        };
        Self {
            types: definition.requests.iter().map(|(id, found)| (id, &found.seen_by)).filter_map(hidden).collect(),
            kinds: definition.kinds.iter().map(|(id, kind)| (id, &kind.seen_by)).filter_map(hidden).collect(),
        }
    }

    /// Request types and kinds that are not seen, for the checks of stores.
    #[cfg(feature = "conformance")]
    pub(crate) fn these(types: &[(&str, Exceptions)], kinds: &[(&str, Exceptions)]) -> Self {
        let ids =
            |named: &[(&str, Exceptions)]| named.iter().map(|(id, exceptions)| (Id::from(*id), *exceptions)).collect();
        Self { types: ids(types), kinds: ids(kinds) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.kinds.is_empty()
    }

    /// Whether there are request types among them.
    pub fn has_types(&self) -> bool {
        !self.types.is_empty()
    }

    /// The request types with just these exceptions.
    pub fn types_with(&self, exceptions: Exceptions) -> impl Iterator<Item = &Id> {
        with(&self.types, exceptions)
    }

    /// The kinds with just these exceptions.
    pub fn kinds_with(&self, exceptions: Exceptions) -> impl Iterator<Item = &Id> {
        with(&self.kinds, exceptions)
    }

    /// Whether something is of a request type, and of a kind, that are seen, or an exception is made for this account.
    pub(super) fn admits(&self, facts: &Facts<'_>, account: AccountId) -> bool {
        let seen = |hidden: &[(Id, Exceptions)], id: &Id| {
            let found = hidden.iter().find(|(hidden, _)| hidden == id);
            found.is_none_or(|(_, exceptions)| exceptions.made(facts, account))
        };
        facts.request_type.is_none_or(|id| seen(&self.types, id))
            && facts.paper.is_none_or(|paper| paper.added_by == Some(account) || seen(&self.kinds, paper.kind))
    }
}

fn with(hidden: &[(Id, Exceptions)], exceptions: Exceptions) -> impl Iterator<Item = &Id> {
    hidden.iter().filter(move |(_, found)| *found == exceptions).map(|(id, _)| id)
}
