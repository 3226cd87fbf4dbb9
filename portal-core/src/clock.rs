//! The ports for time and randomness. The core has neither of its own, so that every rule can be tested to the second.

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment. Callers go through [`now`], which cuts it to microseconds.
    fn now(&self) -> DateTime<Utc>;
}

/// The present moment in whole microseconds: what both databases can store without a loss.
pub fn now(clock: &dyn Clock) -> DateTime<Utc> {
    clock.now().trunc_subsecs(6)
}

/// Makes identifiers and secrets.
pub trait Ids: Send + Sync {
    /// A new UUIDv7 (RFC 9562), ordered by `at`.
    fn uuid(&self, at: DateTime<Utc>) -> Uuid;
    /// 256 random bits from the system's generator (ASVS 7.2.3 and 11.5.1 ask for at least 128).
    fn secret(&self) -> [u8; 32];
}
