//! Who-words: the people a definition names by side, role or relation.

use crate::{
    id::{AccountId, Id, OrganisationId},
    identity::{Side, Viewer},
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
}

impl Who {
    /// Whether the viewer is one of these people for a request of `organisation`. It narrows what permissions allow
    /// and never widens it: ask for the permission too.
    pub fn includes(
        &self,
        viewer: &Viewer,
        organisation: OrganisationId,
        requester: AccountId,
        owner: Option<AccountId>,
    ) -> bool {
        self.0.is_empty()
            || self.0.iter().any(|word| match word {
                WhoWord::Side(side) => viewer.is_on(*side, organisation),
                WhoWord::Role(role) => viewer.has_role(role, organisation),
                WhoWord::Requester => viewer.account() == requester,
                WhoWord::Owner => Some(viewer.account()) == owner,
            })
    }
}
