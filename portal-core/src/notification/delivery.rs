//! One message to one person over one channel, and what became of it. Its state is always visible.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, ActId, DeliveryId, EventId, Id, OrganisationId, RequestId, Version};

/// One message to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, from which the constant Message-ID is made.
    pub id: DeliveryId,
    /// Whose request it is about.
    pub organisation: OrganisationId,
    /// Which request.
    pub request: RequestId,
    /// What caused it. One act causes one message per person.
    pub act: ActId,
    /// The event that the chosen rule listened to.
    pub event: EventId,
    /// The rule.
    pub rule: Id,
    /// To whom.
    pub recipient: AccountId,
    /// Over what: `mail`.
    pub channel: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it failed or was held back; the last answer of the other side.
    pub reason: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When the other side took it.
    pub delivered: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: Version,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for the worker, at first or again.
    Pending,
    /// The worker is sending it.
    Sending,
    /// The other side has taken it.
    Delivered,
    /// It will not be tried again by itself.
    Failed,
    /// It was not sent on purpose.
    Suppressed,
}

impl DeliveryState {
    /// Its name, for measures.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Suppressed => "suppressed",
        }
    }
}

/// When a mail is tried again after a temporary failure: 1 m, 5 m, 15 m, 1 h, 3 h, 6 h, then each 12 h, five times
/// (SECURITY §4; about three days).
pub const MAIL_SCHEDULE: [TimeDelta; 11] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(6),
    TimeDelta::hours(12),
    TimeDelta::hours(12),
    TimeDelta::hours(12),
    TimeDelta::hours(12),
    TimeDelta::hours(12),
];

/// The next try after the `attempts`-th one failed; `None`: that was the last. `jitter` (0–255) spreads it by ± 15 %,
/// so that letters that failed together do not come back together.
pub fn next_attempt(attempts: u32, now: DateTime<Utc>, jitter: u8) -> Option<DateTime<Utc>> {
    let wait = MAIL_SCHEDULE.get(attempts.checked_sub(1)? as usize)?;
    let percent = 85 + i32::from(jitter) * 30 / 255;
    Some(now + *wait * percent / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f14_a_mail_is_tried_for_about_three_days_and_then_given_up() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(next_attempt(1, now, 0), Some(now + TimeDelta::seconds(51)));
        assert_eq!(next_attempt(1, now, 255), Some(now + TimeDelta::seconds(69)));
        assert!(next_attempt(11, now, 0).is_some());
        assert_eq!(next_attempt(12, now, 0), None);
        let all: TimeDelta = MAIL_SCHEDULE.iter().sum();
        assert_eq!(all.num_hours(), 70);
    }
}
