//! The people of the demo, as they would be in a portal.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use uuid::Uuid;

use crate::{
    clock::Ids,
    definition::{Definition, Demo},
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
    identity::{Account, AccountState, Membership, Organisation, Permission, Seat, Viewer},
    notification::Candidate,
    request::{OnDuty, Staff},
};

/// Somebody of the demo.
pub(super) struct Somebody {
    pub account: Account,
    pub memberships: Vec<Membership>,
    pub viewer: Viewer,
}

/// Everybody of the demo.
pub(super) struct People {
    pub by_id: IndexMap<Id, Somebody>,
    pub organisations: IndexMap<Id, Organisation>,
}

impl People {
    pub fn of(demo: &Demo, definition: &Definition, now: DateTime<Utc>) -> Self {
        let number = |room: u128, at: usize| Uuid::from_u128((room << 64) + at as u128 + 1);
        let organisations: IndexMap<Id, Organisation> = demo
            .organisations
            .iter()
            .enumerate()
            .map(|(at, (id, found))| {
                let organisation = Organisation {
                    id: OrganisationId(number(1, at)),
                    name: found.name.clone(),
                    created: now,
                    version: Version::FIRST,
                };
                (id.clone(), organisation)
            })
            .collect();
        let somebody = |(at, (id, person)): (usize, (&Id, &crate::definition::DemoPerson))| {
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
            let company = person.organisation.as_ref().and_then(|id| organisations.get(id));
            let memberships = vec![Membership {
                id: MembershipId(number(3, at)),
                account: account.id,
                seat: company.map_or(Seat::Team, |company| Seat::Organisation(company.id)),
                role: person.role.clone(),
                created: now,
                version: Version::FIRST,
            }];
            let viewer = Viewer::new(&account, &memberships, definition);
            (id.clone(), Somebody { account, memberships, viewer })
        };
        let by_id = demo.people.iter().enumerate().map(somebody).collect();
        Self { by_id, organisations }
    }

    pub fn name(&self, account: AccountId) -> Option<String> {
        self.by_id.values().find(|somebody| somebody.account.id == account).map(|somebody| somebody.account.name.clone())
    }

    /// Who may have to be told of something about a company's request.
    pub fn candidates(&self, organisation: OrganisationId) -> Vec<Candidate> {
        let near = |somebody: &&Somebody| {
            somebody.memberships.iter().any(|seat| matches!(seat.seat, Seat::Team) || seat.seat == Seat::Organisation(organisation))
        };
        let candidate =
            |somebody: &Somebody| Candidate { account: somebody.account.clone(), viewer: somebody.viewer.clone() };
        self.by_id.values().filter(near).map(candidate).collect()
    }

    /// Everybody of the team who works requests; nobody owns any yet.
    pub fn staff(&self) -> Staff {
        let works = |somebody: &&Somebody| !somebody.viewer.scope(Permission::RequestProcess).is_nothing();
        let on_duty = |somebody: &Somebody| OnDuty { account: somebody.account.id, open: 0 };
        Staff(self.by_id.values().filter(works).map(on_duty).collect())
    }
}

/// Ids that count, so that two plays of a script tell the same.
#[derive(Default)]
pub(super) struct Counting(std::sync::atomic::AtomicU64);

impl Ids for Counting {
    fn uuid(&self, _: DateTime<Utc>) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) + 1)
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

/// What is known beside the form, by dotted name.
pub(super) type Known = BTreeMap<String, crate::form::Value>;
