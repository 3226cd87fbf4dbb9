//! Many at once: one wins, the others are told.

use super::{
    Harness,
    case::{Case, created, together},
    fixtures::{self, World, everything},
    guards::key,
};
use crate::{
    id::{DraftId, Version},
    store::{Change, Changes, Conflict, Counter, Expect, Filter, Record, StoreError, Subject},
};

/// How many run at once.
const RACERS: usize = 8;

pub(super) async fn check(harness: &dyn Harness) {
    one_winner(&Case::new("Race/OneVersion", harness.fresh().await)).await;
    capacity(&Case::new("Race/Capacity", harness.fresh().await)).await;
    once(&Case::new("Race/Once", harness.fresh().await)).await;
    shared(&Case::new("Race/SharedRequirement", harness.fresh().await)).await;
    crossed(&Case::new("Race/CrossedRequirements", harness.fresh().await)).await;
}

/// Who won, and the conflicts of the others.
fn sorted(case: &Case, results: Vec<Result<(), StoreError>>) -> (usize, Vec<Conflict>) {
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    (won.len(), lost.into_iter().map(|result| case.conflict(result)).collect())
}

async fn one_winner(case: &Case) {
    let world = World::new(case).await;
    for round in 1..=5 {
        let racers = (0..RACERS).map(|racer| {
            let mut alpha = world.alpha.clone();
            alpha.name = format!("{round}/{racer}");
            async move { case.write(Record::Organisation(alpha), Expect::Loaded(Version(round))).await }
        });
        let (won, lost) = sorted(case, together(racers).await);
        case.same("winners", won, 1);
        let moved = Conflict::Moved(Subject::Organisation(world.alpha.id));
        case.same("losers", lost, vec![moved; RACERS - 1]);
    }
    let alpha = case.ok(case.store.organisations(&[world.alpha.id]).await).remove(0);
    case.same("five steps", alpha.version, Version(6));
}

async fn capacity(case: &Case) {
    let world = World::new(case).await;
    let counter = Counter::StoredBytes { organisation: world.alpha.id, capacity: 5 };
    let mut changes = Changes::new();
    changes.push(Change::Count(counter, 1));
    let (won, lost) = sorted(case, together((0..RACERS).map(|_| case.store.commit(&changes))).await);
    case.same("what fits", won, 5);
    case.same("what does not", lost, vec![Conflict::Full(counter); RACERS - 5]);
}

async fn once(case: &Case) {
    let world = World::new(case).await;
    let draft = DraftId(case.id());
    let racers = (0..RACERS).map(|_| {
        let request = world.request(case);
        let mut changes = created([Record::Request(request.clone())]);
        changes.push(Change::Once(key(world.claire.id, draft, 1), Subject::Request(request.id)));
        async move { case.store.commit(&changes).await }
    });
    let (won, lost) = sorted(case, together(racers).await);
    let made = case.some(case.store.submitted(world.claire.id, draft).await);
    case.same("submissions", won, 1);
    case.same("repeats", lost, vec![Conflict::Repeated(Subject::Request(made)); RACERS - 1]);
    case.same("requests", case.ok(case.store.count(&everything(), &Filter::default()).await), 1);
}

/// Many who only count on the same row do not hinder each other.
async fn shared(case: &Case) {
    let world = World::new(case).await;
    for round in 0..3 {
        let racers = (1..=RACERS).map(|racer| {
            let token = u8::try_from(round * RACERS + racer).unwrap_or(u8::MAX);
            let mut changes = created([Record::Session(fixtures::session(world.claire.id, token))]);
            changes.push(Change::Require(Subject::Organisation(world.alpha.id), Version(1)));
            async move { case.store.commit(&changes).await }
        });
        for result in together(racers).await {
            case.ok(result);
        }
    }
}

/// Two of which each changes what the other counts on: never both. Much is written in between, so that they meet.
async fn crossed(case: &Case) {
    let world = World::new(case).await;
    let mut drafts = [(); 2].map(|()| fixtures::draft(case, world.claire.id, world.alpha.id));
    case.create(drafts.iter().cloned().map(Record::Draft)).await;
    for _ in 0..3 {
        let racers = [(0, 1), (1, 0)].map(|(changed, required): (usize, usize)| {
            let (changed, required) = (&drafts[changed], &drafts[required]);
            let between = (0..200).map(|_| Record::Organisation(fixtures::organisation(case, "Between")));
            let mut changes = created(between);
            changes.push(Change::Require(Subject::Draft(required.id), required.version));
            changes.write(Record::Draft(changed.clone()), Expect::Loaded(changed.version));
            async move { case.store.commit(&changes).await }
        });
        let won: Vec<bool> = together(racers).await.iter().map(Result::is_ok).collect();
        case.same("one goes on", won.iter().filter(|won| **won).count(), 1);
        for (draft, won) in drafts.iter_mut().zip(won) {
            draft.version = if won { draft.version.next() } else { draft.version };
        }
    }
}
