//! Fresh authentication: what is sensitive asks for a proof of who somebody is that is not older than
//! [`Session::FRESH`], and a new one is given here, without signing out (ASVS 7.5.1, SECURITY A18).

use super::{Bucket, Pending, Secret, Session, SignIn, SignedIn, Verdict};
use crate::{
    Desk, Portal, Refused,
    store::{Change, Changes, Expect, Record, StoreError, Subject},
};

/// A new proof of who somebody is.
#[derive(Clone)]
pub struct Confirm {
    /// What proves it.
    pub proof: Proof,
    /// The network address it comes from ([`SignIn::from`]).
    pub from: String,
}

/// What proves who somebody is.
#[derive(Clone)]
pub enum Proof {
    /// The account's password.
    Password(String),
    /// A code of its second factor, or a recovery code: for accounts without a password.
    Code(String),
}

impl std::fmt::Debug for Confirm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Confirm").finish_non_exhaustive()
    }
}

impl Desk<'_> {
    /// Refuses unless the viewer proved who they are within the last [`Session::FRESH`]. A program's token never does.
    ///
    /// # Errors
    /// [`Refused::Confirm`].
    pub fn require_fresh(&self) -> Result<(), Refused> {
        match self.viewer.authenticated() {
            Some(at) if self.now() - at < Session::FRESH => Ok(()),
            _ => Err(Refused::Confirm),
        }
    }

    /// Ends all sessions of the viewer but the one they come with, in the batch that makes this needed (SECURITY S03).
    /// The batch must also write the account: whoever signs in meanwhile then finds it changed, and so do we.
    pub(crate) async fn end_other_sessions(&self, changes: &mut Changes) -> Result<(), StoreError> {
        for session in self.store.sessions(self.viewer.account()).await? {
            if self.viewer.session() != Some(session.hash) {
                changes.push(Change::Remove(Subject::Session(session.hash)));
            }
        }
        Ok(())
    }
}

impl Portal {
    /// Proves anew who comes with a session. It gets another token (ASVS 7.2.4), and ends when it would have ended.
    /// Tries are counted as those of a sign-in.
    ///
    /// # Errors
    /// [`Refused::Credentials`] for a wrong password or code, one that came too early, or a session that is over;
    /// [`Refused::Wait`] as for [`Portal::sign_in`].
    pub async fn confirm(&self, token: &Secret, input: &Confirm) -> Result<SignedIn, Refused> {
        let (now, found) = (self.now(), self.parts().store.session(&token.hash()).await?);
        let open = |session: &Session| session.is_live(now) && session.pending.is_none();
        let found = found.filter(|found| open(&found.session)).ok_or(Refused::Credentials)?;
        let from = input.from.clone();
        let (account, used) = match &input.proof {
            Proof::Password(password) => {
                let typed = SignIn { email: found.account.email.clone(), password: password.clone(), from };
                (self.check_password(&typed, "session.confirm", &mut "").await?, Changes::new())
            }
            Proof::Code(code) => {
                let account = found.account.clone();
                let verdict = self.count_code(account.id, &from).await?;
                let fits = self.fits(account.id, code).await?.filter(|_| verdict == Verdict::Go);
                let Some((factor, proved)) = fits else {
                    self.audit(Some(account.id), "session.confirm", false).await?;
                    return Err(Refused::Credentials);
                };
                let used = self.used(&account, factor, proved);
                (account, used)
            }
        };
        if account.id != found.account.id {
            return Err(Refused::Credentials);
        }
        let (secret, pending): (_, Option<Pending>) = (Secret::new(self.parts().ids.secret()), None);
        let session = Session { hash: secret.hash(), authenticated: now, seen: now, pending, ..found.session };
        let (expires, expect) = (session.expires, Expect::Loaded(account.version));
        let mut changes = used;
        changes.push(Change::Remove(Subject::Session(token.hash())));
        changes.create(Record::Session(session)).write(Record::Account(account.clone()), expect);
        changes.create(Record::Audit(self.audit_row(Some(account.id), "session.confirm", true)));
        match self.parts().store.commit(&changes).await.map_err(Refused::from) {
            // Something of the account changed while the password was looked at; the person only has to press again.
            Err(Refused::Stale) => Err(Refused::Wait(1)),
            Err(refused) => Err(refused),
            Ok(()) => {
                if matches!(input.proof, Proof::Code(_)) {
                    self.parts().engine.forgive(&Bucket::Code(account.id)).await?;
                }
                Ok(SignedIn { token: secret, expires, account, pending })
            }
        }
    }
}
