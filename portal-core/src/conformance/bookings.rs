//! Places at times: kept as they were written, found while they stand, never sold twice.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Harness,
    case::{Case, at, together},
    fixtures::{World, everything},
};
use crate::{
    booking::{Booking, BookingState, Holder, Purpose, Wanted, give_back, reconcile},
    clock::Ids,
    definition::Slot,
    id::{DraftId, Id, RequestId},
    store::{Changes, Conflict, Filter, Record, StoreError},
};

pub(super) async fn check(harness: &dyn Harness) {
    kept(&Case::new("Booking/Kept", harness.fresh().await)).await;
    lapsed(&Case::new("Booking/Lapsed", harness.fresh().await)).await;
    race(&Case::new("Race/Places", harness.fresh().await)).await;
    takeover(&Case::new("Race/LapsedPlaces", harness.fresh().await)).await;
}

/// How many people want a place at once.
const RACERS: u32 = 12;

impl Ids for Case {
    fn uuid(&self, _at: DateTime<Utc>) -> uuid::Uuid {
        self.id()
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

/// An hour, every half hour, for two.
fn visit() -> Slot {
    let ahead = crate::definition::Duration { count: 6, unit: crate::definition::Unit::Weeks };
    Slot {
        label: "Visit".into(),
        calendar: Id::from("office"),
        length: TimeDelta::hours(1),
        every: TimeDelta::minutes(30),
        places: 2,
        notice: None,
        ahead,
        hold: TimeDelta::minutes(15),
        change_until: None,
    }
}

fn starts(half_hours: i64) -> DateTime<Utc> {
    at(0) + TimeDelta::days(3) + TimeDelta::minutes(30 * half_hours)
}

/// The batch that takes a time for a draft.
fn take(case: &Case, world: &World, draft: DraftId, half_hours: i64, others: &[Booking], purpose: Purpose) -> Changes {
    let slot = visit();
    let wanted = [Wanted { field: Id::from("when"), id: Id::from("visit"), slot: &slot, starts: starts(half_hours) }];
    let holder = Holder { organisation: world.alpha.id, account: world.claire.id, draft: Some(draft), purpose };
    reconcile(&[], others, &wanted, holder, case, at(0))
}

/// Holds a time for a draft.
pub(super) async fn book(case: &Case, world: &World, draft: DraftId) {
    case.commit(take(case, world, draft, 0, &[], Purpose::Draft)).await;
}

async fn standing(case: &Case) -> Vec<Booking> {
    case.ok(case.store.taken(&Id::from("visit"), starts(-10), starts(10)).await)
}

async fn kept(case: &Case) {
    let world = World::new(case).await;
    let draft = DraftId(case.id());
    case.commit(take(case, &world, draft, 0, &[], Purpose::Draft)).await;
    let held = standing(case).await;
    case.same("one hold", held.len(), 1);
    case.same("of the draft", case.ok(case.store.taken_for_draft(draft).await), held.clone());
    case.same("beside its time", case.ok(case.store.taken(&Id::from("visit"), starts(2), starts(4)).await), vec![]);
    case.same("another slot", case.ok(case.store.taken(&Id::from("call"), starts(0), starts(2)).await), vec![]);
    case.same("still running", case.ok(case.store.lapsed(at(0)).await), vec![]);

    let request = world.request(case);
    let booked =
        Booking { state: BookingState::Booked, held_until: None, request: Some(request.id), ..held[0].clone() };
    let mut changes = Changes::new();
    changes.create(Record::Request(request.clone()));
    changes.write(Record::Booking(booked), crate::store::Expect::Loaded(held[0].version));
    case.commit(changes).await;
    let found = case.ok(case.store.taken_for_request(request.id).await);
    case.same("of the request", found.iter().map(|it| it.state).collect(), vec![BookingState::Booked]);
    case.commit(give_back(&found, at(0))).await;
    case.same("given back", standing(case).await, vec![]);
    case.same("no longer the request's", case.ok(case.store.taken_for_request(request.id).await), vec![]);
    case.same("requests", case.ok(case.store.count(&everything(), &Filter::default()).await), 1);
}

async fn lapsed(case: &Case) {
    let world = World::new(case).await;
    case.commit(take(case, &world, DraftId(case.id()), 0, &[], Purpose::Draft)).await;
    let late = at(0) + TimeDelta::minutes(15);
    let lapsed = case.ok(case.store.lapsed(late).await);
    case.same("ran out", lapsed.len(), 1);
    let sweeps = together((0..4).map(|_| async {
        let changes = give_back(&lapsed, late);
        case.store.commit(&changes).await
    }))
    .await;
    let won = sweeps.iter().filter(|sweep| sweep.is_ok()).count();
    case.same("is given back once", won, 1);
    for _ in 0..2 {
        case.commit(take(case, &world, DraftId(case.id()), 0, &[], Purpose::Draft)).await;
    }
    let third = take(case, &world, DraftId(case.id()), 0, &[], Purpose::Draft);
    let full = case.conflict(case.store.commit(&third).await);
    case.check(matches!(full, Conflict::Full(_)), "two places are two, not three");
}

/// Three times that overlap one another in turn, and more people than places: at no moment are more than two there, and
/// whoever was turned away found it full.
async fn race(case: &Case) {
    let world = World::new(case).await;
    let racers = (0..RACERS).map(|racer| {
        let world = &world;
        async move {
            let request = world.request(case);
            let mut changes = Changes::new();
            changes.create(Record::Request(request.clone()));
            let (draft, purpose) = (DraftId(case.id()), Purpose::Request(RequestId(request.id.0)));
            changes.extend(take(case, world, draft, i64::from(racer % 3), &[], purpose));
            case.store.commit(&changes).await
        }
    });
    for turned_away in together(racers).await.into_iter().filter_map(Result::err) {
        case.check(matches!(turned_away, StoreError::Conflict(Conflict::Full(_))), "whoever got none found it full");
    }
    let sold = standing(case).await;
    for half_hours in 0..4 {
        let moment = starts(half_hours);
        let there = sold.iter().filter(|booking| booking.starts <= moment && moment < booking.ends).count();
        case.check(there <= 2, "no more than two at once");
    }
    let middle = sold.iter().filter(|booking| booking.overlaps(starts(1), starts(2))).count();
    case.same("the middle is sold out", middle, 2);
    let requests = case.ok(case.store.count(&everything(), &Filter::default()).await);
    case.same("a request for each that was sold", requests as usize, sold.len());
}

/// A hold that ran out is taken over by one of those who see it at the same moment.
async fn takeover(case: &Case) {
    let world = World::new(case).await;
    for _ in 0..2 {
        case.commit(take(case, &world, DraftId(case.id()), 0, &[], Purpose::Draft)).await;
    }
    let mut ran_out = standing(case).await;
    for booking in &mut ran_out {
        booking.held_until = Some(at(-1));
    }
    let racers = (0..RACERS).map(|racer| {
        let batch = take(case, &world, DraftId(case.id()), 0, &ran_out[racer as usize % 2..][..1], Purpose::Draft);
        async move { case.store.commit(&batch).await }
    });
    let won = together(racers).await.into_iter().flatten().count();
    case.same("each place changes hands once", won, 2);
    case.same("two stand", standing(case).await.len(), 2);
}
