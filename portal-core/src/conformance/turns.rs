//! Letters on their way: who may send one, what is told of it, and that those of one request to one person keep their
//! order.

use std::sync::Arc;

use chrono::TimeDelta;

use super::{
    case::{Case, at, created},
    fixtures::{self, World},
};
use crate::{
    id::{AccountId, Version},
    identity::Side,
    notification::{Delivery, DeliveryState},
    request::Request,
    store::{Change, Engine, Expect, Job, JobKind, Lease, Outcome, Record, Turn},
};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// A delivery about the request's `seq`-th event, with its job.
pub(super) async fn waiting(case: &Case, request: &Request, seq: i64, recipient: AccountId) -> Delivery {
    let event = fixtures::event(case, request, seq, Side::Client);
    let delivery = fixtures::delivery(case, &event, recipient);
    let job = Job { subject: delivery.id.0, ..fixtures::job(case, JobKind::Deliver, 0) };
    let mut changes = created([Record::Delivery(delivery.clone()), Record::Job(job)]);
    changes.push(Change::Append(event));
    case.commit(changes).await;
    delivery
}

pub(super) async fn holder(case: &Case, engine: &Arc<dyn Engine>) {
    let world = World::new(case).await;
    let request = world.request(case);
    case.create([Record::Request(request.clone())]).await;
    let mut delivery = waiting(case, &request, 1, world.claire.id).await;
    let held = case.ok(engine.claim(1, at(0), MINUTE).await);
    case.same("the holder may send", case.ok(engine.sending(&held, at(0)).await), vec![Turn::Now]);
    case.same("and say so again", case.ok(engine.sending(&held, at(0)).await), vec![Turn::Now]);
    case.same("nobody asks", case.ok(engine.sending(&[], at(0)).await), vec![]);
    delivery.state = DeliveryState::Sending;
    let found = case.some(case.store.delivery(delivery.id).await);
    case.same("it is being sent, in the version that was loaded", found, delivery.clone());
    case.ok(case.write(Record::Delivery(delivery.clone()), Expect::Loaded(Version(1))).await);
    let mut failed = Delivery { attempts: 1, tried: Some(at(599)), version: Version(3), ..delivery.clone() };
    (failed.state, failed.reason) = (DeliveryState::Pending, Some("450 later".to_owned()));
    let again = Outcome::Again(at(600));
    case.check(case.ok(engine.close(&held[0], &again, &failed).await), "whatever the version");
    case.same("it failed", case.some(case.store.delivery(delivery.id).await), failed.clone());
    case.check(!case.ok(engine.close(&held[0], &again, &failed).await), "once");
    case.same("the next try", case.ok(engine.claim(1, at(599), MINUTE).await), vec![]);
    let held = case.ok(engine.claim(1, at(600), MINUTE).await);
    case.same("is the second", (held.len(), held[0].job.attempts), (1, 2));
    case.same("and sends", case.ok(engine.sending(&held, at(600)).await), vec![Turn::Now]);
    let sent = Delivery { attempts: 2, delivered: Some(at(601)), version: Version(4), reason: None, ..failed };
    let sent = Delivery { state: DeliveryState::Delivered, ..sent };
    case.check(case.ok(engine.close(&held[0], &Outcome::Done, &sent).await), "delivered");
    case.same("it says so", case.some(case.store.delivery(delivery.id).await), sent);
    case.same("what was delivered is not sent again", case.ok(engine.sending(&held, at(602)).await), vec![Turn::Lost]);
    case.same("its job is gone", case.ok(engine.claim(1, at(9_000), MINUTE).await), vec![]);
}

pub(super) async fn order(case: &Case, engine: &Arc<dyn Engine>) {
    let world = World::new(case).await;
    let (request, other) = (world.request(case), world.request(case));
    case.create([Record::Request(request.clone()), Record::Request(other.clone())]).await;
    let first = waiting(case, &request, 1, world.claire.id).await;
    let second = waiting(case, &request, 2, world.claire.id).await;
    let bruno = waiting(case, &request, 3, world.bruno.id).await;
    let elsewhere = waiting(case, &other, 1, world.claire.id).await;
    let held = case.ok(engine.claim(9, at(100), MINUTE).await);
    let of = |delivery: &Delivery| -> Lease {
        held.iter().find(|lease| lease.job.subject == delivery.id.0).expect("it was claimed").clone()
    };
    let all = [of(&second), of(&first), of(&bruno), of(&elsewhere)];
    let turns = case.ok(engine.sending(&all, at(100)).await);
    let soon = at(100) + TimeDelta::seconds(1);
    case.same("only the second waits", turns, vec![Turn::Later(soon), Turn::Now, Turn::Now, Turn::Now]);

    // The first fails and waits; it was last tried after the second was made, so the second waits for it.
    let due = at(100) + TimeDelta::hours(1);
    let failed = Delivery { attempts: 1, tried: Some(at(100)), state: DeliveryState::Pending, ..first.clone() };
    case.check(case.ok(engine.close(&of(&first), &Outcome::Again(due), &failed).await), "it waits");
    let turn = case.ok(engine.sending(&[of(&second)], at(101)).await);
    case.same("behind it", turn, vec![Turn::Later(due + TimeDelta::seconds(1))]);

    // Had it last been tried before the second was made, it would be brought forward.
    let held = case.ok(engine.claim(9, due, MINUTE).await);
    case.same("the first again", held.iter().map(|lease| lease.job.subject).collect(), vec![first.id.0]);
    let failed = Delivery { tried: Some(at(69)), ..failed };
    case.check(case.ok(engine.close(&held[0], &Outcome::Again(due), &failed).await), "it waits again");
    let turn = case.ok(engine.sending(&[of(&second)], at(102)).await);
    case.same("just a moment", turn, vec![Turn::Later(at(102) + TimeDelta::seconds(1))]);
    let held = case.ok(engine.claim(9, at(102), MINUTE).await);
    case.same("since the first is due", held.iter().map(|lease| lease.job.subject).collect(), vec![first.id.0]);
    let over = Delivery { state: DeliveryState::Failed, ..failed };
    case.check(case.ok(engine.close(&held[0], &Outcome::Done, &over).await), "it is over");
    let turns = case.ok(engine.sending(&[of(&second)], at(103)).await);
    case.same("now the second", turns, vec![Turn::Now]);

    // An act that nobody was told of yet comes before what happened after it.
    let event = fixtures::event(case, &request, 4, Side::Client);
    let told = Job { subject: event.act.0, ..fixtures::job(case, JobKind::Notify, 500) };
    let mut changes = created([Record::Job(told)]);
    changes.push(Change::Append(event));
    case.commit(changes).await;
    let fifth = waiting(case, &request, 5, world.tom.id).await;
    let held = case.ok(engine.claim(9, at(400), MINUTE).await);
    case.same("the fifth", held.iter().map(|lease| lease.job.subject).collect(), vec![fifth.id.0]);
    let turns = case.ok(engine.sending(&held, at(400)).await);
    case.same("waits for the fourth", turns, vec![Turn::Later(at(500) + TimeDelta::seconds(1))]);
}
