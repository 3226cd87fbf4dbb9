//! Leases that never overlap and end, the throttle under parallel guesses, the sweep.

use std::{collections::HashSet, sync::Arc};

use chrono::TimeDelta;

use super::{
    EngineHarness, audit,
    case::{Case, at, created, together},
    fixtures::{self, World, everything},
    guards::key,
    turns,
};
use crate::{
    id::{DraftId, JobId, Version},
    identity::{Bucket, Device, Verdict, email_key},
    notification::{Delivery, DeliveryState},
    store::{
        Change, Changes, Conflict, Engine, Expect, Filter, GivenUp, Job, JobKind, Lease, Outcome, Record, Subject, Turn,
    },
};

pub(super) async fn check(harness: &dyn EngineHarness) {
    let fresh = async |name| {
        let (store, engine) = harness.fresh().await;
        (Case::new(name, store), engine)
    };
    let (case, engine) = fresh("Verify/Empty").await;
    case.same("nothing is wrong with nothing", case.ok(engine.verify().await), vec![]);
    let (case, engine) = fresh("Claim/NeverTwice").await;
    claim(&case, &engine).await;
    case.ok(engine.ping().await);
    let (case, engine) = fresh("Claim/Fence").await;
    fence(&case, &engine).await;
    let (case, engine) = fresh("Settle/Outcomes").await;
    settle(&case, &engine).await;
    let (case, engine) = fresh("Sending/Holder").await;
    turns::holder(&case, &engine).await;
    let (case, engine) = fresh("Sending/Order").await;
    turns::order(&case, &engine).await;
    let (case, engine) = fresh("Waiting/Oldest").await;
    waiting(&case, &engine).await;
    let (case, engine) = fresh("Throttle/Parallel").await;
    throttle(&case, &engine).await;
    let (case, engine) = fresh("Seal/Batches").await;
    audit::seals(&case, &engine).await;
    let (case, engine) = fresh("Sweep/Outlived").await;
    sweep(&case, &engine).await;
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// A lease that is over when it begins: the next claim may take the job.
const NONE: TimeDelta = TimeDelta::zero();

async fn claim(case: &Case, engine: &Arc<dyn Engine>) {
    let jobs: Vec<Job> = (0..40).map(|place| fixtures::job(case, JobKind::Notify, 40 - place)).collect();
    let later = fixtures::job(case, JobKind::Notify, 1_000);
    case.create(jobs.iter().chain([&later]).cloned().map(Record::Job)).await;
    let first = case.ok(engine.claim(3, at(40), MINUTE).await);
    let oldest: Vec<JobId> = jobs.iter().rev().take(3).map(|job| job.id).collect();
    case.same("oldest first", first.iter().map(|lease| lease.job.id).collect(), oldest);
    case.same("how often it was claimed", first[0].job.attempts, 1);
    let claims = together((0..8).map(|_| engine.claim(7, at(40), MINUTE))).await;
    let mut held: Vec<Lease> = claims.into_iter().flat_map(|claim| case.ok(claim)).chain(first).collect();
    held.extend(case.ok(engine.claim(100, at(40), MINUTE).await));
    let ids: HashSet<JobId> = held.iter().map(|lease| lease.job.id).collect();
    case.same("each is held once", (held.len(), ids.len()), (40, 40));
    case.check(!ids.contains(&later.id), "what is not due is left alone");
    let tokens: HashSet<_> = held.iter().map(|lease| lease.token).collect();
    case.same("each by a token of its own", tokens.len(), 40);
    case.same("nothing is left", case.ok(engine.claim(100, at(40), MINUTE).await), vec![]);
}

/// A job whose holder was too slow: whoever claims it next holds it alone.
async fn fence(case: &Case, engine: &Arc<dyn Engine>) {
    let world = World::new(case).await;
    let delivery = delivery(case, &world).await;
    let slow = claimed(case, engine, &delivery, NONE).await;
    let next = case.ok(engine.claim(1, at(0), MINUTE).await).remove(0);
    case.same("the same job", (next.job.id, next.job.attempts), (slow.job.id, 2));
    case.check(next.token != slow.token, "with another token");
    case.check(!case.ok(engine.renew(&slow, MINUTE).await), "the slow one cannot renew");
    let turns = case.ok(engine.sending(std::slice::from_ref(&slow), at(0)).await);
    case.same("the slow one must not send", turns, vec![Turn::Lost]);
    let waiting = case.some(case.store.delivery(delivery.id).await);
    case.same("nothing was marked", waiting.state, DeliveryState::Pending);
    case.check(
        !case.ok(engine.close(&slow, &Outcome::Done, &delivery).await),
        "the slow one cannot say what came of it",
    );
    let changes = created([Record::Request(world.request(case))]);
    let outcomes =
        [Outcome::Done, Outcome::Again(at(0)), Outcome::PutOff(at(0)), Outcome::GivenUp(at(0), "why".to_owned())];
    for outcome in outcomes {
        case.check(!case.ok(engine.settle(&slow, &outcome, &changes).await), "the slow one cannot settle");
    }
    let count = case.ok(case.store.count(&everything(), &Filter::default()).await);
    case.same("nothing was written", count, 1);
    case.check(case.ok(engine.renew(&next, MINUTE).await), "the next one holds it");
    case.same("alone", case.ok(engine.claim(1, at(0), MINUTE).await), vec![]);
    case.check(case.ok(engine.settle(&next, &Outcome::Done, &changes).await), "and settles it");
    let count = case.ok(case.store.count(&everything(), &Filter::default()).await);
    case.same("with its changes", count, 2);
    case.check(!case.ok(engine.settle(&next, &Outcome::Done, &Changes::new()).await), "once");
}

async fn settle(case: &Case, engine: &Arc<dyn Engine>) {
    let world = World::new(case).await;
    let delivery = delivery(case, &world).await;
    let held = claimed(case, engine, &delivery, MINUTE).await;
    let mut stale = Changes::new();
    stale.write(Record::Account(world.claire.clone()), Expect::Loaded(Version(5)));
    let conflict = case.conflict(engine.settle(&held, &Outcome::Done, &stale).await);
    case.same("a conflict", conflict, Conflict::Moved(Subject::Account(world.claire.id)));
    case.check(case.ok(engine.renew(&held, MINUTE).await), "leaves the job held");
    let again = Outcome::Again(at(500));
    case.check(case.ok(engine.settle(&held, &again, &Changes::new()).await), "it comes again");
    case.same("not before", case.ok(engine.claim(1, at(499), MINUTE).await), vec![]);
    case.check(!case.ok(engine.renew(&held, MINUTE).await), "the old lease is over");
    let held = case.ok(engine.claim(1, at(500), NONE).await).remove(0);
    case.same("the second try", held.job.attempts, 2);
    case.check(case.ok(engine.settle(&held, &Outcome::Done, &Changes::new()).await), "done");
    case.same("and gone", case.ok(engine.claim(1, at(9_000), MINUTE).await), vec![]);
    given_up(case, engine).await;
}

/// What was put off was not tried; what was given up waits for somebody.
async fn given_up(case: &Case, engine: &Arc<dyn Engine>) {
    let job = fixtures::job(case, JobKind::Notify, 0);
    case.create([Record::Job(job.clone())]).await;
    let held = case.ok(engine.claim(1, at(0), MINUTE).await).remove(0);
    case.check(case.ok(engine.settle(&held, &Outcome::PutOff(at(5)), &Changes::new()).await), "put off");
    let held = case.ok(engine.claim(1, at(5), MINUTE).await).remove(0);
    case.same("that does not count", held.job.attempts, 1);
    let outcome = Outcome::GivenUp(at(6), "no such request".to_owned());
    case.check(!case.ok(engine.revive(job.id, at(6)).await), "what is held was not given up");
    case.check(case.ok(engine.settle(&held, &outcome, &Changes::new()).await), "given up");
    case.same("never by itself", case.ok(engine.claim(1, at(9_000), MINUTE).await), vec![]);
    let expected = GivenUp {
        id: job.id,
        kind: JobKind::Notify,
        attempts: 1,
        at: at(6),
        reason: "no such request".to_owned(),
        request: None,
    };
    case.same("but seen", case.ok(case.store.given_up().await), vec![expected]);
    case.check(case.ok(engine.revive(job.id, at(7)).await), "taken up");
    case.check(!case.ok(engine.revive(job.id, at(7)).await), "once");
    case.same("and seen no more", case.ok(case.store.given_up().await), vec![]);
    let held = case.ok(engine.claim(1, at(7), MINUTE).await).remove(0);
    case.same("from the start", (held.job.id, held.job.attempts), (job.id, 1));
}

/// What waits is due, and held by nobody.
async fn waiting(case: &Case, engine: &Arc<dyn Engine>) {
    case.same("nothing", case.ok(engine.waiting(at(100)).await), None);
    let jobs = [10, 20, 30].map(|due| Record::Job(fixtures::job(case, JobKind::Notify, due)));
    case.create(jobs).await;
    case.same("not yet due", case.ok(engine.waiting(at(9)).await), None);
    case.same("the oldest", case.ok(engine.waiting(at(100)).await), Some(at(10)));
    let over = case.ok(engine.claim(1, at(100), NONE).await).remove(0);
    case.same("one whose lease is over waits again", case.ok(engine.waiting(at(100)).await), Some(at(10)));
    let held = case.ok(engine.claim(1, at(100), MINUTE).await).remove(0);
    case.same("the same job", held.job.id, over.job.id);
    case.same("one that is held does not wait", case.ok(engine.waiting(at(100)).await), Some(at(20)));
    case.check(case.ok(engine.settle(&held, &Outcome::Again(at(5)), &Changes::new()).await), "put back");
    case.same("and waits again", case.ok(engine.waiting(at(100)).await), Some(at(5)));
}

async fn throttle(case: &Case, engine: &Arc<dyn Engine>) {
    let account = Bucket::Account(email_key("claire@example.test"));
    let guess = async |bucket: &Bucket, now| case.ok(engine.throttle(bucket, now).await);
    let guesses = together((0..50).map(|_| engine.throttle(&account, at(0)))).await;
    let guesses: Vec<Verdict> = guesses.into_iter().map(|guess| case.ok(guess)).collect();
    let free = guesses.iter().filter(|verdict| **verdict == Verdict::Go).count();
    case.same("of fifty at once three are checked", free, 3);
    let wait = Verdict::Wait(at(5_000_000));
    case.same("the others wait five seconds", guesses.iter().filter(|it| **it == wait).count(), 47);
    case.same("one more", guess(&account, at(4_999_999)).await, wait);
    case.same("the fourth", guess(&account, at(5_000_000)).await, Verdict::Go);
    case.same("then thirty", guess(&account, at(5_000_001)).await, Verdict::Wait(at(35_000_000)));
    let other = Bucket::Account(email_key("dora@example.test"));
    case.same("another account is free", guess(&other, at(0)).await, Verdict::Go);
    case.ok(engine.forgive(&account).await);
    case.same("after a success", guess(&account, at(5_000_001)).await, Verdict::Go);
    let address = Bucket::Address("192.0.2.1".to_owned());
    let guesses = together((0..50).map(|_| engine.throttle(&address, at(0)))).await;
    let free = guesses.into_iter().filter(|guess| matches!(guess, Ok(Verdict::Go))).count();
    case.same("an office has thirty", free, 30);
    let day = at(5_000_001) + TimeDelta::hours(24);
    case.same("what rested a day", case.ok(engine.sweep(day).await), 2);
    case.same("the sweep leaves the rest", case.ok(engine.sweep(day).await), 0);
    case.same("all of it", case.ok(engine.sweep(day + TimeDelta::microseconds(1)).await), 1);
}

async fn sweep(case: &Case, engine: &Arc<dyn Engine>) {
    let world = World::new(case).await;
    let claire = world.claire.id;
    let draft = fixtures::draft(case, claire, world.alpha.id);
    let session = fixtures::session(claire, 1);
    let mut busy = fixtures::session(claire, 2);
    busy.idle_seconds = 7 * 86_400;
    case.create([Record::Session(session.clone()), Record::Session(busy.clone()), Record::Draft(draft.clone())]).await;
    let used = at(2) + TimeDelta::hours(1);
    let from = Device::of("curl/8.5.0", "192.0.2.7");
    case.ok(engine.touch(&busy.hash, Some(&from), used).await);
    case.ok(engine.touch(&busy.hash, None, at(3)).await);
    let found = case.some(case.store.session(&busy.hash).await).session;
    case.same("its last use, never put back", (found.seen, found.from), (used, Some(from.clone())));
    case.ok(engine.touch(&busy.hash, Some(&Device::default()), at(3)).await);
    let found = case.some(case.store.session(&busy.hash).await).session;
    case.same("from where, by the last use alone", found.from, Some(from));
    let token = fixtures::token(claire, 3);
    case.create([Record::Token(token.clone())]).await;
    case.ok(engine.touch_token(&token.hash, used).await);
    case.ok(engine.touch_token(&token.hash, at(3)).await);
    let found = case.some(case.store.token(&token.hash).await).0;
    case.same("a token's last use, never put back", found.used, Some(used));
    let (submitted, request) = (DraftId(case.id()), world.request(case));
    let mut changes = created([Record::Request(request.clone())]);
    changes.push(Change::Once(key(claire, submitted, 1), Subject::Request(request.id)));
    case.commit(changes).await;

    case.same("nothing yet", case.ok(engine.sweep(at(89_999_999)).await), 0);
    case.same("the key", case.ok(engine.sweep(at(90_000_000)).await), 1);
    case.same("is free again", case.ok(case.store.submitted(claire, submitted).await), None);
    case.same("the idle session", case.ok(engine.sweep(session.created + TimeDelta::hours(8)).await), 1);
    case.same("alone", case.ok(case.store.sessions(claire).await).len(), 1);
    case.same("the session that is over", case.ok(engine.sweep(busy.expires).await), 1);
    case.same("the token that is over", case.ok(engine.sweep(token.expires).await), 1);
    case.same("the draft", case.ok(engine.sweep(draft.expires).await), 1);
    case.same("no drafts", case.ok(case.store.drafts(claire).await), vec![]);
    let figures = case.ok(case.store.form_figures(at(0)).await).counts;
    let abandoned = figures.iter().map(|figure| (figure.kind.as_str(), figure.step.as_ref(), figure.code.as_deref()));
    let expected = vec![("abandoned", draft.step.as_ref(), Some("expired"))];
    case.same("it was abandoned", abandoned.collect::<Vec<_>>(), expected);
}

/// A delivery that waits, with its job.
async fn delivery(case: &Case, world: &World) -> Delivery {
    let request = world.request(case);
    case.create([Record::Request(request.clone())]).await;
    turns::waiting(case, &request, 1, world.claire.id).await
}

async fn claimed(case: &Case, engine: &Arc<dyn Engine>, delivery: &Delivery, lease: TimeDelta) -> Lease {
    let held = case.ok(engine.claim(1, at(0), lease).await).remove(0);
    case.same("the job", (held.job.kind, held.job.subject), (JobKind::Deliver, delivery.id.0));
    held
}
