//! Who is looking, and what they may do where.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    Account, AccountState, Facts, Membership, MembershipState, Organisation, Permission, Reach, Role, Scope, Seat,
    SeatLimits, Session, Side, TeamReach, TokenScope, Unseen,
};
use crate::{
    definition::{Definition, Who, WhoWord},
    form::{Person, Value},
    id::{AccountId, Id, MembershipId, OrganisationId, RequestId, Version},
    request::Request,
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
    session: Option<[u8; 32]>,
    authenticated: Option<DateTime<Utc>>,
    /// Whether they come with a token that changes nothing.
    reads_only: bool,
}

/// What somebody's roles are asked about: a matter of an organisation, or one of its requests. A role that somebody has at
/// one request counts for that one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matter {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Which request it is, or is about.
    pub request: Option<RequestId>,
}

impl From<OrganisationId> for Matter {
    fn from(organisation: OrganisationId) -> Self {
        Self { organisation, request: None }
    }
}

impl From<&Request> for Matter {
    fn from(request: &Request) -> Self {
        Self { organisation: request.organisation, request: Some(request.id) }
    }
}

impl From<&Facts<'_>> for Matter {
    fn from(facts: &Facts<'_>) -> Self {
        Self { organisation: facts.organisation, request: facts.request }
    }
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
    pub(super) limits: SeatLimits,
    pub(super) unseen: Unseen,
}

impl Grant {
    /// Adds what it reaches; a reach that does not fit its seat gives nothing.
    fn reach(&self, reach: Reach, scope: &mut Scope) {
        let SeatLimits { projects, queues } = &self.limits;
        match (self.seat, reach, projects) {
            (Seat::Request { request, .. }, Reach::Own | Reach::Projects | Reach::Organisation, None)
                if queues.is_none() =>
            {
                scope.add_invited(request);
            }
            (Seat::Team, Reach::Organisation, _) | (Seat::Team, Reach::Projects, None) => {}
            (Seat::Team, Reach::Queues, _) if queues.is_none() => {}
            (Seat::Team, _, _) => {
                let (projects, queues) = (projects.clone(), queues.clone());
                scope.add_of_team(TeamReach { projects, queues, owned: reach == Reach::Own });
            }
            // Queues are the team's.
            (Seat::Organisation(_), _, _) if queues.is_some() => {}
            (Seat::Organisation(id), Reach::Organisation, None) => scope.add_organisation(id),
            (Seat::Organisation(_), Reach::Organisation | Reach::Projects, Some(named)) => scope.add_projects(named),
            (Seat::Organisation(id), Reach::Own, None) => scope.add_own(id),
            (Seat::Organisation(_), Reach::Own, Some(named)) => scope.add_own_in(named),
            (Seat::Organisation(_) | Seat::Request { .. }, _, _) => {}
        }
    }
}

impl Viewer {
    /// Works out what an account may do from its memberships and the roles in force. A disabled account may do
    /// nothing; a membership that is suspended, or whose role is unknown or of the other side, gives nothing.
    pub(crate) fn new(account: &Account, memberships: &[Membership], definition: &Definition) -> Self {
        let grant = |membership: &Membership| {
            let Role { side, can, .. } = definition.roles.get(&membership.role)?;
            let given =
                |to: &Permission| membership.seat.request().is_none() || Permission::AT_ONE_REQUEST.contains(to);
            (*side == membership.seat.side()).then(|| Grant {
                membership: membership.id,
                version: membership.version,
                seat: membership.seat,
                role: membership.role.clone(),
                side: *side,
                can: can.iter().filter(|(to, _)| given(to)).map(|(to, reach)| (*to, *reach)).collect(),
                limits: membership.limits.clone(),
                unseen: Unseen::of(&membership.role, *side, definition),
            })
        };
        let counts = |found: &&Membership| found.account == account.id && found.state == MembershipState::Active;
        let own = memberships.iter().filter(counts);
        let grants = match account.state {
            AccountState::Active => own.filter_map(grant).collect(),
            AccountState::Disabled => Vec::new(),
        };
        let (name, email, seen) = (account.name.clone(), account.email.clone(), account.seen);
        let (organisations, session, authenticated, reads_only) = (Vec::new(), None, None, false);
        Self { account: account.id, name, email, seen, grants, organisations, session, authenticated, reads_only }
    }

