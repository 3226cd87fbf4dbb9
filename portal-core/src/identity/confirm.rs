//! Fresh authentication: what is sensitive asks for a proof of who somebody is that is not older than
//! [`Session::FRESH`], and a new one is given here, without signing out (ASVS 7.5.1, SECURITY A18).

use super::{Pending, Secret, Session, SignIn, SignedIn};
use crate::{
    Desk, Portal, Refused,
    audit::Action,
    store::{Change, Changes, Expect, Record, StoreError, Subject},
};

/// A new proof of who somebody is.
#[derive(Clone)]
pub struct Confirm {
    /// The account's password.
    pub password: String,
    /// The network address it comes from ([`SignIn::from`]).
    pub from: String,
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
    pub async fn end_other_sessions(&self, changes: &mut Changes) -> Result<(), StoreError> {
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
    /// [`Refused::Credentials`] for a wrong password, one that came too early, or a session that is over;
    /// [`Refused::Wait`] as for [`Portal::sign_in`].
    pub async fn confirm(&self, token: &Secret, input: &Confirm) -> Result<SignedIn, Refused> {
        let (now, found) = (self.now(), self.parts().store.session(&token.hash()).await?);
        let open = |session: &Session| session.is_live(now) && session.pending.is_none();
        let found = found.filter(|found| open(&found.session)).ok_or(Refused::Credentials)?;
        let (password, from) = (input.password.clone(), input.from.clone());
        let typed = SignIn { email: found.account.email.clone(), password, from };
        let account = self.check_password(&typed, Action::SessionConfirm, &mut "").await?;
        if account.id != found.account.id {
            return Err(Refused::Credentials);
        }
        let (secret, pending): (_, Option<Pending>) = (Secret::new(self.parts().ids.secret()), None);
        let session = Session { hash: secret.hash(), authenticated: now, seen: now, pending, ..found.session };
        let (expires, expect) = (session.expires, Expect::Loaded(account.version));
        let mut changes = Changes::new();
        changes.push(Change::Remove(Subject::Session(token.hash())));
        changes.create(Record::Session(session)).write(Record::Account(account.clone()), expect);
        changes.audit(self.entry(Action::SessionConfirm).by(account.id).on(account.id.0));
        match self.parts().store.commit(&changes).await.map_err(Refused::from) {
            // Something of the account changed while the password was looked at; the person only has to press again.
            Err(Refused::Stale) => Err(Refused::Wait(1)),
            done => done.map(|()| SignedIn { token: secret, expires, account, pending }),
        }
    }
}
