//! How guesses are slowed down. The store keeps the counts, so that restarts and other processes know them.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::{Desk, Refused, id::AccountId};

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Sign-ins to one account, by the key of its address.
    Account(String),
    /// Sign-ins to one account from a browser that is known to it.
    Browser(AccountId, String),
    /// Sign-ins to an address that no account has, by its key.
    Nobody(String),
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
    /// What one account may do so often within a minute.
    Paced(Paced, AccountId, u16),
}

/// What is bounded for each account by the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paced {
    /// Sending a request.
    Submit,
    /// Sending a file.
    Upload,
    /// Searching by words.
    Search,
}

/// How often within a minute one account may do what is bounded, from the network (SECURITY §4, R08; ASVS 2.4.1); 0: as often
/// as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Requests sent.
    pub submits: u16,
    /// Files sent.
    pub uploads: u16,
    /// Searches by words.
    pub searches: u16,
}

impl Default for Pace {
    fn default() -> Self {
        Self { submits: 10, uploads: 60, searches: 60 }
    }
}

impl Pace {
    fn of(self, paced: Paced) -> u16 {
        match paced {
            Paced::Submit => self.submits,
            Paced::Upload => self.uploads,
            Paced::Search => self.searches,
        }
    }
}

impl Bucket {
    /// The stored name: a hash, so that the table holds no addresses. What strangers choose the names of shares a bounded
    /// number of places, so that the table is bounded too, whatever they try (SECURITY R10): sooner or later two of them
    /// count together, which costs a stranger a wait, and is seen by nobody, since nobody gets in there.
    pub fn key(&self) -> [u8; 32] {
        let (kind, text, places) = match self {
            Self::Account(text) => ("account", text.clone(), None),
            Self::Browser(account, browser) => ("browser", format!("{account}\0{browser}"), None),
            Self::Nobody(text) => ("nobody", text.clone(), Some(Self::NAMES)),
            Self::Address(text) => ("address", text.clone(), Some(Self::ADDRESSES)),
            Self::Letters(text) => ("letters", text.clone(), Some(Self::NAMES)),
            Self::LettersFrom(text) => ("letters from", text.clone(), Some(Self::ADDRESSES)),
            Self::Exports(text) => ("exports", text.clone(), None),
            Self::Paced(Paced::Submit, account, _) => ("submits", account.to_string(), None),
            Self::Paced(Paced::Upload, account, _) => ("uploads", account.to_string(), None),
            Self::Paced(Paced::Search, account, _) => ("searches", account.to_string(), None),
            Self::Code(account) => ("code", account.to_string(), None),
        };
        let hash: [u8; 32] = Sha256::digest(format!("{kind}\0{text}")).into();
        match places {
            None => hash,
            Some(places) => {
                let [one, two, three, four, ..] = hash;
                let place = u32::from_be_bytes([one, two, three, four]) % places;
                Sha256::digest(format!("{kind}\0{place}")).into()
            }
        }
    }

    /// Places for names that strangers type.
    pub const NAMES: u32 = 1 << 16;
    /// Places for networks that they come from.
    pub const ADDRESSES: u32 = 1 << 18;

    /// How many may pass within which time, however they are spread: 25 guesses at an account within a day (CNIL 2022-100),
    /// three letters to an address within an hour, ten from one (SECURITY §4, R07); five exports within an hour.
    pub fn most(&self) -> Option<(usize, TimeDelta)> {
        match self {
            Self::Account(_) | Self::Browser(..) | Self::Nobody(_) | Self::Code(_) => Some((25, TimeDelta::hours(24))),
            Self::Address(_) => None,
            Self::Letters(_) => Some((3, TimeDelta::hours(1))),
            Self::LettersFrom(_) => Some((10, TimeDelta::hours(1))),
            Self::Exports(_) => Some((5, TimeDelta::hours(1))),
            Self::Paced(_, _, most) => Some((usize::from(*most), TimeDelta::minutes(1))),
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
        (Bucket::Letters(_) | Bucket::LettersFrom(_) | Bucket::Exports(_) | Bucket::Paced(..), _)
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

impl Desk<'_> {
    /// Counts what the viewer does over the network and may do so often only ([`Pace`]). What a host's own program does is
    /// not counted.
    ///
    /// # Errors
    /// [`Refused::Wait`] beyond that.
    pub async fn pace(&self, paced: Paced) -> Result<(), Refused> {
        let (parts, now) = (self.parts(), self.now());
        let most = parts.pace.of(paced);
        if most == 0 {
            return Ok(());
        }
        let bucket = Bucket::Paced(paced, self.viewer.account(), most);
        match parts.engine.throttle(&bucket, now).await? {
            Verdict::Go => Ok(()),
            Verdict::Wait(until) => Err(Refused::wait(until - now)),
        }
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
    fn r10_whatever_names_and_networks_strangers_come_with_they_take_a_bounded_number_of_places() {
        let taken = |bucket: fn(String) -> Bucket| {
            let keys = (0..400_000).map(|number| bucket(format!("{number}@example.test")).key());
            u32::try_from(keys.collect::<std::collections::HashSet<_>>().len()).unwrap()
        };
        for names in [Bucket::Nobody, Bucket::Letters] {
            assert!((60_000..=Bucket::NAMES).contains(&taken(names)));
        }
        for networks in [Bucket::Address, Bucket::LettersFrom] {
            assert!((150_000..=Bucket::ADDRESSES).contains(&taken(networks)));
        }
        assert_eq!(taken(Bucket::Account), 400_000, "nobody waits for what is tried on another account");
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
