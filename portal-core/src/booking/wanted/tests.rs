//! Holding, moving, booking, giving back.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Holder, Purpose, Wanted, give_back, reconcile};
use crate::{
    booking::{Booking, BookingState},
    definition::Slot,
    fixture,
    id::{AccountId, DraftId, Id, OrganisationId, RequestId, Version},
    store::{Change, Changes, Counter, Expect, Record},
};

fn now() -> DateTime<Utc> {
    "2026-11-30T08:00:00Z".parse().unwrap()
}

fn visit() -> Slot {
    Slot {
        label: "Visit".into(),
        calendar: Id::from("office"),
        length: TimeDelta::minutes(90),
        every: TimeDelta::minutes(30),
        places: 2,
        notice: None,
        ahead: "6 weeks".parse().unwrap(),
        hold: TimeDelta::minutes(15),
        change_until: None,
    }
}

fn holder(purpose: Purpose) -> Holder {
    let (organisation, account) = (OrganisationId(Uuid::nil()), AccountId(Uuid::nil()));
    Holder { organisation, account, draft: Some(DraftId(Uuid::nil())), purpose }
}

fn take(there: &[Booking], others: &[Booking], hour: i64, purpose: Purpose, now: DateTime<Utc>) -> Changes {
    let slot = visit();
    let starts = "2026-12-01T08:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hour);
    let wanted = [Wanted { field: Id::from("when"), id: Id::from("visit"), slot: &slot, starts }];
    reconcile(there, others, &wanted, holder(purpose), &fixture::Counting::default(), now)
}

/// The rows of a batch with what they count on, and what it counts.
type Read = (Vec<(Booking, Expect)>, Vec<(i64, i64)>);

fn read(changes: &Changes) -> Read {
    let (mut rows, mut counts) = (Vec::new(), Vec::new());
    for change in changes.as_slice() {
        match change {
            Change::Write(record, expect) => {
                if let Record::Booking(booking) = record.as_ref() {
                    rows.push((booking.clone(), *expect));
                }
            }
            Change::Count(Counter::Places { capacity, .. }, number) => counts.push((*number, *capacity)),
            other => panic!("{other:?}"),
        }
    }
    (rows, counts)
}

fn held() -> Booking {
    read(&take(&[], &[], 0, Purpose::Draft, now())).0.remove(0).0
}

#[test]
fn a_time_is_held_for_a_draft_at_each_start_that_it_covers() {
    let (rows, counts) = read(&take(&[], &[], 0, Purpose::Draft, now()));
    let (booking, expect) = &rows[0];
    assert_eq!((rows.len(), *expect, booking.state), (1, Expect::New, BookingState::Held));
    assert_eq!(booking.held_until, Some(now() + TimeDelta::minutes(15)));
    assert_eq!(counts, [(1, 2); 3]);
    assert_eq!(booking.counted.len(), 3);
}

#[test]
fn the_same_time_again_is_held_longer_and_counted_once() {
    let later = now() + TimeDelta::minutes(10);
    let (rows, counts) = read(&take(&[held()], &[], 0, Purpose::Draft, later));
    assert_eq!((rows.len(), rows[0].1), (1, Expect::Loaded(Version::FIRST)));
    assert_eq!(rows[0].0.held_until, Some(later + TimeDelta::minutes(15)));
    assert_eq!(counts, []);
}

#[test]
fn another_time_gives_the_first_back_and_counts_a_shared_start_once() {
    let (rows, counts) = read(&take(&[held()], &[], 1, Purpose::Draft, now()));
    let states: Vec<BookingState> = rows.iter().map(|(booking, _)| booking.state).collect();
    assert_eq!(states, [BookingState::GivenBack, BookingState::Held]);
    let mut numbers: Vec<i64> = counts.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [-1, -1, 1, 1]);
}

#[test]
fn submitting_books_what_was_held_even_when_the_hold_ran_out_and_nobody_took_it() {
    let (late, request) = (now() + TimeDelta::hours(2), RequestId(Uuid::max()));
    let (rows, counts) = read(&take(&[held()], &[], 0, Purpose::Request(request), late));
    let booking = &rows[0].0;
    assert_eq!((booking.state, booking.request, booking.held_until), (BookingState::Booked, Some(request), None));
    assert_eq!(counts, []);
}

#[test]
fn a_hold_of_others_that_ran_out_makes_room() {
    let other = Booking { held_until: Some(now() - TimeDelta::minutes(1)), ..held() };
    let (rows, counts) = read(&take(&[], &[other], 0, Purpose::Draft, now()));
    assert_eq!((rows[0].0.state, rows[0].1), (BookingState::GivenBack, Expect::Loaded(Version::FIRST)));
    assert_eq!((rows.len(), counts), (2, vec![]));
}

#[test]
fn what_is_over_or_given_back_is_not_given_back_again() {
    let (rows, counts) = read(&give_back(&[held()], now()));
    assert_eq!((rows[0].0.state, counts), (BookingState::GivenBack, vec![(-1, 0); 3]));
    let back = Booking { state: BookingState::GivenBack, held_until: None, ..held() };
    assert!(give_back(&[back, held()], held().ends).is_empty());
}
