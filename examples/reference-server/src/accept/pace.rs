//! How long one may wait for a peer that sends or takes: not for ever at once, and not for ever in small pieces.

use std::time::Duration;

use tokio::time::Instant;

/// Counts the time that was spent waiting, and what was got for it. Only waiting counts: while we are busy ourselves, a
/// peer is not slow.
#[derive(Debug)]
pub struct Pace {
    stall: Duration,
    rate: u64,
    moved: u64,
    waited: Duration,
    since: Option<Instant>,
}

impl Pace {
    /// At most `stall` without any byte, and in all at most `stall` and a second for each `rate` bytes.
    pub fn new(stall: Duration, rate: u64) -> Self {
        Self { stall, rate: rate.max(1), moved: 0, waited: Duration::ZERO, since: None }
    }

    /// The peer has to move now; nothing changes when it had to already.
    pub fn waits(&mut self, now: Instant) {
        self.since.get_or_insert(now);
    }

    /// So many bytes came or went.
    pub fn moved(&mut self, bytes: usize, now: Instant) {
        if let Some(since) = self.since.take() {
            self.waited += now.saturating_duration_since(since);
        }
        self.moved = self.moved.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// When the peer has been too slow; `None`: it is not its turn.
    pub fn deadline(&self) -> Option<Instant> {
        let earned = Duration::from_secs(self.moved / self.rate);
        let left = self.stall.saturating_add(earned).saturating_sub(self.waited);
        Some(self.since? + left.min(self.stall))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STALL: Duration = Duration::from_secs(30);

    fn second(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn f28_a_peer_that_stops_is_too_slow_after_the_stall() {
        let now = Instant::now();
        let mut pace = Pace::new(STALL, 1000);
        assert_eq!(pace.deadline(), None, "nobody waits yet");
        pace.waits(now);
        pace.waits(now + second(5));
        assert_eq!(pace.deadline(), Some(now + STALL));
        pace.moved(1_000_000, now + second(5));
        assert_eq!(pace.deadline(), None);
        pace.waits(now + second(6));
        assert_eq!(pace.deadline(), Some(now + second(6) + STALL), "what was fast before buys no longer silence");
    }

    #[test]
    fn f28_a_peer_below_the_rate_is_too_slow_in_the_end() {
        let now = Instant::now();
        let mut pace = Pace::new(STALL, 1000);
        for tenth in 0..5 {
            pace.waits(now + second(10 * tenth));
            if tenth < 4 {
                pace.moved(2_000, now + second(10 * tenth + 9));
            }
        }
        // 36 s waited for 8 kB: 2 s of 38 are left.
        assert_eq!(pace.deadline(), Some(now + second(42)));
    }

    #[test]
    fn f28_a_peer_at_the_rate_is_never_too_slow() {
        let now = Instant::now();
        let mut pace = Pace::new(STALL, 1000);
        for round in 0..1000 {
            pace.waits(now + second(10 * round));
            assert!(pace.deadline() > Some(now + second(10 * round + 10)));
            pace.moved(10_000, now + second(10 * round + 10));
        }
    }
}
