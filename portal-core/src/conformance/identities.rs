//! Names under which the host and providers know accounts.

use super::{
    Harness,
    case::{Case, at},
    fixtures::World,
};
use crate::{
    id::IdentityId,
    identity::Identity,
    store::{Change, Changes, Conflict, Expect, Record, Subject},
};

const ISSUER: &str = "https://login.example.test/realm";

pub(super) async fn check(harness: &dyn Harness) {
    round_trip(&Case::new("Identities/RoundTrip", harness.fresh().await)).await;
}

async fn round_trip(case: &Case) {
    let world = World::new(case).await;
    let store = &case.store;
    let of = |subject: &str, account| Identity {
        id: IdentityId(case.id()),
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
        account,
        created: at(4),
    };
    let (first, second) = (of("Dora|1", world.dora.id), of("dora|1", world.dora.id));
    let other = Identity { issuer: "host".to_owned(), ..of("Dora|1", world.tom.id) };
    case.create([&first, &second, &other].map(|it| Record::Identity(it.clone()))).await;

    let known = case.ok(store.identity(ISSUER, "Dora|1").await);
    case.same("by issuer and subject", known, Some((first.clone(), world.dora.clone())));
    let known = case.some(store.identity("host", "Dora|1").await);
    case.same("the same subject of another issuer", known.1.id, world.tom.id);
    for (issuer, subject) in [(ISSUER, "DORA|1"), (ISSUER, "Dora|1 "), (ISSUER, ""), ("", "Dora|1"), (ISSUER, "a\0b")] {
        case.same("to the byte", case.ok(store.identity(issuer, subject).await), None);
    }
    case.same("all", case.ok(store.identities_of(world.dora.id).await), vec![first.clone(), second.clone()]);

    let twin = Identity { id: IdentityId(case.id()), account: world.tom.id, ..first.clone() };
    let taken = case.conflict(case.write(Record::Identity(twin), Expect::New).await);
    case.same("one account a name", taken, Conflict::Taken("identity"));

    let mut changes = Changes::new();
    changes.push(Change::Remove(Subject::Identity(first.id)));
    case.commit(changes).await;
    case.same("removed", case.ok(store.identity(ISSUER, "Dora|1").await), None);
    case.same("the others stay", case.ok(store.identities_of(world.dora.id).await), vec![second]);
}
