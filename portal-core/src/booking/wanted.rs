//! From what is wanted and what is there to what is written: pure, and the same for drafts and requests.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Booking, BookingState, place};
use crate::{
    clock::Ids,
    definition::Slot,
    id::{AccountId, BookingId, DraftId, Id, OrganisationId, RequestId, Version},
    store::{Change, Changes, Counter, Expect, Record},
};

/// A time that an answer asks for.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The field that asks.
    pub field: Id,
    /// The slot's id.
    pub id: Id,
    /// The slot.
    pub slot: &'a Slot,
    /// From when.
    pub starts: DateTime<Utc>,
}

/// What places are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A draft: they are held for a while.
    Draft,
    /// The request that the draft becomes: they are booked.
    Request(RequestId),
}

/// For whom places are taken.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// Whose.
    pub organisation: OrganisationId,
    /// Who takes it.
    pub account: AccountId,
    /// For which draft, if for one.
    pub draft: Option<DraftId>,
    /// What for.
    pub purpose: Purpose,
}

/// Takes what a draft wants and gives back what it no longer wants. `there` are the draft's own bookings: a hold that ran
/// out is still its own while nobody took the place. `others` are those of the same slots at that time, of which holds
/// that ran out make room.
pub fn reconcile(
    there: &[Booking],
    others: &[Booking],
    wanted: &[Wanted<'_>],
    holder: Holder,
    ids: &dyn Ids,
    now: DateTime<Utc>,
) -> Changes {
    let mut batch = Batch::default();
    let keeps = |booking: &&Booking| {
        wanted
            .iter()
            .any(|wanted| wanted.field == booking.field && wanted.id == booking.slot && wanted.starts == booking.starts)
    };
    let (kept, dropped): (Vec<&Booking>, Vec<&Booking>) =
        there.iter().filter(|booking| booking.state == BookingState::Held).partition(keeps);
    for booking in dropped {
        batch.give_back(booking);
    }
    for wanted in wanted {
        let (state, request, held_until) = holder.takes(wanted.slot, now);
        match kept.iter().find(|booking| booking.field == wanted.field) {
            Some(booking) => batch.write(Booking { request, state, held_until, ..(*booking).clone() }),
            None => batch.take(wanted, others, holder, ids, now),
        }
    }
    batch.into_changes()
}

/// Gives places back: those that are not over yet and were not given back before.
pub fn give_back(bookings: &[Booking], now: DateTime<Utc>) -> Changes {
    let mut batch = Batch::default();
    let wasted = |booking: &&Booking| booking.state != BookingState::GivenBack && booking.ends > now;
    bookings.iter().filter(wasted).for_each(|booking| batch.give_back(booking));
    batch.into_changes()
}

impl Holder {
    fn takes(self, slot: &Slot, now: DateTime<Utc>) -> (BookingState, Option<RequestId>, Option<DateTime<Utc>>) {
        match self.purpose {
            Purpose::Draft => (BookingState::Held, None, Some(now + slot.hold)),
            Purpose::Request(request) => (BookingState::Booked, Some(request), None),
        }
    }
}

/// Rows, and what they count in sum: each counter once, so that two lines of a batch never meet at one row.
#[derive(Default)]
struct Batch {
    rows: Vec<(Booking, Expect)>,
    /// By counter: what to add, and how many fit.
    counts: BTreeMap<Uuid, (i64, i64)>,
}

impl Batch {
    fn write(&mut self, booking: Booking) {
        let expect = Expect::Loaded(booking.version);
        self.rows.push((booking, expect));
    }

    fn give_back(&mut self, booking: &Booking) {
        if self.rows.iter().any(|(row, _)| row.id == booking.id) {
            return;
        }
        self.count(&booking.counted, -1, 0);
        self.write(Booking { state: BookingState::GivenBack, held_until: None, ..booking.clone() });
    }

    fn take(&mut self, wanted: &Wanted<'_>, others: &[Booking], holder: Holder, ids: &dyn Ids, now: DateTime<Utc>) {
        let counted = place::covered(&wanted.id, wanted.slot, wanted.starts);
        let ends = wanted.starts + wanted.slot.length;
        let lapsed = |other: &&Booking| {
            other.slot == wanted.id
                && other.state == BookingState::Held
                && !other.stands(now)
                && other.overlaps(wanted.starts, ends)
        };
        others.iter().filter(lapsed).for_each(|other| self.give_back(other));
        self.count(&counted, 1, wanted.slot.places);
        let (state, request, held_until) = holder.takes(wanted.slot, now);
        let booking = Booking {
            id: BookingId(ids.uuid(now)),
            organisation: holder.organisation,
            slot: wanted.id.clone(),
            starts: wanted.starts,
            ends,
            counted,
            draft: holder.draft,
            request,
            field: wanted.field.clone(),
            account: holder.account,
            state,
            held_until,
            created: now,
            version: Version::FIRST,
        };
        self.rows.push((booking, Expect::New));
    }

    fn count(&mut self, counted: &[Uuid], number: i64, places: u32) {
        for place in counted {
            let (sum, capacity) = self.counts.entry(*place).or_default();
            *sum += number;
            *capacity = (*capacity).max(places.into());
        }
    }

    fn into_changes(self) -> Changes {
        let mut changes = Changes::new();
        for (place, (sum, capacity)) in self.counts.into_iter().filter(|(_, (sum, _))| *sum != 0) {
            changes.push(Change::Count(Counter::Places { place, capacity }, sum));
        }
        for (booking, expect) in self.rows {
            changes.write(Record::Booking(booking), expect);
        }
        changes
    }
}

#[cfg(test)]
mod tests;
