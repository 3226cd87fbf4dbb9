//! Somebody whom the host or a provider introduces, and the name under which they know an account. An address is none:
//! only the pair of issuer and subject says who somebody is (SECURITY A22, ASVS 10.5.2).

use chrono::{DateTime, Utc};

use super::Seat;
use crate::{
    form::is_email,
    id::{AccountId, Id, IdentityId},
};

/// Longest issuer and subject, in bytes (`OpenID` Connect Core 1.0 §2 bounds the subject so).
const LONGEST: usize = 255;

/// A name under which the host or a provider knows an account. One account may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: IdentityId,
    /// Who knows it: the host, or the address of a provider.
    pub issuer: String,
    /// The name, which the issuer gives to nobody else, ever.
    pub subject: String,
    /// Whose it is.
    pub account: AccountId,
    /// Since when.
    pub created: DateTime<Utc>,
}

/// Who introduces people, and what becomes of those whom nobody here knows.
#[derive(Clone, Copy, Debug)]
pub struct Introducer<'i> {
    /// The host's word for its own people, or the address of a provider. It never changes.
    pub issuer: &'i str,
    /// What becomes of somebody who is not known yet.
    pub strangers: Strangers,
}

/// What becomes of somebody whom an issuer introduces for the first time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strangers {
    /// They are told how to come in: by an invitation, or by connecting from their account's page.
    #[default]
    Invited,
    /// Whoever has an address that the issuer has verified, and that an account here has, is that account from then on.
    /// Only for an issuer that verifies every address itself and gives none to another person later.
    ByVerifiedAddress,
}

/// Somebody as the host or a provider introduces them.
#[derive(Clone, PartialEq, Eq)]
pub struct Introduced {
    pub(super) subject: String,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) verified: bool,
    pub(super) locale: Option<String>,
    pub(super) place: Option<Place>,
    pub(super) proven: Option<DateTime<Utc>>,
    pub(super) two_step: bool,
}

/// A place that the host, or a claim of a provider, says somebody has. It is a bound: who has no such seat here does not come
/// in with it, and whoever comes by the host has this seat alone (SECURITY T20). Who is not known yet gets an account there,
/// if their address is verified and nobody here has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub seat: Seat,
    /// As what, when the seat is given.
    pub role: Id,
}

impl Introduced {
    /// Somebody by the name that their issuer gives to nobody else, ever: an id, never an address.
    pub fn new(subject: impl Into<String>) -> Self {
        let (name, email, locale, place, proven) = (None, None, None, None, None);
        let (verified, two_step) = (false, false);
        Self { subject: subject.into(), name, email, verified, locale, place, proven, two_step }
    }

    /// With their full name.
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// With an address that may be anybody's.
    pub fn with_email(self, address: impl Into<String>) -> Self {
        Self { email: Some(address.into()), verified: false, ..self }
    }

    /// With an address that the issuer knows to be theirs.
    pub fn with_verified_email(self, address: impl Into<String>) -> Self {
        Self { email: Some(address.into()), verified: true, ..self }
    }

    /// With the BCP 47 tag of their language.
    pub fn reading(self, locale: impl Into<String>) -> Self {
        Self { locale: Some(locale.into()), ..self }
    }

    /// With the place that they have at the issuer's.
    pub fn placed(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// With the moment when they last proved to the issuer who they are. Without it, nothing is open to them that asks for
    /// a fresh proof ([`Refused::Confirm`](crate::Refused::Confirm)).
    pub fn proven_at(self, moment: DateTime<Utc>) -> Self {
        Self { proven: Some(moment), ..self }
    }

    /// Having shown a second factor to the issuer, whose word on it counts: the portal does not ask for its own.
    pub fn with_second_factor(self) -> Self {
        Self { two_step: true, ..self }
    }

    /// What to call them on a page that says who is recognised.
    pub fn shown(&self) -> Option<&str> {
        self.email.as_deref().or(self.name.as_deref())
    }

    /// Whether the name is one at all: neither empty nor too long, and without what nobody sees (SECURITY T20).
    pub(super) fn is_sound(&self) -> bool {
        is_sound(&self.subject)
    }

    /// The address, if it is verified and one.
    pub(super) fn verified_email(&self) -> Option<&str> {
        self.email.as_deref().map(str::trim).filter(|email| self.verified && is_email(email))
    }
}

impl Introducer<'_> {
    pub(super) fn is_sound(&self) -> bool {
        is_sound(self.issuer)
    }
}

fn is_sound(name: &str) -> bool {
    let seen = |letter: char| !letter.is_control() && !letter.is_whitespace();
    (1..=LONGEST).contains(&name.len())
        && name.chars().all(|letter| letter == ' ' || seen(letter))
        && name.trim() == name
}

impl std::fmt::Debug for Introduced {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Introduced").field("place", &self.place).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t20_an_empty_overlong_or_invisible_subject_is_nobody() {
        assert!(Introduced::new("248289761001").is_sound() && Introduced::new("a|b c").is_sound());
        let long = "x".repeat(256);
        for wrong in ["", " ", " 1", "1\n", "1\u{0}", "\u{a0}1", "1\r\nX-User: 2", &long] {
            assert!(!Introduced::new(wrong).is_sound(), "{wrong:?}");
        }
    }

    #[test]
    fn a22_an_address_counts_only_when_the_issuer_says_that_it_is_verified() {
        let somebody = Introduced::new("1");
        assert_eq!(somebody.clone().with_email("claire@alpha.example").verified_email(), None);
        assert_eq!(somebody.clone().with_verified_email("claire").verified_email(), None);
        let verified = somebody.with_verified_email(" claire@alpha.example ");
        assert_eq!(verified.verified_email(), Some("claire@alpha.example"));
        assert_eq!(verified.with_email("bruno@beta.example").verified_email(), None, "the last word counts");
    }

    #[test]
    fn s10_who_is_introduced_is_not_in_a_log() {
        let shown = format!("{:?}", Introduced::new("248289761001").named("Claire").with_email("claire@alpha.example"));
        assert!(!shown.contains("248289761001") && !shown.contains("laire"), "{shown}");
    }
}
