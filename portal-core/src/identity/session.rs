//! Sessions: a 256-bit token in the person's cookie, its hash in the store.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Device, Side};
use crate::{definition::SessionProfile, id::AccountId};

/// A token that is shown to its owner once; only its hash is stored (ASVS 7.2.3, SECURITY A07).
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A secret from 256 random bits.
    pub fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// Reads what [`Secret::reveal`] wrote; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let exact = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let mut bytes = [0; 32];
        for (place, byte) in bytes.iter_mut().enumerate().filter(|_| exact) {
            *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
        }
        exact.then_some(Self(bytes))
    }

    /// The token for the owner's cookie or link: 64 lower-case hexadecimal digits.
    pub fn reveal(&self) -> String {
        hex(&self.0)
    }

    /// What is stored: SHA-256, which suffices for a secret with this much entropy.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
        text
    })
}

/// A signed-in browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Hash of its token.
    pub hash: [u8; 32],
    /// Who signed in.
    pub account: AccountId,
    /// When.
    pub created: DateTime<Utc>,
    /// Last use, for the idle limit.
    pub seen: DateTime<Utc>,
    /// The absolute end; activity never extends it (ASVS 7.3.2).
    pub expires: DateTime<Utc>,
    /// Longest time between two uses, in seconds (ASVS 7.3.1).
    pub idle_seconds: i64,
    /// When its person last proved who they are.
    pub authenticated: DateTime<Utc>,
    /// What is missing before it opens anything; `None`: nothing.
    pub pending: Option<Pending>,
    /// Whether its person proved a second factor, or whoever let them in answers for it.
    pub two_step: bool,
    /// From where it was last used; `None` until it is used.
    pub from: Option<Device>,
}

/// What a session waits for. Until then it opens nothing but the page that asks for it (SECURITY A12, A14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pending {
    /// A code of the account's second factor.
    Code,
    /// That the account, which must have a second factor, sets one up.
    Enrolment,
}

impl Pending {
    /// How long a session may wait (SECURITY §4: 5 minutes for a code). Who sets a factor up may first have to find an
    /// app for it.
    pub fn lasts(self) -> TimeDelta {
        match self {
            Self::Code => TimeDelta::minutes(5),
            Self::Enrolment => TimeDelta::minutes(30),
        }
    }
}

impl Session {
    /// How long a proof of who somebody is counts for acts that ask for a fresh one (ASVS 7.5.1, SECURITY §4).
    pub const FRESH: TimeDelta = TimeDelta::minutes(10);

    /// What names it in addresses and lists; it says nothing of the token.
    pub fn handle(&self) -> String {
        hex(&Sha256::digest(self.hash)[..16])
    }

    /// Whether it still counts.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        now < self.expires && now - self.seen < TimeDelta::seconds(self.idle_seconds)
    }
}

/// How long sessions last (SECURITY §4: clients 8 h idle and 7 days, staff 1 h and 12 h; where the
/// definition says so, everybody 30 min and 12 h).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest time between two uses.
    pub idle: TimeDelta,
    /// Longest life.
    pub absolute: TimeDelta,
}

impl Limits {
    /// The limits of a side under a profile.
    pub fn of(side: Side, profile: SessionProfile) -> Self {
        match (profile, side) {
            (SessionProfile::Confidential, _) => Self { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) },
            (SessionProfile::Standard, Side::Client) => {
                Self { idle: TimeDelta::hours(8), absolute: TimeDelta::days(7) }
            }
            (SessionProfile::Standard, Side::Team) => {
                Self { idle: TimeDelta::hours(1), absolute: TimeDelta::hours(12) }
            }
        }
    }

    /// At most this many sessions per account; the oldest ends (ASVS 7.1.2).
    pub const SESSIONS: u16 = 10;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a08_only_the_exact_token_is_read() {
        let secret = Secret::new([0xab; 32]);
        let token = secret.reveal();
        assert_eq!(Secret::parse(&token), Some(secret));
        for wrong in ["", "0", &token[1..], &token.to_uppercase(), &format!("{token} "), &format!("{token}\u{200b}")] {
            assert_eq!(Secret::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn s05_activity_never_extends_the_absolute_limit() {
        let start = DateTime::UNIX_EPOCH;
        let limits = Limits::of(Side::Client, SessionProfile::Standard);
        let session = |seen| Session {
            hash: [0; 32],
            account: AccountId(uuid::Uuid::nil()),
            created: start,
            seen,
            expires: start + limits.absolute,
            idle_seconds: limits.idle.num_seconds(),
            authenticated: start,
            pending: None,
            two_step: false,
            from: None,
        };
        let confidential = Limits::of(Side::Client, SessionProfile::Confidential);
        assert_eq!((confidential.idle, confidential.absolute), (TimeDelta::minutes(30), TimeDelta::hours(12)));
        assert!(session(start).is_live(start + TimeDelta::hours(7)));
        assert!(!session(start).is_live(start + TimeDelta::hours(8)));
        let late = start + limits.absolute;
        assert!(!session(late - TimeDelta::minutes(1)).is_live(late));
    }
}
