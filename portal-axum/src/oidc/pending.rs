//! What a browser began at a provider: it keeps one random value for some minutes, from which state, nonce and PKCE verifier
//! are worked out, so that an answer counts only in the browser that asked for it, once, and nothing is stored here
//! (ASVS 10.1.2, 10.2.1, 10.5.1).

use axum::http::{HeaderMap, HeaderValue};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{CsrfToken, Nonce, PkceCodeVerifier};
use portal_core::identity::Secret;
use sha2::{Digest, Sha256};

use crate::{cookies, entrance::safe_next};

/// How long somebody may take to sign in at the provider (as a code of an authorization request, SECURITY §4).
pub(super) const LASTS: TimeDelta = TimeDelta::minutes(10);

/// What was begun.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pending {
    seed: String,
    begun: i64,
    pub(super) purpose: Purpose,
}

/// What for.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Signing in, and where to go then, below the mount point.
    SignIn(String),
    /// Accepting the invitation of this secret.
    Accept(String),
    /// Connecting the account that is signed in.
    Connect,
}

impl Pending {
    pub(super) fn begin(purpose: Purpose, now: DateTime<Utc>) -> Self {
        Self { seed: CsrfToken::new_random_len(32).into_secret(), begun: now.timestamp(), purpose }
    }

    /// The value that goes to the provider and comes back.
    pub(super) fn state(&self) -> String {
        self.derived("state")
    }

    pub(super) fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("nonce"))
    }

    pub(super) fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("verifier"))
    }

    fn derived(&self, what: &str) -> String {
        let digest = Sha256::digest(format!("{what} {}", self.seed));
        Secret::new(digest.into()).reveal()
    }

    /// Whether an answer with this state is to what was begun. Digests are compared, so that time tells nothing.
    pub(super) fn is_answered_by(&self, state: &str, now: DateTime<Utc>) -> bool {
        let age = now.timestamp() - self.begun;
        let same = Sha256::digest(self.state()) == Sha256::digest(state);
        same && (0..LASTS.num_seconds()).contains(&age)
    }

    /// The cookie that keeps it.
    pub(super) fn kept(&self) -> HeaderValue {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (kind, with) = match &self.purpose {
            Purpose::SignIn(next) => ("sign-in", encoded(next)),
            Purpose::Accept(secret) => ("accept", encoded(secret)),
            Purpose::Connect => ("connect", String::new()),
        };
        cookies::keep_way(&format!("{}.{}.{kind}.{with}", self.seed, self.begun), LASTS)
    }

    /// What this browser began, if anything.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut parts = cookies::way(headers)?.splitn(4, '.');
        let (seed, begun, kind, with) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (with, _) = url::form_urlencoded::parse(with.as_bytes()).next().unwrap_or_default();
        let purpose = match kind {
            "sign-in" => Purpose::SignIn(safe_next(&with).to_owned()),
            "accept" => Purpose::Accept(with.into_owned()),
            "connect" => Purpose::Connect,
            _ => return None,
        };
        (seed.len() >= 43).then_some(Self { seed: seed.to_owned(), begun: begun.parse().ok()?, purpose })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    fn kept(cookie: &HeaderValue) -> HeaderMap {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap();
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(pair).unwrap())])
    }

    #[test]
    fn an_answer_counts_in_the_browser_that_asked_and_for_ten_minutes() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let purposes =
            [Purpose::SignIn("/requests?a=b&c.d".to_owned()), Purpose::Accept("ab".repeat(32)), Purpose::Connect];
        for purpose in purposes {
            let pending = Pending::begin(purpose, now);
            let again = Pending::of(&kept(&pending.kept())).unwrap();
            assert!(again == pending);
            assert!(again.is_answered_by(&pending.state(), now + TimeDelta::minutes(9)));
            assert!(!again.is_answered_by(&pending.state(), now + LASTS), "too late");
            assert!(!again.is_answered_by(&pending.state(), now - TimeDelta::seconds(1)), "before it began");
            let other = Pending::begin(Purpose::Connect, now);
            assert!(!again.is_answered_by(&other.state(), now) && !again.is_answered_by("", now));
            assert!(again.nonce().secret() != other.nonce().secret());
            assert!(again.verifier().secret().len() == 64 && *again.verifier().secret() != pending.state());
        }
    }

    #[test]
    fn x12_what_is_kept_leads_nowhere_else() {
        let headers = |with: &str| {
            let value = format!("__Host-portal-way={}.1.sign-in.{with}", "a".repeat(43));
            HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(&value).unwrap())])
        };
        for hostile in ["%2F%2Fevil.example", "https%3A%2F%2Fevil.example", "%2Fa%0D%0Ab", ""] {
            assert!(Pending::of(&headers(hostile)).unwrap().purpose == Purpose::SignIn("/".to_owned()), "{hostile}");
        }
        assert!(Pending::of(&HeaderMap::new()).is_none());
    }
}
