//! The system's clock and generator of ids: the two ports that the core leaves to its host.

use chrono::{DateTime, Utc};
use portal_core::clock::{Clock, Ids};
use uuid::{NoContext, Timestamp, Uuid};

/// The system's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// `UUIDv7` and secrets from the system's random generator.
pub(crate) struct SystemIds;

impl Ids for SystemIds {
    fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, at.timestamp_subsec_nanos()))
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the system's random generator answers");
        secret
    }
}
