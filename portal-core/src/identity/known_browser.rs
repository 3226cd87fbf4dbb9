//! A browser in which somebody has signed in before: what is guessed elsewhere does not keep them out (SECURITY R04; ASVS 6.1.1).
//! It keeps a sealed word that opens nothing. Whoever brings it has their guesses at this one account counted apart.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Account, Bucket, hex};
use crate::{Portal, id::AccountId, sealed::SecretKeys};

/// What the word is sealed for.
const PURPOSE: &str = "browser";

/// A browser that is known; made by [`Portal::known_browser`] alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    /// What the browser keeps, in ASCII.
    pub word: String,
    /// For how long it counts.
    pub lasts: TimeDelta,
}

impl KnownBrowser {
    /// For how long a browser is known after its last sign-in.
    pub const LASTS: TimeDelta = TimeDelta::days(180);
}

impl Portal {
    /// What a browser keeps in which somebody has just signed in, to bring along next time ([`SignIn::browser`]); `None`
    /// without a secret key.
    ///
    /// [`SignIn::browser`]: super::SignIn::browser
    pub fn known_browser(&self, account: AccountId) -> Option<KnownBrowser> {
        let (parts, until) = (self.parts(), (self.now() + KnownBrowser::LASTS).timestamp());
        let drawn = parts.ids.secret();
        let plain = [&until.to_be_bytes()[..], &drawn[..16]].concat();
        let word = parts.secret_keys.as_ref()?.seal(parts.ids.as_ref(), PURPOSE, account.0, &plain);
        Some(KnownBrowser { word, lasts: KnownBrowser::LASTS })
    }

    /// What guesses at an account are counted by, from a browser that says that it is known there.
    pub(super) fn guesses_at(&self, account: &Account, key: String, browser: Option<&str>) -> Bucket {
        let keys = self.parts().secret_keys.as_ref();
        let known = keys.zip(browser).and_then(|(keys, word)| opened(keys, account.id, word, self.now()));
        known.map_or(Bucket::Account(key), |browser| Bucket::Browser(account.id, browser))
    }
}

/// The name of a browser that is known to an account.
fn opened(keys: &SecretKeys, account: AccountId, word: &str, now: DateTime<Utc>) -> Option<String> {
    let plain = keys.open(PURPOSE, account.0, word)?;
    let (until, drawn) = plain.split_at_checked(8)?;
    let until = i64::from_be_bytes(until.try_into().ok()?);
    (now.timestamp() < until).then(|| hex(drawn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{CLAIRE, Counting, TOM, account, monday};

    #[test]
    fn a_browser_is_known_to_one_account_with_the_portals_key_until_its_end() {
        let (ids, keys) = (Counting::default(), SecretKeys::new([1; 32], &[]));
        let (claire, until) = (account(CLAIRE), monday() + KnownBrowser::LASTS);
        let plain = [&until.timestamp().to_be_bytes()[..], &[7; 16]].concat();
        let word = keys.seal(&ids, PURPOSE, claire.0, &plain);
        assert_eq!(opened(&keys, claire, &word, monday()), Some("07".repeat(16)));
        assert_eq!(opened(&keys, claire, &word, until), None, "its time is over");
        assert_eq!(opened(&keys, account(TOM), &word, monday()), None, "somebody else's");
        assert_eq!(opened(&SecretKeys::new([2; 32], &[]), claire, &word, monday()), None, "another portal's");
        let other = keys.seal(&ids, "factor", claire.0, &plain);
        for nothing in [other.as_str(), "", "0a1b2c3d.", "0a1b2c3d.00", &word[..word.len() - 2], &word.to_uppercase()] {
            assert_eq!(opened(&keys, claire, nothing, monday()), None, "{nothing}");
        }
    }
}
