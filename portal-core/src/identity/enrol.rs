//! Setting up a second factor: a secret is offered, and becomes the account's factor when a code of it comes back. An offer
//! is stored nowhere: it travels encrypted in the page that shows it.

use chrono::{DateTime, Utc};

use super::{
    Account, AlertKind, Factor, Pending, Secret, SignedIn,
    factor::{self, new_codes, recovery_hash, step_of},
    sign_in::Second,
};
use crate::{
    Portal, Refused,
    audit::Action,
    clock::Ids,
    id::Version,
    sealed::SecretKeys,
    store::{Change, Changes, Record, StoreError, Subject},
};

/// A secret that somebody may put into their app.
#[derive(Clone)]
pub struct Offer {
    /// To be typed into the app, in groups of four.
    pub secret: String,
    /// What the app reads from a picture (`otpauth://…`).
    pub address: String,
    /// To be sent back with the first code. It counts for half an hour, for this account.
    pub sealed: String,
}

impl std::fmt::Debug for Offer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offer").finish_non_exhaustive()
    }
}

/// A factor that was set up while signing in.
#[derive(Debug)]
pub struct Enrolled {
    /// The session, which now opens.
    pub signed_in: SignedIn,
    /// The recovery codes, shown this once.
    pub codes: Vec<String>,
}

const OFFER: &str = "offered factor";

impl Factor {
    /// What its secret is sealed for.
    pub(super) const PURPOSE: &str = "second factor";
}

impl Portal {
    /// Offers a secret to somebody who must set up a factor before anything opens; with what an earlier page sealed, the
    /// same again.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when nobody has to with this token: least of all somebody who waits for a code (SECURITY
    /// A14).
    pub async fn offer_factor(&self, token: &Secret, sealed: Option<&str>) -> Result<Offer, Refused> {
        let account = self.enrolling(token).await?;
        self.offer(&account, sealed)
    }

    /// Sets up the factor and opens the session, with another token (SECURITY S01). All other sessions of the account end
    /// in the same commit (SECURITY S03).
    ///
    /// # Errors
    /// As [`Portal::offer_factor`]; [`Refused::Credentials`] for a wrong code; [`Refused::Stale`] when the offer is over.
    pub async fn enrol(&self, token: &Secret, sealed: &str, code: &str) -> Result<Enrolled, Refused> {
        let account = self.enrolling(token).await?;
        let (factor, codes) = self.confirmed(&account, sealed, code)?;
        let mut changes = self.all_sessions_end(&account).await?;
        changes.create(Record::Factor(factor));
        changes.audit(self.entry(Action::FactorSet).by(account.id).on(account.id.0));
        changes.extend(self.dead_links(account.id, None).await?);
        changes.extend(self.alert(&account, AlertKind::FactorAdded, ""));
        match self.try_session(account, Action::SessionCode, &Second::Given(changes)).await {
            // Another page of theirs was faster.
            Err(Refused::Stale) => Err(Refused::NotFound),
            done => {
                self.parts().bell.ring();
                done.map(|signed_in| Enrolled { signed_in, codes })
            }
        }
    }

    async fn enrolling(&self, token: &Secret) -> Result<Account, Refused> {
        match self.pending(token).await? {
            Some((account, Pending::Enrolment)) => Ok(account),
            _ => Err(Refused::NotFound),
        }
    }

    async fn all_sessions_end(&self, account: &Account) -> Result<Changes, StoreError> {
        let mut changes = Changes::new();
        for session in self.parts().store.sessions(account.id).await? {
            changes.push(Change::Remove(Subject::Session(session.hash)));
        }
        Ok(changes)
    }

    /// A new offer to an account, or the one that it was given.
    pub(super) fn offer(&self, account: &Account, sealed: Option<&str>) -> Result<Offer, Refused> {
        let (keys, ids, now) = (self.secret_keys()?, self.parts().ids.as_ref(), self.now());
        let known = sealed.and_then(|sealed| Some((opened(keys, account, sealed, now)?, sealed.to_owned())));
        let (secret, sealed) = known.unwrap_or_else(|| drawn(keys, ids, account, now));
        let portal = self.definition().name.get(&account.locale);
        let address = factor::address(&secret, portal, &account.email)
            .ok_or_else(|| Refused::Broken("no address can be made of an offered secret".into()))?;
        let letters: Vec<char> = factor::base32(&secret).chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Ok(Offer { secret: groups.join(" "), address, sealed })
    }

    /// The factor that an offer becomes by a code of it, and its recovery codes.
    pub(super) fn confirmed(
        &self,
        account: &Account,
        sealed: &str,
        code: &str,
    ) -> Result<(Factor, Vec<String>), Refused> {
        let (keys, ids, now) = (self.secret_keys()?, self.parts().ids.as_ref(), self.now());
        let secret = opened(keys, account, sealed, now).ok_or(Refused::Stale)?;
        let step = step_of(&secret, code, now, 0).ok_or(Refused::Credentials)?;
        let codes = new_codes(ids);
        let factor = Factor {
            account: account.id,
            secret: keys.seal(ids, Factor::PURPOSE, account.id.0, &secret),
            codes: codes.iter().filter_map(|code| recovery_hash(code)).collect(),
            step,
            since: now,
            version: Version::FIRST,
        };
        Ok((factor, codes))
    }

    /// The keys of the portal.
    pub(super) fn secret_keys(&self) -> Result<&SecretKeys, Refused> {
        let missing = || Refused::Unavailable("a second factor needs the portal's secret key (`secret_key`)".into());
        self.parts().secret_keys.as_ref().ok_or_else(missing)
    }
}

fn drawn(keys: &SecretKeys, ids: &dyn Ids, account: &Account, now: DateTime<Utc>) -> (Vec<u8>, String) {
    let secret = ids.secret()[..Factor::SECRET].to_vec();
    let until = (now + Factor::OFFERED).timestamp().to_be_bytes();
    let sealed = keys.seal(ids, OFFER, account.id.0, &[&until[..], &secret].concat());
    (secret, sealed)
}

/// The secret of an offer that counts.
fn opened(keys: &SecretKeys, account: &Account, sealed: &str, now: DateTime<Utc>) -> Option<Vec<u8>> {
    let plain = keys.open(OFFER, account.id.0, sealed)?;
    let (until, secret) = plain.split_at_checked(8)?;
    let until = i64::from_be_bytes(until.try_into().ok()?);
    (now.timestamp() < until).then(|| secret.to_vec())
}
