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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a11_secrets_are_drawn_and_not_computed_each_of_their_256_bits_by_chance() {
        const DRAWN: usize = 4096;
        let drawn: std::collections::HashSet<[u8; 32]> = (0..DRAWN).map(|_| SystemIds.secret()).collect();
        assert_eq!(drawn.len(), DRAWN, "no two are the same");
        for bit in 0..256 {
            let set = drawn.iter().filter(|secret| secret[bit / 8] >> (bit % 8) & 1 == 1).count();
            // Six times what chance strays by: √4096 / 2 = 32.
            assert!(set.abs_diff(DRAWN / 2) < 6 * 32, "bit {bit} is set in {set} of {DRAWN}");
        }
    }
}
