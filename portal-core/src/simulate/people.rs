//! The people and companies of the demo, as they would be in a portal.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use uuid::Uuid;

use crate::{
    clock::Ids,
    definition::{Definition, Demo, DemoPerson, DemoProject, Script},
    form::{Answers, Called, Person},
    id::{AccountId, Id, MembershipId, OrganisationId, ProjectId, Version},
    identity::{
        Account, AccountState, Facts, Membership, MembershipState, Organisation, OrganisationState, Permission, Seat,
        SeatLimits, Side, Viewer,
    },
    notification::Candidate,
    project::{Project, ProjectState},
    request::{OnDuty, Staff},
};

/// Somebody of the demo.
pub(super) struct Somebody {
    pub account: Account,
    pub memberships: Vec<Membership>,
    pub viewer: Viewer,
}

impl Somebody {
    fn sits(&self, seat: Seat) -> bool {
        self.memberships.iter().any(|membership| membership.seat == seat)
    }

    /// As an answer names them.
    pub fn person(&self) -> Person {
        Person { account: self.account.id, name: self.account.name.clone() }
    }
}

/// Everybody of the demo.
pub(super) struct People {
    pub by_id: IndexMap<Id, Somebody>,
    pub organisations: IndexMap<Id, Organisation>,
    /// The projects of the organisations; what else is known of them is read where they are needed.
    pub projects: IndexMap<Id, Project>,
}

impl Called for People {
    fn person(&self, id: &Id) -> Option<Person> {
        self.by_id.get(id).map(Somebody::person)
    }
}

impl People {
    pub fn of(demo: &Demo, definition: &Definition, now: DateTime<Utc>) -> Self {
        let company = |(at, (id, found)): (usize, (&Id, &crate::definition::DemoOrganisation))| {
            let (name, version) = (found.name.clone(), Version::FIRST);
            let id_of = OrganisationId(number(1, at));
            (id.clone(), {
                let (attributes, state) = (Answers::new(), OrganisationState::Active);
                Organisation { id: id_of, name, attributes, state, created: now, version }
            })
        };
        let organisations: IndexMap<Id, Organisation> = demo.organisations.iter().enumerate().map(company).collect();
        let projects = projects(demo, &organisations, now);
        let somebody = |(at, (id, person)): (usize, (&Id, &DemoPerson))| {
            let company = person.organisation.as_ref().and_then(|id| organisations.get(id));
            let seat = company.map_or(Seat::Team, |company| Seat::Organisation(company.id));
            let named = person.projects.iter().filter_map(|id| Some(projects.get(id)?.id)).collect::<Vec<_>>();
            let limits = SeatLimits {
                projects: (!person.projects.is_empty()).then_some(named),
                queues: (!person.queues.is_empty()).then(|| person.queues.clone()),
            };
            (id.clone(), enter(at, person, (seat, limits), definition, now))
        };
        let by_id = demo.people.iter().enumerate().map(somebody).collect();
        Self { by_id, organisations, projects }
    }

    /// Everybody's name.
    pub fn names(&self) -> HashMap<AccountId, String> {
        self.by_id.values().map(|somebody| (somebody.account.id, somebody.account.name.clone())).collect()
    }

    pub fn name(&self, account: AccountId) -> Option<String> {
        self.find(account).map(|somebody| somebody.account.name.clone())
    }

    pub fn find(&self, account: AccountId) -> Option<&Somebody> {
        self.by_id.values().find(|somebody| somebody.account.id == account)
    }

    /// Who may be named by the fields of a company's forms.
    pub fn named(&self, organisation: OrganisationId) -> Vec<(Side, Person)> {
        let of = |seat, side| {
            let seated = self.by_id.values().filter(move |somebody| somebody.sits(seat));
            seated.map(move |somebody| (side, somebody.person()))
        };
        of(Seat::Organisation(organisation), Side::Client).chain(of(Seat::Team, Side::Team)).collect()
    }

    /// Who may have to be told of something about a company's request.
    pub fn candidates(&self, organisation: OrganisationId) -> Vec<Candidate> {
        let near = |somebody: &&Somebody| somebody.sits(Seat::Team) || somebody.sits(Seat::Organisation(organisation));
        let candidate = |somebody: &Somebody| {
            let (account, viewer) = (somebody.account.clone(), somebody.viewer.clone());
            Candidate { account, viewer }
        };
        self.by_id.values().filter(near).map(candidate).collect()
    }

    /// Everybody of the team who works the request of a script in its queue; nobody owns any yet.
    pub fn staff(&self, script: &Script, queue: &Id) -> Staff {
        let organisation = self.organisations.get(&script.organisation);
        let opener = self.by_id.get(&script.opener);
        let (Some(organisation), Some(opener)) = (organisation, opener) else { return Staff::default() };
        let facts = Facts {
            organisation: organisation.id,
            request: None,
            request_type: Some(&script.request),
            project: script.project.as_ref().and_then(|id| Some(self.projects.get(id)?.id)),
            queue: Some(queue),
            opened_by: opener.account.id,
            owner: None,
            audience: Side::Client,
            paper: None,
        };
        let works = |somebody: &&Somebody| {
            let facts = Facts { owner: Some(somebody.account.id), ..facts };
            somebody.viewer.scope(Permission::RequestProcess).admits(&facts)
        };
        let on_duty = |somebody: &Somebody| OnDuty { account: somebody.account.id, open: 0 };
        Staff(self.by_id.values().filter(works).map(on_duty).collect())
    }
}

fn number(room: u128, at: usize) -> Uuid {
    Uuid::from_u128((room << 64) + at as u128 + 1)
}

fn projects(demo: &Demo, organisations: &IndexMap<Id, Organisation>, now: DateTime<Utc>) -> IndexMap<Id, Project> {
    let of_demo = demo.organisations.iter().flat_map(|(of, found)| found.projects.iter().map(move |it| (of, it)));
    let project = |(at, (of, (id, found))): (usize, (&Id, (&Id, &DemoProject)))| {
        let project = Project {
            id: ProjectId(number(4, at)),
            organisation: organisations.get(of)?.id,
            kind: found.kind.clone(),
            name: found.name.clone(),
            fields: Answers::new(),
            state: ProjectState::Open,
            created: now,
            version: Version::FIRST,
        };
        Some((id.clone(), project))
    };
    of_demo.enumerate().filter_map(project).collect()
}

fn enter(
    at: usize,
    person: &DemoPerson,
    (seat, limits): (Seat, SeatLimits),
    definition: &Definition,
    now: DateTime<Utc>,
) -> Somebody {
    let account = Account {
        id: AccountId(number(2, at)),
        email: person.email.clone(),
        name: person.name.clone(),
        locale: person.locale.clone(),
        password: None,
        state: AccountState::Active,
        seen: None,
        created: now,
        version: Version::FIRST,
    };
    let memberships = vec![Membership {
        id: MembershipId(number(3, at)),
        account: account.id,
        seat,
        role: person.role.clone(),
        limits,
        state: MembershipState::Active,
        created: now,
        version: Version::FIRST,
    }];
    let viewer = Viewer::new(&account, &memberships, definition);
    Somebody { account, memberships, viewer }
}

/// Ids that count, so that two plays of a script tell the same.
#[derive(Default)]
pub(super) struct Counting(AtomicU64);

impl Ids for Counting {
    fn uuid(&self, _: DateTime<Utc>) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1)
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}
