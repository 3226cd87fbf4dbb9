//! Who is looking, and what they may do where.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Account, AccountState, Membership, Organisation, Permission, Reach, Role, Scope, Seat, Side};
use crate::{
    definition::Definition,
    form::{Person, Value},
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
};

/// A person with what they may do, worked out afresh for each call. Only this room makes one.
#[derive(Clone, Debug)]
pub struct Viewer {
    account: AccountId,
    pub(crate) name: String,
    pub(crate) email: String,
    /// When they were here before.
    pub(crate) seen: Option<DateTime<Utc>>,
    grants: Vec<Grant>,
    organisations: Vec<Organisation>,
}

/// What one membership gives.
#[derive(Clone, Debug)]
pub struct Grant {
    pub(super) membership: MembershipId,
    pub(super) version: Version,
    pub(super) seat: Seat,
    pub(super) role: Id,
    pub(super) side: Side,
    pub(super) can: BTreeMap<Permission, Reach>,
}

impl Viewer {
    /// Works out what an account may do from its memberships and the roles in force. A disabled account may do
    /// nothing; a membership whose role is unknown, or of the other side, gives nothing.
    pub(crate) fn new(account: &Account, memberships: &[Membership], definition: &Definition) -> Self {
        let grant = |membership: &Membership| {
            let Role { side, can, .. } = definition.roles.get(&membership.role)?;
            let fits =
                matches!((side, membership.seat), (Side::Client, Seat::Organisation(_)) | (Side::Team, Seat::Team));
            fits.then(|| Grant {
                membership: membership.id,
                version: membership.version,
                seat: membership.seat,
                role: membership.role.clone(),
                side: *side,
                can: can.clone(),
            })
        };
        let own = memberships.iter().filter(|membership| membership.account == account.id);
        let grants = match account.state {
            AccountState::Active => own.filter_map(grant).collect(),
            AccountState::Disabled => Vec::new(),
        };
        let (name, email) = (account.name.clone(), account.email.clone());
        Self { account: account.id, name, email, seen: account.seen, grants, organisations: Vec::new() }
    }

    /// The same viewer with what was read of their organisations on the way in.
    pub(crate) fn of(mut self, organisations: Vec<Organisation>) -> Self {
        self.organisations = organisations;
        self
    }

    /// A viewer with all permissions up to a reach in each seat, for the checks of stores.
    #[cfg(feature = "conformance")]
    pub(crate) fn reaching(account: AccountId, reaches: &[(Seat, Reach)]) -> Self {
        let grant = |(seat, reach): &(Seat, Reach)| Grant {
            membership: MembershipId(uuid::Uuid::nil()),
            version: Version::FIRST,
            seat: *seat,
            role: Id::from("checked"),
            side: if *seat == Seat::Team { Side::Team } else { Side::Client },
            can: Permission::ALL.iter().map(|permission| (*permission, *reach)).collect(),
        };
        let (name, email) = ("Somebody".to_owned(), "somebody@example.test".to_owned());
        let grants = reaches.iter().map(grant).collect();
        Self { account, name, email, seen: None, grants, organisations: Vec::new() }
    }

    /// The person.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// One of the person's organisations, if it was read on the way in.
    pub(crate) fn organisation(&self, id: OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|found| found.id == id)
    }

    /// What may be reached with a permission.
    pub fn scope(&self, to: Permission) -> Scope {
        let mut scope = Scope::nothing(self.account);
        for grant in &self.grants {
            match (grant.can.get(&to), grant.seat) {
                (Some(Reach::All), Seat::Team) => scope.add_all(),
                (Some(Reach::Organisation), Seat::Organisation(id)) => scope.add_organisation(id),
                (Some(Reach::Own), Seat::Organisation(id)) => scope.add_own(id),
                _ => {}
            }
        }
        scope
    }

    /// The side the person works on; somebody with a seat in the team sees the team's pages.
    pub fn side(&self) -> Side {
        if self.grants.iter().any(|grant| grant.side == Side::Team) { Side::Team } else { Side::Client }
    }

    /// Whether the person stands on `side` with regard to an organisation's request.
    pub fn is_on(&self, side: Side, organisation: OrganisationId) -> bool {
        self.towards(organisation).any(|grant| grant.side == side)
    }

    /// Whether the person has a role with regard to an organisation's request.
    pub fn has_role(&self, role: &Id, organisation: OrganisationId) -> bool {
        self.towards(organisation).any(|grant| grant.role == *role)
    }

    /// The role the person has with regard to an organisation's request.
    pub fn role_in(&self, organisation: OrganisationId) -> Option<&Id> {
        self.towards(organisation).map(|grant| &grant.role).next()
    }

    /// What a condition knows of the person under a name (`account.role`), where an organisation's matter is decided.
    pub(crate) fn fact(&self, name: &str, organisation: OrganisationId) -> Option<Value> {
        Some(match name {
            "account" => Value::Person(Person { account: self.account, name: self.name.clone() }),
            "account.name" => Value::Text(self.name.clone()),
            "account.first_name" => Value::Text(self.name.split_whitespace().next().unwrap_or(&self.name).to_owned()),
            "account.email" => Value::Text(self.email.clone()),
            "account.role" => Value::Text(self.role_in(organisation)?.to_string()),
            _ => return None,
        })
    }

    /// The organisations the person belongs to as a client.
    pub fn organisations(&self) -> impl Iterator<Item = OrganisationId> {
        self.grants.iter().filter_map(|grant| match grant.seat {
            Seat::Organisation(id) => Some(id),
            Seat::Team => None,
        })
    }

    /// The memberships this viewer was made from: a change requires that they are still as they were.
    pub fn memberships(&self) -> impl Iterator<Item = (MembershipId, Version)> {
        self.grants.iter().map(|grant| (grant.membership, grant.version))
    }

    fn towards(&self, organisation: OrganisationId) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| match grant.seat {
            Seat::Organisation(id) => id == organisation,
            Seat::Team => true,
        })
    }
}
