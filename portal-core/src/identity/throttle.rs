//! How guesses are slowed down. The store keeps the counts, so that restarts and other processes know them.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::id::AccountId;

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Sign-ins to one account, by the key of its address, whether the account exists or not.
    Account(String),
    /// Sign-ins from one address (IPv4 /32, IPv6 /64).
    Address(String),
    /// Codes of the second factor of one account, from wherever they come (SECURITY A15).
    Code(AccountId),
    /// Letters with a link to one mail address, by its key.
    Letters(String),
    /// Letters with a link that one network address asked for.
    LettersFrom(String),
    /// Tables that one account took out.
    Exports(String),
}

impl Bucket {
    /// The stored name: a hash, so that the table holds no addresses.
    pub fn key(&self) -> [u8; 32] {
        let code;
        let (kind, text) = match self {
            Self::Code(account) => {
                code = account.to_string();
                ("code", &code)
            }
            Self::Account(text) => ("account", text),
            Self::Address(text) => ("address", text),
            Self::Letters(text) => ("letters", text),
            Self::LettersFrom(text) => ("letters from", text),
            Self::Exports(text) => ("exports", text),
        };
        Sha256::digest(format!("{kind}\0{text}")).into()
    }

    /// How many may pass within which time, however they are spread: 25 guesses at an account within a day (CNIL 2022-100),
    /// three letters to an address within an hour, ten from one (SECURITY §4, R07); five exports within an hour.
    pub fn most(&self) -> Option<(usize, TimeDelta)> {
        match self {
            Self::Account(_) | Self::Code(_) => Some((25, TimeDelta::hours(24))),
            Self::Address(_) => None,
            Self::Letters(_) => Some((3, TimeDelta::hours(1))),
            Self::LettersFrom(_) => Some((10, TimeDelta::hours(1))),
            Self::Exports(_) => Some((5, TimeDelta::hours(1))),
        }
    }
}

/// Whether a guess may be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Yes; it was counted before the check, so that parallel guesses cannot pass together.
    Go,
    /// Not before this moment, whatever the password.
    Wait(DateTime<Utc>),
}

/// How long the next guess must wait after the `failures`-th failure in a row (SECURITY §4: 1–2 free, then 5 s, 30 s,
/// 65 s, doubling; the tenth locks for an hour; of codes of a second factor the first five are free). CNIL 2022-100 asks
/// for more than a minute after five.
pub fn delay_after(bucket: &Bucket, failures: u32) -> TimeDelta {
    match (bucket, failures) {
        (Bucket::Letters(_) | Bucket::LettersFrom(_) | Bucket::Exports(_), _)
        | (Bucket::Address(_), ..30)
        | (_, 0..=2)
        | (Bucket::Code(_), 3..5) => TimeDelta::zero(),
        (Bucket::Address(_), _) => TimeDelta::seconds(10),
        (_, 3) => TimeDelta::seconds(5),
        (_, 4) => TimeDelta::seconds(30),
        (_, 5..10) => TimeDelta::seconds(65 << (failures - 5)),
        _ => TimeDelta::hours(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_at_an_account_wait_longer_and_longer() {
        let account = Bucket::Account("claire@alpha.example".into());
        let seconds: Vec<i64> = (0..=10).map(|n| delay_after(&account, n).num_seconds()).collect();
        assert_eq!(seconds, [0, 0, 0, 5, 30, 65, 130, 260, 520, 1040, 3600]);
    }

    #[test]
    fn a15_of_codes_five_are_free_and_then_they_wait_as_wrong_passwords_do() {
        let codes = Bucket::Code(AccountId(uuid::Uuid::nil()));
        let seconds: Vec<i64> = (0..=10).map(|n| delay_after(&codes, n).num_seconds()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 65, 130, 260, 520, 1040, 3600]);
    }

    #[test]
    fn an_office_behind_one_address_has_a_burst_of_thirty() {
        let address = Bucket::Address("192.0.2.1".into());
        assert_eq!(delay_after(&address, 29), TimeDelta::zero());
        assert_eq!(delay_after(&address, 30), TimeDelta::seconds(10));
    }
}