    /// The same viewer with no more than a token's scope of what they may.
    pub(super) fn no_further_than(mut self, scope: Option<&TokenScope>) -> Self {
        if let Some(scope) = scope {
            self.reads_only = !scope.writes();
            for grant in &mut self.grants {
                grant.can.retain(|permission, _| scope.includes(*permission));
            }
        }
        self
    }

    /// The same viewer with what was read of their organisations on the way in.
    pub(crate) fn of(mut self, organisations: Vec<Organisation>) -> Self {
        self.organisations = organisations;
        self
    }

    /// The same viewer, who comes with a session.
    pub(crate) fn with(self, session: &Session) -> Self {
        Self { session: Some(session.hash), authenticated: Some(session.authenticated), ..self }
    }

    /// The same viewer, who proved who they are at this moment: for a host whose own sign-in knows it. Without it,
    /// nothing is open to them that asks for a fresh proof ([`Refused::Confirm`](crate::Refused::Confirm)).
    pub fn authenticated_at(self, moment: DateTime<Utc>) -> Self {
        Self { authenticated: Some(moment), ..self }
    }

    /// When they last proved who they are, if that is known: never of a program's token.
    pub fn authenticated(&self) -> Option<DateTime<Utc>> {
        self.authenticated
    }

    /// The hash of the session they come with; `None`: with a token, or by the host's own sign-in.
    pub fn session(&self) -> Option<[u8; 32]> {
        self.session
    }

    /// A viewer with all permissions up to a reach in each seat, and what is not seen there, for the checks of stores.
    #[cfg(feature = "conformance")]
    pub(crate) fn reaching(account: AccountId, reaches: &[(Seat, Reach, SeatLimits, Unseen)]) -> Self {
        let grant = |(seat, reach, limits, unseen): &(Seat, Reach, SeatLimits, Unseen)| Grant {
            membership: MembershipId(uuid::Uuid::nil()),
            version: Version::FIRST,
            seat: *seat,
            role: Id::from("checked"),
            side: seat.side(),
            can: Permission::ALL.iter().map(|permission| (*permission, *reach)).collect(),
            limits: limits.clone(),
            unseen: unseen.clone(),
        };
        let (name, email) = ("Somebody".to_owned(), "somebody@example.test".to_owned());
        let grants = reaches.iter().map(grant).collect();
        let (organisations, session, authenticated, reads_only) = (Vec::new(), None, None, false);
        Self { account, name, email, seen: None, grants, organisations, session, authenticated, reads_only }
    }

    /// Whether they come with a token that changes nothing.
    pub fn reads_only(&self) -> bool {
        self.reads_only
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
        let narrowed = self.grants.iter().any(|grant| !grant.unseen.is_empty());
        for grant in &self.grants {
            let Some(reach) = grant.can.get(&to) else { continue };
            let add = |scope: &mut Scope| grant.reach(*reach, scope);
            add(&mut scope);
            if narrowed {
                scope.add_layer(&grant.unseen, add);
            }
        }
        scope
    }

    /// Whether one of the person's roles lets them see a document of this kind, wherever it is in reach.
    pub(crate) fn sees_kind(&self, facts: &Facts<'_>) -> bool {
        self.towards(facts).any(|grant| grant.unseen.admits(facts, self.account))
    }

    /// Whether somebody whose membership is narrowed to projects may open requests in these.
    pub(crate) fn begins_in_projects(&self, organisation: OrganisationId) -> bool {
        self.grants.iter().any(|grant| {
            let reaches = matches!(
                grant.can.get(&Permission::RequestOpen),
                Some(Reach::Own | Reach::Projects | Reach::Organisation)
            );
            let named = grant.limits.projects.as_ref().is_some_and(|named| !named.is_empty());
            grant.seat == Seat::Organisation(organisation) && reaches && named
        })
    }

    /// Whether one of the person's roles can all that a role can, as far as it reaches, where that role would be given.
    pub(crate) fn covers(&self, role: &Role, seat: Seat) -> bool {
        let around = |grant: &&Grant| match grant.seat {
            Seat::Organisation(id) => seat.organisation() == Some(id),
            Seat::Request { .. } => grant.seat == seat,
            Seat::Team => true,
        };
        let mut here = self.grants.iter().filter(around);
        let covers =
            |grant: &Grant| role.can.iter().all(|(to, reach)| grant.can.get(to).is_some_and(|own| own >= reach));
        role.side == seat.side() && here.any(covers)
    }

