//! Fresh authentication: what is sensitive asks for a proof of who somebody is that is not older than
//! [`Session::FRESH`], and a new one is given here, without signing out (ASVS 7.5.1, SECURITY A18).

use super::{Account, Bucket, Pending, Secret, Session, SignIn, SignedIn, Verdict};
use crate::{
    Desk, Portal, Refused,
    audit::Action,
    store::{Change, Changes, Expect, Record, StoreError, Subject},
};

/// A new proof of who somebody is: what [`Desk::proofs`] asks for.
#[derive(Clone)]
pub struct Confirm {
    /// The account's password.
    pub password: String,
    /// A code of its second factor, or a recovery code.
    pub code: String,
    /// The network address it comes from ([`SignIn::from`]).
    pub from: String,
}

impl std::fmt::Debug for Confirm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Confirm").finish_non_exhaustive()
    }
}

/// What somebody must give to prove anew who they are: all that their account has. With neither they sign in anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proofs {
    /// The password.
    pub password: bool,
    /// A code of the second factor.
    pub code: bool,
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

    /// What the viewer must give to prove anew who they are.
    pub async fn proofs(&self) -> Result<Proofs, Refused> {
        self.portal.proofs_of(&self.own_account().await?).await
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
    /// Proves anew who comes with a session, by all that their account has: whoever took a session over and knows the
    /// password still lacks the second factor. The session gets another token (ASVS 7.2.4), and ends when it would have
    /// ended. Tries are counted as those of a sign-in.
    ///
    /// # Errors
    /// [`Refused::Credentials`] for a wrong password or code, one that came too early, an account that has neither, or a
    /// session that is over; [`Refused::Wait`] as for [`Portal::sign_in`].
    pub async fn confirm(&self, token: &Secret, input: &Confirm) -> Result<SignedIn, Refused> {
        let (now, found) = (self.now(), self.parts().store.session(&token.hash()).await?);
        let open = |session: &Session| session.is_live(now) && session.pending.is_none();
        let found = found.filter(|found| open(&found.session)).ok_or(Refused::Credentials)?;
        let asked = self.proofs_of(&found.account).await?;
        let account = match asked {
            Proofs { password: false, code: false } => return Err(Refused::Credentials),
            Proofs { password: true, .. } => self.knows_password(&found.account, input).await?,
            Proofs { password: false, .. } => found.account,
        };
        let mut changes = if asked.code { self.gives_code(&account, input).await? } else { Changes::new() };
        let (secret, pending): (_, Option<Pending>) = (Secret::new(self.parts().ids.secret()), None);
        let two_step = found.session.two_step || asked.code;
        let session = Session { hash: secret.hash(), authenticated: now, seen: now, two_step, ..found.session };
        let (expires, expect) = (session.expires, Expect::Loaded(account.version));
        changes.push(Change::Remove(Subject::Session(token.hash())));
        changes.create(Record::Session(session)).write(Record::Account(account.clone()), expect);
        changes.audit(self.entry(Action::SessionConfirm).by(account.id).on(account.id.0));
        match self.parts().store.commit(&changes).await.map_err(Refused::from) {
            // Something of the account changed while the proof was looked at; the person only has to press again.
            Err(Refused::Stale) => return Err(Refused::Wait(1)),
            done => done?,
        }
        if asked.code {
            self.parts().engine.forgive(&Bucket::Code(account.id)).await?;
            self.parts().bell.ring();
        }
        Ok(SignedIn { token: secret, expires, account, pending })
    }

    async fn proofs_of(&self, account: &Account) -> Result<Proofs, Refused> {
        let password = account.password.is_some() && self.definition().sign_in.password;
        Ok(Proofs { password, code: self.parts().store.factor(account.id).await?.is_some() })
    }

    async fn knows_password(&self, account: &Account, input: &Confirm) -> Result<Account, Refused> {
        let (password, from) = (input.password.clone(), input.from.clone());
        let typed = SignIn { email: account.email.clone(), password, from, browser: None };
        let found = self.check_password(&typed, Action::SessionConfirm, &mut "").await?;
        if found.id == account.id { Ok(found) } else { Err(Refused::Credentials) }
    }

    /// What the use of a code changes.
    async fn gives_code(&self, account: &Account, input: &Confirm) -> Result<Changes, Refused> {
        let verdict = self.count_code(account.id, &input.from).await?;
        match self.fits(account.id, &input.code).await?.filter(|_| verdict == Verdict::Go) {
            Some((factor, proved)) => Ok(self.used(account, factor, proved)),
            None => {
                self.note_refused(self.entry(Action::SessionConfirm).by(account.id).on(account.id.0)).await?;
                Err(Refused::Credentials)
            }
        }
    }
}
