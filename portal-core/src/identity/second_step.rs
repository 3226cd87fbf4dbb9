//! The second step of signing in: a session that waits for a code becomes one that opens (SECURITY A12–A16).

use super::{
    Account, AccountState, AlertKind, Bucket, Factor, Pending, Secret, SignedIn, Verdict,
    sign_in::{Second, TRIES},
};
use crate::{
    Portal, Refused,
    audit::Action,
    id::AccountId,
    store::{Change, Changes, Expect, Record, Subject},
};

/// By what somebody proved that they have the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proved {
    /// A code of their app.
    Code,
    /// A recovery code.
    Recovery,
}

impl Proved {
    fn action(self) -> Action {
        match self {
            Self::Code => Action::SessionCode,
            Self::Recovery => Action::SessionRecoveryCode,
        }
    }
}

impl Portal {
    /// Who has begun to sign in with this token, and what is missing; `None`: nobody, or no longer, or nothing is.
    pub async fn pending(&self, token: &Secret) -> Result<Option<(Account, Pending)>, Refused> {
        let now = self.now();
        let found = self.parts().store.session(&token.hash()).await?;
        let found = found.filter(|it| it.session.is_live(now) && it.account.state == AccountState::Active);
        Ok(found.and_then(|found| Some((found.account, found.session.pending?))))
    }

    /// Finishes signing in with a code of the app, or with a recovery code. Wrong ones are counted by account, wherever they
    /// come from (SECURITY A15): after five, the next must wait as after a wrong password. The session gets another token
    /// (SECURITY S01).
    ///
    /// # Errors
    /// [`Refused::NotFound`] when nobody waits for a code with this token, or no longer; [`Refused::Credentials`] for a code
    /// that is wrong, was used, or came too early; [`Refused::Wait`] as for [`Portal::sign_in`].
    pub async fn finish_sign_in(&self, token: &Secret, code: &str, from: &str) -> Result<SignedIn, Refused> {
        let portal = self.visited_from(from);
        let id = portal.waiting_for_code(token).await?.id;
        let verdict = portal.count_code(id, from).await?;
        for _ in 0..TRIES {
            let account = portal.waiting_for_code(token).await?;
            let fits = portal.fits(id, code).await?.filter(|_| verdict == Verdict::Go);
            let Some((factor, proved)) = fits else { break };
            let mut changes = portal.used(&account, factor, proved);
            changes.push(Change::Remove(Subject::Session(token.hash())));
            match portal.try_session(account, proved.action(), &Second::Given(changes)).await {
                // Somebody used the same code, or something else of the account changed: look again.
                Err(Refused::Stale) => {}
                Err(refused) => return Err(refused),
                Ok(signed_in) => {
                    portal.parts().engine.forgive(&Bucket::Code(id)).await?;
                    portal.parts().bell.ring();
                    return Ok(signed_in);
                }
            }
        }
        portal.note_refused(portal.entry(Action::SessionCode).by(id).on(id.0)).await?;
        Err(Refused::Credentials)
    }

    async fn waiting_for_code(&self, token: &Secret) -> Result<Account, Refused> {
        match self.pending(token).await? {
            Some((account, Pending::Code)) => Ok(account),
            _ => Err(Refused::NotFound),
        }
    }

    /// Counts a try at the second factor of an account, before it is looked at.
    pub(super) async fn count_code(&self, account: AccountId, from: &str) -> Result<Verdict, Refused> {
        let (engine, now) = (&self.parts().engine, self.now());
        if let Verdict::Wait(until) = engine.throttle(&Bucket::Address(from.to_owned()), now).await? {
            return Err(Refused::Wait(u32::try_from((until - now).num_seconds().max(1)).unwrap_or(u32::MAX)));
        }
        Ok(engine.throttle(&Bucket::Code(account), now).await?)
    }

    /// The factor of an account after this code was used; `None`: the code is wrong, or was used before.
    pub(super) async fn fits(&self, account: AccountId, typed: &str) -> Result<Option<(Factor, Proved)>, Refused> {
        let Some(factor) = self.parts().store.factor(account).await? else { return Ok(None) };
        if let Some(after) = factor.after_recovery(typed) {
            return Ok(Some((after, Proved::Recovery)));
        }
        let (keys, ids) = (self.secret_keys()?, self.parts().ids.as_ref());
        let secret = keys.open(Factor::PURPOSE, account.0, &factor.secret);
        let secret =
            secret.ok_or_else(|| Refused::Unavailable("a second factor is encrypted with another key".into()))?;
        let Some(mut after) = factor.after_code(&secret, typed, self.now()) else { return Ok(None) };
        // After a change of key each use brings one factor more under the new one.
        if !keys.is_current(&after.secret) {
            after.secret = keys.seal(ids, Factor::PURPOSE, account.0, &secret);
        }
        Ok(Some((after, Proved::Code)))
    }

    /// What the use of a code changes.
    pub(super) fn used(&self, account: &Account, factor: Factor, proved: Proved) -> Changes {
        let mut changes = Changes::new();
        let expect = Expect::Loaded(factor.version);
        changes.write(Record::Factor(factor), expect);
        if proved == Proved::Recovery {
            changes.extend(self.alert(account, AlertKind::RecoveryUsed, ""));
        }
        changes
    }
}