    /// How far a permission goes among the people of a place; `None`: not at all.
    pub(crate) fn among_people(&self, to: Permission, seat: Seat) -> Option<SeatLimits> {
        let goes = |grant: &Grant| {
            let reach = *grant.can.get(&to)?;
            let (here, narrowed) = (grant.seat == seat, grant.limits.is_narrowed());
            let reaches = match grant.seat {
                Seat::Team if narrowed => here && matches!(reach, Reach::All | Reach::Projects | Reach::Queues),
                Seat::Team => reach == Reach::All,
                Seat::Organisation(_) if narrowed => here && matches!(reach, Reach::Organisation | Reach::Projects),
                Seat::Organisation(_) => here && reach == Reach::Organisation,
                Seat::Request { .. } => false,
            };
            reaches.then(|| grant.limits.clone())
        };
        let far: Vec<SeatLimits> = self.grants.iter().filter_map(goes).collect();
        let whole = far.iter().position(|limits| !limits.is_narrowed()).unwrap_or_default();
        far.into_iter().nth(whole)
    }

    /// Whether somebody is named by side or by a role of theirs, wherever it counts.
    pub(crate) fn is_among(&self, who: &Who) -> bool {
        self.grants.iter().any(|grant| {
            who.0.iter().any(|word| match word {
                WhoWord::Side(side) => grant.side == *side,
                WhoWord::Role(role) => grant.role == *role,
                _ => false,
            })
        })
    }

    /// The side the person works on; somebody with a seat in the team sees the team's pages.
    pub fn side(&self) -> Side {
        if self.grants.iter().any(|grant| grant.side == Side::Team) { Side::Team } else { Side::Client }
    }

    /// Whether the person stands on `side` with regard to an organisation or one of its requests.
    pub fn is_on(&self, side: Side, matter: impl Into<Matter>) -> bool {
        self.towards(matter).any(|grant| grant.side == side)
    }

    /// Whether the person has a role with regard to an organisation or one of its requests.
    pub fn has_role(&self, role: &Id, matter: impl Into<Matter>) -> bool {
        self.towards(matter).any(|grant| grant.role == *role)
    }

    /// The role the person has with regard to an organisation or one of its requests.
    pub fn role_in(&self, matter: impl Into<Matter>) -> Option<&Id> {
        self.towards(matter).map(|grant| &grant.role).next()
    }

    /// What a condition knows of the person under a name (`account.role`), where this matter is decided.
    pub(crate) fn fact(&self, name: &str, matter: impl Into<Matter>) -> Option<Value> {
        Some(match name {
            "account" => Value::Person(Person { account: self.account, name: self.name.clone() }),
            "account.name" => Value::Text(self.name.clone()),
            "account.first_name" => Value::Text(self.name.split_whitespace().next().unwrap_or(&self.name).to_owned()),
            "account.email" => Value::Text(self.email.clone()),
            "account.role" => Value::Text(self.role_in(matter)?.to_string()),
            _ => return None,
        })
    }

    /// The organisations the person belongs to as a client.
    pub fn organisations(&self) -> impl Iterator<Item = OrganisationId> {
        self.grants.iter().filter_map(|grant| match grant.seat {
            Seat::Organisation(id) => Some(id),
            Seat::Request { .. } | Seat::Team => None,
        })
    }

    /// The memberships this viewer was made from: a change requires that they are still as they were.
    pub fn memberships(&self) -> impl Iterator<Item = (MembershipId, Version)> {
        self.grants.iter().map(|grant| (grant.membership, grant.version))
    }

    fn towards(&self, matter: impl Into<Matter>) -> impl Iterator<Item = &Grant> {
        let Matter { organisation, request } = matter.into();
        self.grants.iter().filter(move |grant| match grant.seat {
            Seat::Organisation(id) => id == organisation,
            Seat::Request { request: id, .. } => Some(id) == request,
            Seat::Team => true,
        })
    }
}
