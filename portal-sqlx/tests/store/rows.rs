//! A batch that is easily told whole from torn: one company, one person, their membership.

use chrono::DateTime;
use portal_core::{
    id::{AccountId, Id, MembershipId, OrganisationId, Version},
    identity::{Account, AccountState, Membership, MembershipState, Organisation, OrganisationState, Seat, SeatLimits},
    store::{Changes, Expect, Record, Store, StoreError},
};
use uuid::Uuid;

/// The numbered company.
pub fn company(number: u128) -> Organisation {
    Organisation {
        id: OrganisationId(Uuid::from_u128(number)),
        name: format!("Company {number}"),
        attributes: [].into(),
        state: OrganisationState::Active,
        created: DateTime::UNIX_EPOCH,
        version: Version::FIRST,
    }
}

/// Creates the numbered company with its person.
pub fn batch(number: u128) -> Changes {
    let id = Uuid::from_u128(number);
    let mut changes = Changes::new();
    changes.create(Record::Organisation(company(number)));
    changes.create(Record::Account(Account {
        id: AccountId(id),
        email: format!("person{number}@example.test"),
        name: format!("Person {number}"),
        locale: "en".to_owned(),
        password: None,
        state: AccountState::Active,
        seen: None,
        created: DateTime::UNIX_EPOCH,
        version: Version::FIRST,
    }));
    changes.create(Record::Membership(Membership {
        id: MembershipId(id),
        account: AccountId(id),
        seat: Seat::Organisation(OrganisationId(id)),
        role: Id::from("client_user"),
        limits: SeatLimits::default(),
        state: MembershipState::Active,
        created: DateTime::UNIX_EPOCH,
        version: Version::FIRST,
    }));
    changes
}

/// Expects a version of the numbered company that it never had.
pub fn stale(number: u128) -> Changes {
    let mut changes = batch(number + 1_000);
    changes.write(Record::Organisation(company(number)), Expect::Loaded(Version(7)));
    changes
}

/// Whether the numbered batch is there; it must not be there in part.
pub async fn is_there(store: &dyn Store, number: u128) -> bool {
    let id = Uuid::from_u128(number);
    let company = store.organisations(&[OrganisationId(id)]).await.unwrap().len();
    let person = usize::from(store.account(AccountId(id)).await.unwrap().is_some());
    let seats = store.memberships(AccountId(id)).await.unwrap().len();
    assert!(company == person && person == seats, "batch {number} is torn: {company}, {person}, {seats}");
    company == 1
}

/// Fails unless the database counts as away.
#[track_caller]
pub fn assert_away<T: std::fmt::Debug>(result: &Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::Unavailable(_))), "the database is away, and yet: {result:?}");
}
