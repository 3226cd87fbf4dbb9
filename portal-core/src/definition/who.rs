//! Who-words: the people a definition names by side, role, relation or a path to a person.

use indexmap::IndexMap;

use super::condition::Lookup;
use crate::{
    form::Value,
    id::{AccountId, Id},
    identity::{Matter, Role, Side, Viewer},
};

/// A list of who-words. Empty means "no narrowing": whoever has the permission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who(pub Vec<WhoWord>);

/// One word for a group of people.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoWord {
    /// Everybody of a side.
    Side(Side),
    /// Everybody with a role.
    Role(Id),
    /// Who opened the request.
    Requester,
    /// Who works it for the team.
    Owner,
    /// Whom a path leads to.
    Path(PersonPath),
    /// One person: whom a path led to when a task was opened.
    Account(AccountId),
}

/// A path to a person, such as `answer.trainee` or `organisation.manager`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PersonPath {
    /// As the integrator wrote it.
    pub path: String,
    /// The side on which that person is.
    pub side: Side,
}

impl PersonPath {
    /// Whom it leads to; `None`: nobody is named there.
    pub fn person(&self, known: &dyn Lookup) -> Option<AccountId> {
        match known.value(name_of(&self.path))?.as_ref() {
            Value::Person(person) => Some(person.account),
            _ => None,
        }
    }
}

/// The name by which conditions know what a path leads to: an answer has its field's.
pub(crate) fn name_of(path: &str) -> &str {
    path.strip_prefix("answer.").unwrap_or(path)
}

/// What decides whether somebody is one of the people named.
#[derive(Clone, Copy)]
pub struct Relations<'a> {
    /// Which request, or whose matter it is.
    pub matter: Matter,
    /// Who opened it.
    pub requester: AccountId,
    /// Who works it for the team.
    pub owner: Option<AccountId>,
    /// Where paths are looked up; `None`: they lead to nobody.
    pub known: Option<&'a dyn Lookup>,
}

impl Who {
    /// Whether the viewer is one of these people. It narrows what permissions allow and never widens it: ask for the
    /// permission too.
    pub fn includes(&self, viewer: &Viewer, relations: &Relations<'_>) -> bool {
        let account = Some(viewer.account());
        self.0.is_empty()
            || self.0.iter().any(|word| match word {
                WhoWord::Side(side) => viewer.is_on(*side, relations.matter),
                WhoWord::Role(role) => viewer.has_role(role, relations.matter),
                WhoWord::Requester => account == Some(relations.requester),
                WhoWord::Owner => account == relations.owner,
                WhoWord::Path(path) => relations.known.is_some_and(|known| path.person(known) == account),
                WhoWord::Account(person) => account == Some(*person),
            })
    }

    /// Whether somebody of a side may be among them, by the roles in force. Without narrowing: a client.
    pub fn is_for(&self, side: Side, roles: &IndexMap<Id, Role>) -> bool {
        (self.0.is_empty() && side == Side::Client) || self.0.iter().any(|word| word.side(roles) == Some(side))
    }
}

impl WhoWord {
    /// The side on which these people are; `None`: not known.
    pub fn side(&self, roles: &IndexMap<Id, Role>) -> Option<Side> {
        match self {
            Self::Side(side) | Self::Path(PersonPath { side, .. }) => Some(*side),
            Self::Role(id) => roles.get(id).map(|role| role.side),
            Self::Requester => Some(Side::Client),
            Self::Owner => Some(Side::Team),
            Self::Account(_) => None,
        }
    }
}
