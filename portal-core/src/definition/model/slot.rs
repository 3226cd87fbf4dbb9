//! Slots: times that clients book with the team.

use chrono::TimeDelta;

use crate::{
    definition::{Duration, Text},
    id::Id,
};

/// A sort of appointment. Its times lie in the open hours of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name.
    pub label: Text,
    /// The calendar in whose open hours it lies.
    pub calendar: Id,
    /// How long it lasts.
    pub length: TimeDelta,
    /// The distance between two starts, counted from the opening.
    pub every: TimeDelta,
    /// How many may be booked at the same time.
    pub places: u32,
    /// How long before its start it is booked at the latest; `None`: until it starts.
    pub notice: Option<Duration>,
    /// How far ahead it is offered.
    pub ahead: Duration,
    /// How long a place is held for a draft.
    pub hold: TimeDelta,
    /// How long before its start the client may still change it; `None`: until it starts.
    pub change_until: Option<Duration>,
}
