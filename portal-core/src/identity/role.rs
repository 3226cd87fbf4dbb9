//! Roles: named sets of permissions, each with a reach.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Permission, Reach};
use crate::{definition::Text, id::Id};

/// Which side of the portal somebody stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// A client company.
    Client,
    /// The team that runs the portal.
    Team,
}

/// What a role may do.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub label: Text,
    /// The side it is for.
    pub side: Side,
    /// What it may do and how far; a permission that is absent is not given.
    pub can: BTreeMap<Permission, Reach>,
}

/// The built-in roles with the reaches of the language's table (least privilege first).
pub fn built_in_roles() -> IndexMap<Id, Role> {
    use Permission as P;
    let given = |reach: Reach, permissions: &[P]| permissions.iter().map(move |p| (*p, reach)).collect::<Vec<_>>();
    let role = |id: &str, label: [&str; 2], side: Side, can: Vec<(P, Reach)>| {
        let label = [("en", label[0]), ("fr", label[1])].map(|(locale, text)| (locale.to_owned(), text.to_owned()));
        (Id::from(id), Role { label: Text::Localised(label.into()), side, can: can.into_iter().collect() })
    };
    let view = [P::RequestView, P::DocumentView];
    let work = [P::RequestView, P::DocumentView, P::RequestOpen, P::RequestAct, P::RequestMessage, P::DocumentAdd];
    let lead = [P::PeopleView, P::RequestApprove, P::RequestShare, P::PeopleManage, P::OrganisationEdit];
    let process = [P::PeopleView, P::RequestProcess, P::RequestAssign, P::RequestExport];
    IndexMap::from([
        role("client_viewer", ["Viewer", "Lecteur"], Side::Client, given(Reach::Organisation, &view)),
        role("client_user", ["User", "Utilisateur"], Side::Client, given(Reach::Own, &work)),
        role(
            "client_admin",
            ["Administrator", "Administrateur"],
            Side::Client,
            given(Reach::Organisation, &[&work[..], &lead].concat()),
        ),
        role(
            "team_member",
            ["Team member", "Membre de l’équipe"],
            Side::Team,
            given(Reach::All, &[&work[..], &process].concat()),
        ),
        role("team_admin", ["Team administrator", "Administrateur de l’équipe"], Side::Team, given(Reach::All, P::ALL)),
    ])
}
