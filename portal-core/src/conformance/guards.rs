//! Required facts, bounded counters, and what happens at most once.

use super::{
    Harness,
    case::{Case, at, created},
    fixtures::{self, World},
};
use crate::{
    id::{AccountId, DraftId, RequestId, Version},
    store::{Change, Changes, Conflict, Counter, Expect, IdempotencyKey, Record, StoreError, Subject},
};

pub(super) async fn check(harness: &dyn Harness) {
    require(&Case::new("Require/Versions", harness.fresh().await)).await;
    count(&Case::new("Count/Bounds", harness.fresh().await)).await;
    once(&Case::new("Once/Keys", harness.fresh().await)).await;
}

async fn require(case: &Case) {
    let world = World::new(case).await;
    let seat = case.ok(case.store.memberships(world.claire.id).await).remove(0);
    let subject = Subject::Membership(seat.id);
    let requiring = async |subject, version| {
        let mut changes = created([Record::Session(fixtures::session(world.claire.id, 1))]);
        changes.push(Change::Require(Subject::Account(world.claire.id), Version(1)));
        changes.push(Change::Require(subject, version));
        case.store.commit(&changes).await
    };
    case.same("another version", case.conflict(requiring(subject, Version(2)).await), Conflict::Moved(subject));
    case.same("nothing was written", case.ok(case.store.sessions(world.claire.id).await).len(), 0);
    let gone = Subject::Request(RequestId(case.id()));
    case.same("not there", case.conflict(requiring(gone, Version(1)).await), Conflict::Moved(gone));
    case.ok(requiring(subject, Version(1)).await);
    case.ok(case.write(Record::Membership(seat), Expect::Loaded(Version(1))).await);
    case.same("moved on", case.conflict(requiring(subject, Version(1)).await), Conflict::Moved(subject));
}

async fn count(case: &Case) {
    let world = World::new(case).await;
    let counter = |capacity| Counter::StoredBytes { organisation: world.alpha.id, capacity };
    let add = async |number, capacity| {
        let mut changes = Changes::new();
        changes.push(Change::Count(counter(capacity), number));
        case.store.commit(&changes).await
    };
    case.same("more than fits at first", case.conflict(add(11, 10).await), Conflict::Full(counter(10)));
    case.ok(add(10, 10).await);
    case.same("one more", case.conflict(add(1, 10).await), Conflict::Full(counter(10)));
    case.ok(add(-3, 10).await);
    case.ok(add(3, 10).await);
    case.ok(add(1, 11).await);
    case.ok(add(-1, 5).await);
    case.ok(add(-100, 10).await);
    case.same("it stopped at zero", case.conflict(add(11, 10).await), Conflict::Full(counter(10)));
    case.ok(add(10, 10).await);
    let other = Counter::StoredBytes { organisation: world.beta.id, capacity: 10 };
    let mut changes = Changes::new();
    changes.push(Change::Count(other, 10));
    case.commit(changes).await;
}

/// A submission's key.
pub(super) fn key(account: AccountId, draft: DraftId, body: u8) -> IdempotencyKey {
    IdempotencyKey { account, route: "submit", key: draft.to_string(), body: [body; 32], expires: at(90_000_000) }
}

async fn once(case: &Case) {
    let world = World::new(case).await;
    let draft = DraftId(case.id());
    let submit = async |key: IdempotencyKey| {
        let request = world.request(case);
        let mut changes = created([Record::Request(request.clone())]);
        changes.push(Change::Once(key, Subject::Request(request.id)));
        case.store.commit(&changes).await.map(|()| request.id)
    };
    let (claire, bruno) = (world.claire.id, world.bruno.id);
    case.same("nothing yet", case.ok(case.store.submitted(claire, draft).await), None);
    let recall = async |who| case.ok(case.store.recall(who, "submit", &draft.to_string()).await);
    case.same("nothing to recall", recall(claire).await, None);
    let first = case.ok(submit(key(claire, draft, 1)).await);
    case.same("what it made", case.ok(case.store.submitted(claire, draft).await), Some(first));
    case.same("what to recall", recall(claire).await, Some((Subject::Request(first), [1; 32])));
    case.same("nothing of somebody else's", recall(bruno).await, None);
    let again = case.conflict(submit(key(claire, draft, 1)).await);
    case.same("again", again, Conflict::Repeated(Subject::Request(first)));
    case.same("another body", case.conflict(submit(key(claire, draft, 2)).await), Conflict::KeyReused);
    case.same("somebody else's key", case.ok(case.store.submitted(bruno, draft).await), None);
    let other = case.ok(submit(key(bruno, draft, 2)).await);
    case.same("is another", case.ok(case.store.submitted(bruno, draft).await), Some(other));
    let elsewhere = IdempotencyKey { route: "elsewhere", ..key(claire, draft, 3) };
    case.ok(submit(elsewhere).await);
    let scope = fixtures::everything();
    let count = case.ok(case.store.count(&scope, &crate::store::Filter::default()).await);
    case.same("three requests were made", count, 3);
    let session = Subject::Session([4; 32]);
    let mut changes = Changes::new();
    changes.push(Change::Once(IdempotencyKey { route: "enter", ..key(claire, draft, 4) }, session));
    case.commit(changes.clone()).await;
    let result: Result<(), StoreError> = case.store.commit(&changes).await;
    case.same("a session", case.conflict(result), Conflict::Repeated(session));
}
