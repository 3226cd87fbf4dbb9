//! Deadlines: from a moment, a [`Duration`] and the opening hours to the moment it ends.

use chrono::{DateTime, Utc};

use super::{Calendar, Duration};

/// When a duration that starts at `from` ends. Minutes and hours run on the clock; days and longer end with the day in
/// `zone`; business hours count open time; business days end at closing time of the Nth open day after the start.
pub fn due_at(_from: DateTime<Utc>, _duration: Duration, _calendar: &Calendar, _zone: chrono_tz::Tz) -> DateTime<Utc> {
    todo!()
}
