//! Links that let somebody in once: an invitation, a new password, another address, signing in. The token is drawn when the letter leaves, so that it is
//! nowhere but in the letter; only its hash is stored, and a letter that is sent again makes the one before worthless.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Seat, SeatLimits, Secret};
use crate::{
    id::{AccountId, Id, LinkId, Version},
    notification::DeliveryState,
};

/// A link that is spent once.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// Where it is sent: the address as it was given, or as the account has it.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Their language, a BCP 47 tag.
    pub locale: String,
    /// Hash of the token of the last letter; `None` before the first.
    pub hash: Option<[u8; 32]>,
    /// Whether it still counts.
    pub state: LinkState,
    /// Where its letter stands.
    pub letter: DeliveryState,
    /// Why the letter failed, or waits.
    pub reason: Option<String>,
    /// How often the letter was handed over.
    pub attempts: u32,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// From when on it is worthless; there is none without an end (SECURITY A04).
    pub expires: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// What a link is good for, and for nothing else (SECURITY A06).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Taking a seat.
    Invitation {
        /// Where.
        seat: Seat,
        /// As what.
        role: Id,
        /// To what it is narrowed.
        limits: SeatLimits,
        /// Who invited.
        sender: AccountId,
    },
    /// Choosing a new password.
    Reset {
        /// Whose.
        account: AccountId,
    },
    /// Confirming that letters reach the address it is sent to, which becomes the account's (SECURITY A18).
    Address {
        /// Whose.
        account: AccountId,
    },
    /// Signing in without a password.
    SignIn {
        /// Who.
        account: AccountId,
    },
}

impl LinkPurpose {
    /// Whose account it is about; `None`: an invitation, which may make one.
    pub fn owner(&self) -> Option<AccountId> {
        match self {
            Self::Invitation { .. } => None,
            Self::Reset { account } | Self::Address { account } | Self::SignIn { account } => Some(*account),
        }
    }
}

/// Whether a link still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// It may be spent until it expires.
    Open,
    /// It was spent.
    Spent,
    /// It was taken back, or a newer one took its place.
    Revoked,
}

impl Link {
    /// How long an invitation counts (SECURITY §4).
    pub const INVITATION: TimeDelta = TimeDelta::days(7);
    /// How long a link to a new password counts (SECURITY §4).
    pub const RESET: TimeDelta = TimeDelta::minutes(30);
    /// How long a link to another address counts (SECURITY §4).
    pub const ADDRESS: TimeDelta = TimeDelta::hours(24);
    /// How long a link to sign in with counts (SECURITY §4; ASVS 6.5.5).
    pub const SIGN_IN: TimeDelta = TimeDelta::minutes(10);

    /// The same link with another letter, from now on: the one before is worthless.
    pub(super) fn anew(self, now: DateTime<Utc>) -> Self {
        let lasts = match self.purpose {
            LinkPurpose::Invitation { .. } => Self::INVITATION,
            LinkPurpose::Reset { .. } => Self::RESET,
            LinkPurpose::Address { .. } => Self::ADDRESS,
            LinkPurpose::SignIn { .. } => Self::SIGN_IN,
        };
        let (letter, created, expires) = (DeliveryState::Pending, now, now + lasts);
        Self { hash: None, letter, reason: None, attempts: 0, created, expires, ..self }
    }

    /// Whether it may be spent.
    pub fn counts(&self, now: DateTime<Utc>) -> bool {
        self.state == LinkState::Open && now < self.expires
    }

    /// Whether this secret is that of its last letter.
    pub fn fits(&self, secret: &Secret) -> bool {
        self.hash == Some(secret.hash())
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("id", &self.id).field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{CLAIRE, account, monday};

    fn link() -> Link {
        Link {
            id: LinkId(uuid::Uuid::nil()),
            purpose: LinkPurpose::Reset { account: account(CLAIRE) },
            email: "claire@alpha.example".to_owned(),
            name: "Claire Martin".to_owned(),
            locale: "en".to_owned(),
            hash: Some([0xab; 32]),
            state: LinkState::Open,
            letter: DeliveryState::Delivered,
            reason: None,
            attempts: 1,
            created: monday(),
            expires: monday() + Link::RESET,
            version: Version::FIRST,
        }
    }

    #[test]
    fn a04_a_link_is_worthless_from_its_end_on_and_once_spent_or_taken_back() {
        let link = link();
        assert!(link.counts(link.expires - TimeDelta::microseconds(1)));
        assert!(!link.counts(link.expires));
        for state in [LinkState::Spent, LinkState::Revoked] {
            assert!(!Link { state, ..link.clone() }.counts(monday()));
        }
    }

    #[test]
    fn a03_only_the_secret_of_the_last_letter_fits() {
        let (old, new) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let link = Link { hash: Some(new.hash()), ..link() };
        assert!(link.fits(&new) && !link.fits(&old));
        assert!(!Link { hash: None, ..link }.fits(&new), "no letter has left");
    }

    #[test]
    fn a10_a_link_does_not_show_its_hash() {
        assert!(!format!("{:?}", link()).contains("171"), "171 is 0xab, a byte of the hash");
    }
}
