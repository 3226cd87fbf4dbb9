//! Where somebody is signed in, and signing out there. A session is reached by its own person alone.

use super::Session;
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    store::{Change, Changes, Subject},
};

impl Desk<'_> {
    /// The live sessions of the viewer, last used first; without those that still wait for a second factor.
    pub async fn sessions(&self) -> Result<Vec<Session>, Refused> {
        let now = self.now();
        let mut sessions = self.store.sessions(self.viewer.account()).await?;
        sessions.retain(|session| session.is_live(now) && session.pending.is_none());
        sessions.sort_by_key(|session| std::cmp::Reverse((session.seen, session.created)));
        Ok(sessions)
    }

    /// Signs the viewer out of one of their sessions, named by its handle ([`Session::handle`]).
    ///
    /// # Errors
    /// [`Refused::NotFound`] for somebody else's session as for none at all (SECURITY S09); [`Refused::Confirm`] for another
    /// session than the one they come with, when their proof of who they are is old: whoever found a browser open shuts
    /// nobody out elsewhere (ASVS 7.5.2).
    pub async fn sign_out_of(&self, handle: &str) -> Result<(), Refused> {
        let sessions = self.sessions().await?;
        let session = sessions.iter().find(|session| session.handle() == handle).ok_or(Refused::NotFound)?;
        if self.viewer.session() != Some(session.hash) {
            self.require_fresh_session()?;
        }
        self.end(&[session], Action::SessionEnded).await
    }

    /// Signs the viewer out everywhere but in this session; `None`: everywhere.
    ///
    /// # Errors
    /// [`Refused::Confirm`] as [`Desk::sign_out_of`].
    pub async fn sign_out_elsewhere(&self, own: Option<&Session>) -> Result<(), Refused> {
        self.require_fresh_session()?;
        let sessions = self.sessions().await?;
        let others: Vec<&Session> = sessions.iter().filter(|it| own.is_none_or(|own| own.hash != it.hash)).collect();
        self.end(&others, Action::SessionsEnded).await
    }

    /// A fresh proof from whoever comes with a session. A program's token was made with one.
    fn require_fresh_session(&self) -> Result<(), Refused> {
        if self.viewer.session().is_some() { self.require_fresh() } else { Ok(()) }
    }

    async fn end(&self, sessions: &[&Session], action: Action) -> Result<(), Refused> {
        let account = self.viewer.account();
        let mut changes = Changes::new();
        for session in sessions {
            changes.push(Change::Remove(Subject::Session(session.hash)));
        }
        changes.audit(self.entry(action).on(account.0));
        let made = sessions.first().map_or(Subject::Account(account), |session| Subject::Session(session.hash));
        self.commit(made, changes, &mut Tries::once()).await.map(|_| ())
    }
}
