//! What is offered: open hours, notice, reach, places.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use uuid::Uuid;

use super::{Opening, offered};
use crate::{
    booking::{Booking, BookingState},
    definition::{Calendar, Holiday, Slot},
    id::{AccountId, BookingId, Id, OrganisationId, Version},
};

fn clock(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse::<DateTime<chrono::FixedOffset>>().unwrap().with_timezone(&Utc)
}

/// Monday to Friday, 9 to 11 and 14 to 15 o'clock; closed on 24 December.
fn office() -> Calendar {
    let open = vec![(clock("09:00"), clock("11:00")), (clock("14:00"), clock("15:00"))];
    Calendar {
        hours: std::array::from_fn(|day| if day < 5 { open.clone() } else { Vec::new() }),
        holidays: vec![Holiday::Yearly(12, 24)],
    }
}

fn visit() -> Slot {
    Slot {
        label: "Visit".into(),
        calendar: Id::from("office"),
        length: TimeDelta::minutes(60),
        every: TimeDelta::minutes(30),
        places: 1,
        notice: None,
        ahead: "1 day".parse().unwrap(),
        hold: TimeDelta::minutes(15),
        change_until: None,
    }
}

fn booked(starts: &str, state: BookingState, held_until: Option<&str>) -> Booking {
    let starts = at(starts);
    Booking {
        id: BookingId(Uuid::nil()),
        organisation: OrganisationId(Uuid::nil()),
        slot: Id::from("visit"),
        starts,
        ends: starts + TimeDelta::hours(1),
        counted: Vec::new(),
        draft: None,
        request: None,
        field: Id::from("when"),
        account: AccountId(Uuid::nil()),
        state,
        held_until: held_until.map(at),
        created: starts,
        version: Version::FIRST,
    }
}

fn times(slot: &Slot, now: &str, taken: &[Booking]) -> Vec<String> {
    let shown = |opening: &Opening| opening.starts.with_timezone(&Paris).format("%a %H:%M").to_string();
    offered(slot, &office(), Paris, at(now), taken).iter().map(shown).collect()
}

/// A Monday in winter, before the office opens.
const MONDAY: &str = "2026-11-30T07:00:00+01:00";

#[test]
fn a_time_fits_wholly_into_open_hours_and_lies_on_the_grid() {
    assert_eq!(
        times(&visit(), MONDAY, &[]),
        ["Mon 09:00", "Mon 09:30", "Mon 10:00", "Mon 14:00", "Tue 09:00", "Tue 09:30", "Tue 10:00", "Tue 14:00"]
    );
}

#[test]
fn what_has_begun_what_is_too_soon_and_what_is_too_far_ahead_is_not_offered() {
    assert_eq!(times(&visit(), "2026-12-01T09:10:00+01:00", &[])[0], "Tue 09:30");
    let noticed = Slot { notice: Some("1 business day".parse().unwrap()), ahead: "2 days".parse().unwrap(), ..visit() };
    assert_eq!(times(&noticed, MONDAY, &[]), ["Wed 09:00", "Wed 09:30", "Wed 10:00", "Wed 14:00"]);
}

#[test]
fn nothing_is_offered_on_weekends_and_holidays() {
    let wide = Slot { ahead: "4 days".parse().unwrap(), ..visit() };
    let found = times(&wide, "2026-12-23T12:00:00+01:00", &[]);
    assert_eq!(found, ["Wed 14:00", "Fri 09:00", "Fri 09:30", "Fri 10:00", "Fri 14:00"]);
}

#[test]
fn a_booking_takes_every_time_that_it_overlaps() {
    let taken = [booked("2026-11-30T09:30:00+01:00", BookingState::Booked, None)];
    let short = Slot { ahead: "4 hours".parse().unwrap(), ..visit() };
    assert_eq!(times(&short, MONDAY, &taken), [""; 0]);
    let two = Slot { places: 2, ..short };
    let left: Vec<u32> =
        offered(&two, &office(), Paris, at(MONDAY), &taken).iter().map(|opening| opening.left).collect();
    assert_eq!(left, [1, 1, 1]);
}

#[test]
fn two_bookings_that_follow_each_other_take_one_place() {
    let taken = ["2026-11-30T09:00:00+01:00", "2026-11-30T10:00:00+01:00"]
        .map(|starts| booked(starts, BookingState::Booked, None));
    let two = Slot { places: 2, ahead: "4 hours".parse().unwrap(), ..visit() };
    assert_eq!(times(&two, MONDAY, &taken), ["Mon 09:00", "Mon 09:30", "Mon 10:00"]);
}

#[test]
fn a_hold_that_ran_out_and_a_place_given_back_are_free() {
    let day = Slot { ahead: "4 hours".parse().unwrap(), ..visit() };
    let ran_out = booked("2026-11-30T09:00:00+01:00", BookingState::Held, Some("2026-11-30T06:59:00+01:00"));
    let back = booked("2026-11-30T09:00:00+01:00", BookingState::GivenBack, None);
    assert_eq!(times(&day, MONDAY, &[ran_out, back]).len(), 3);
    let held = booked("2026-11-30T09:00:00+01:00", BookingState::Held, Some("2026-11-30T07:01:00+01:00"));
    assert_eq!(times(&day, MONDAY, &[held]), ["Mon 10:00"]);
}
