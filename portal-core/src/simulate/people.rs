//! The people and companies of the demo, as they would be in a portal.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use uuid::Uuid;

use crate::{
    clock::Ids,
    definition::{Definition, Demo, DemoPerson},
    form::{Answers, Person},
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
    identity::{Account, AccountState, Membership, Organisation, Permission, Seat, Side, Viewer},
    notification::Candidate,
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
}

impl People {
    pub fn of(demo: &Demo, definition: &Definition, now: DateTime<Utc>) -> Self {
        let company = |(at, (id, found)): (usize, (&Id, &crate::definition::DemoOrganisation))| {
            let (name, version) = (found.name.clone(), Version::FIRST);
            let id_of = OrganisationId(number(1, at));
            (id.clone(), Organisation { id: id_of, name, attributes: Answers::new(), created: now, version })
        };
        let organisations: IndexMap<Id, Organisation> = demo.organisations.iter().enumerate().map(company).collect();
        let somebody = |(at, (id, person)): (usize, (&Id, &DemoPerson))| {
            let company = person.organisation.as_ref().and_then(|id| organisations.get(id));
            let seat = company.map_or(Seat::Team, |company| Seat::Organisation(company.id));
            (id.clone(), enter(at, person, seat, definition, now))
        };
        let by_id = demo.people.iter().enumerate().map(somebody).collect();
        Self { by_id, organisations }
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

    /// Everybody of the team who works requests; nobody owns any yet.
    pub fn staff(&self) -> Staff {
        let works = |somebody: &&Somebody| !somebody.viewer.scope(Permission::RequestProcess).is_nothing();
        let on_duty = |somebody: &Somebody| OnDuty { account: somebody.account.id, open: 0 };
        Staff(self.by_id.values().filter(works).map(on_duty).collect())
    }
}

fn number(room: u128, at: usize) -> Uuid {
    Uuid::from_u128((room << 64) + at as u128 + 1)
}

fn enter(at: usize, person: &DemoPerson, seat: Seat, definition: &Definition, now: DateTime<Utc>) -> Somebody {
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
