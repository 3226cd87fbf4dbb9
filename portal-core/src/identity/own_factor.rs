//! One's own second factor, while signed in: setting it up, putting another in its place, taking it away, new recovery
//! codes. All of it asks for a fresh proof (SECURITY A18), ends the other sessions in the same commit (SECURITY S03), and is
//! told by letter.

use chrono::{DateTime, Utc};

use super::{
    Account, AlertKind, Factor, Offer,
    factor::{new_codes, recovery_hash},
};
use crate::{
    Desk, Refused,
    audit::Action,
    portal::broken,
    store::{Change, Changes, Expect, Record, Subject},
};

/// What somebody sees of their own second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnFactor {
    /// Since when there is one; `None`: there is none.
    pub since: Option<DateTime<Utc>>,
    /// How many recovery codes are left.
    pub codes: usize,
    /// Whether they must have one.
    pub required: bool,
}

/// What becomes of a factor.
enum Becomes {
    Set(Factor),
    Remove,
}

impl Desk<'_> {
    /// What the viewer has for a second factor; `None`: nobody can have one, since the portal has no secret key.
    pub async fn own_factor(&self) -> Result<Option<OwnFactor>, Refused> {
        if self.parts().secret_keys.is_none() {
            return Ok(None);
        }
        let factor = self.store.factor(self.viewer.account()).await?;
        let (since, codes) = factor.map_or((None, 0), |factor| (Some(factor.since), factor.codes.len()));
        Ok(Some(OwnFactor { since, codes, required: self.portal.must_have_factor(self.viewer) }))
    }

    /// Offers the viewer a secret for their app; with what an earlier page sealed, the same again.
    ///
    /// # Errors
    /// [`Refused::Confirm`] without a fresh proof.
    pub async fn offer_factor(&self, sealed: Option<&str>) -> Result<Offer, Refused> {
        self.require_fresh()?;
        self.portal.offer(&self.own_account().await?, sealed)
    }

    /// Makes an offered secret the viewer's second factor, instead of the one they had. Gives the recovery codes.
    ///
    /// # Errors
    /// As [`Desk::offer_factor`]; [`Refused::Credentials`] for a wrong code; [`Refused::Stale`] when the offer is over.
    pub async fn set_factor(&self, sealed: &str, code: &str) -> Result<Vec<String>, Refused> {
        self.require_fresh()?;
        let (factor, codes) = self.portal.confirmed(&self.own_account().await?, sealed, code)?;
        self.change_factor(Action::FactorSet, AlertKind::FactorAdded, |_| Ok(Becomes::Set(factor.clone()))).await?;
        Ok(codes)
    }

    /// Takes the viewer's second factor away.
    ///
    /// # Errors
    /// [`Refused::Confirm`] without a fresh proof; [`Refused::NotHere`] when they must have one; [`Refused::NotFound`] when
    /// they have none.
    pub async fn remove_factor(&self) -> Result<(), Refused> {
        self.require_fresh()?;
        if self.portal.must_have_factor(self.viewer) {
            return Err(Refused::NotHere);
        }
        let remove = |before: Option<&Factor>| before.map(|_| Becomes::Remove).ok_or(Refused::NotFound);
        self.change_factor(Action::FactorRemove, AlertKind::FactorRemoved, remove).await
    }

    /// Gives the viewer new recovery codes; those before are worthless (SECURITY A16).
    ///
    /// # Errors
    /// [`Refused::Confirm`] without a fresh proof; [`Refused::NotFound`] when they have no second factor.
    pub async fn renew_recovery_codes(&self) -> Result<Vec<String>, Refused> {
        self.require_fresh()?;
        let codes = new_codes(self.parts().ids.as_ref());
        let hashes: Vec<[u8; 32]> = codes.iter().filter_map(|code| recovery_hash(code)).collect();
        let renewed = |before: Option<&Factor>| {
            let before = before.ok_or(Refused::NotFound)?.clone();
            Ok(Becomes::Set(Factor { codes: hashes.clone(), ..before }))
        };
        self.change_factor(Action::FactorRenewCodes, AlertKind::RecoveryRenewed, renewed).await?;
        Ok(codes)
    }

    async fn change_factor(
        &self,
        action: Action,
        kind: AlertKind,
        change: impl Fn(Option<&Factor>) -> Result<Becomes, Refused>,
    ) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let account = self.own_account().await?;
            let before = self.store.factor(account.id).await?;
            let loaded = before.as_ref().map_or(Expect::New, |factor| Expect::Loaded(factor.version));
            let mut changes = Changes::new();
            match change(before.as_ref())? {
                Becomes::Set(factor) => changes.write(Record::Factor(factor), loaded),
                Becomes::Remove => changes.push(Change::Remove(Subject::Factor(account.id))),
            };
            self.end_other_sessions(&mut changes).await?;
            changes.extend(self.portal.dead_links(account.id, None).await?);
            changes.extend(self.portal.alert(&account, kind, ""));
            changes.audit(self.entry(action).on(account.id.0));
            let (id, expect) = (account.id, Expect::Loaded(account.version));
            changes.write(Record::Account(account), expect);
            if self.commit(Subject::Account(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    pub(super) async fn own_account(&self) -> Result<Account, Refused> {
        let account = self.store.account(self.viewer.account()).await?;
        Ok(account.ok_or_else(|| broken("a viewer without an account"))?)
    }
}
