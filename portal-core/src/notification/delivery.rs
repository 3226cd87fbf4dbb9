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
    /// How often it was handed to the channel.
    pub attempts: u32,
    /// When that last ended.
    pub tried: Option<DateTime<Utc>>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When the other side took it.
    pub delivered: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: Version,
}

impl Delivery {
    /// Whether it is still to be sent.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DeliveryState::Pending | DeliveryState::Sending)
    }
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

/// When a mail is tried again after a temporary failure: 1 m, 5 m, 15 m, 1 h, 3 h, 6 h, then each 12 h (SECURITY §4).
pub const MAIL_SCHEDULE: [TimeDelta; 7] = [
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(6),
    TimeDelta::hours(12),
];

/// How often a mail is tried at least before it is given up.
pub const TRIES: u32 = 12;

/// How long a mail is tried at least: as long as eleven waits of the schedule take when each is as short as it may be.
pub const PATIENCE: TimeDelta = TimeDelta::hours(59);

/// The next try after the `attempts`-th one failed; `None`: that was the last, after about three days. `chance` spreads
/// it by ± 15 %, so that letters that failed together do not come back together. Being brought forward by a newer letter
/// costs a letter no patience: it is given up only when both [`TRIES`] and [`PATIENCE`] are spent.
pub fn next_attempt(attempts: u32, created: DateTime<Utc>, now: DateTime<Utc>, chance: u32) -> Option<DateTime<Utc>> {
    if attempts >= TRIES && now - created >= PATIENCE {
        return None;
    }
    let place = (attempts as usize).saturating_sub(1).min(MAIL_SCHEDULE.len() - 1);
    Some(now + spread(MAIL_SCHEDULE[place], chance))
}

/// A wait, made shorter or longer by up to 15 %.
pub(super) fn spread(wait: TimeDelta, chance: u32) -> TimeDelta {
    let share = 850_000 + i64::from(chance) * 300_000 / i64::from(u32::MAX);
    TimeDelta::microseconds(wait.num_milliseconds() * share / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f14_a_mail_is_tried_for_about_three_days_and_then_given_up() {
        let start = DateTime::UNIX_EPOCH;
        assert_eq!(next_attempt(1, start, start, 0), Some(start + TimeDelta::seconds(51)));
        assert_eq!(next_attempt(1, start, start, u32::MAX), Some(start + TimeDelta::seconds(69)));
        for (chance, hours) in [(0, 59), (u32::MAX / 2, 70), (u32::MAX, 80)] {
            let (mut now, mut tries) = (start, 1);
            while let Some(next) = next_attempt(tries, start, now, chance) {
                (now, tries) = (next, tries + 1);
            }
            assert_eq!((tries, (now - start).num_hours()), (TRIES, hours), "{chance}");
        }
    }

    #[test]
    fn f20_a_letter_that_newer_ones_brought_forward_is_not_given_up_sooner() {
        let start = DateTime::UNIX_EPOCH;
        let day = start + TimeDelta::hours(24);
        assert!(next_attempt(40, start, day, 0).is_some());
        assert_eq!(next_attempt(40, start, start + PATIENCE, 0), None);
    }

    #[test]
    fn f14_letters_that_failed_together_come_back_one_by_one() {
        let chances = (0..1_000).map(|place: u32| place * (u32::MAX / 1_000));
        let mut back: Vec<_> = chances.map(|chance| spread(TimeDelta::minutes(1), chance)).collect();
        back.dedup();
        assert_eq!(back.len(), 1_000);
    }
}
