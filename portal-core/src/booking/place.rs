//! Places as bounded counters: one for each start of a slot's grid. A booking counts at each start that it covers, so
//! that two overlap exactly where they count at the same one.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{definition::Slot, id::Id};

/// The counters of the starts that a booking covers, its own first.
pub(super) fn covered(id: &Id, slot: &Slot, starts: DateTime<Utc>) -> Vec<Uuid> {
    let grid = std::iter::successors(Some(starts), |start| Some(*start + slot.every.max(TimeDelta::minutes(1))));
    grid.take_while(|start| *start < starts + slot.length).map(|start| place(id, start)).collect()
}

/// The counter of a slot at a moment: the moment's milliseconds in 48 bits, as in a UUID of version 7 (RFC 9562, 5.7), so
/// that counters of the past stand together; then bits of the slot's SHA-256.
fn place(slot: &Id, at: DateTime<Utc>) -> Uuid {
    let hash = Sha256::digest(slot.as_str());
    let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    let bits = hash[..10].try_into().expect("ten of 32 bytes");
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &bits).into_uuid()
}

/// The key before which all counters are of starts that lie a year back: nothing that is still booked counts there, for
/// no booking lasts so long.
pub fn past(now: DateTime<Utc>) -> Uuid {
    let milliseconds = u64::try_from((now - TimeDelta::days(366)).timestamp_millis()).unwrap_or(0);
    Uuid::from_u128(u128::from(milliseconds) << 80)
}
