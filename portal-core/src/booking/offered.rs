//! The times at which a slot can still be had: in open hours, not too soon, not too far ahead, with a place left.

use chrono::{DateTime, Utc};

use super::Booking;
use crate::definition::{Calendar, Slot, due_at, open_spans};

/// The most times that are offered at once; further ones show when these are gone or past.
const MOST: usize = 2_000;

/// A time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// From when.
    pub starts: DateTime<Utc>,
    /// Until when.
    pub ends: DateTime<Utc>,
    /// How many places are left; never zero.
    pub left: u32,
}

/// The times of a slot that can be booked now, in order. `taken` are the bookings of this slot that lie in its reach;
/// one's own do not belong among them.
pub fn offered(
    slot: &Slot,
    calendar: &Calendar,
    zone: chrono_tz::Tz,
    now: DateTime<Utc>,
    taken: &[Booking],
) -> Vec<Opening> {
    let until = due_at(now, slot.ahead, calendar, zone);
    let from = slot.notice.map_or(now, |notice| due_at(now, notice, calendar, zone));
    let standing: Vec<&Booking> = taken.iter().filter(|booking| booking.stands(now)).collect();
    let spans = open_spans(from, calendar, zone).take_while(|(opens, _)| *opens <= until);
    let starts = spans.flat_map(|(opens, closes)| {
        std::iter::successors(Some(opens), |start| Some(*start + slot.every))
            .take_while(move |start| *start + slot.length <= closes)
    });
    let within = starts.filter(|start| *start >= from && *start <= until).take(MOST);
    let opening = |starts: DateTime<Utc>| {
        let ends = starts + slot.length;
        let left = slot.places.saturating_sub(most_at_once(&standing, starts, ends));
        (left > 0).then_some(Opening { starts, ends, left })
    };
    within.filter_map(opening).collect()
}

/// The most bookings that stand at one moment of a span. That number only rises where one of them starts.
fn most_at_once(standing: &[&Booking], starts: DateTime<Utc>, ends: DateTime<Utc>) -> u32 {
    let within: Vec<&&Booking> = standing.iter().filter(|booking| booking.overlaps(starts, ends)).collect();
    let moments = within.iter().map(|booking| booking.starts.max(starts));
    let at_once = |moment| within.iter().filter(|booking| booking.starts <= moment && moment < booking.ends).count();
    moments.map(at_once).max().and_then(|most| u32::try_from(most).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
