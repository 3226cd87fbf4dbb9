//! Choosing another password while signed in.

use super::{AlertKind, SignIn};
use crate::{
    Desk, Refused,
    audit::Action,
    portal::broken,
    store::{Changes, Expect, Record, Subject},
};

/// What somebody fills in who wants another password.
#[derive(Clone)]
pub struct ChangePassword {
    /// The one they have; not looked at when the account has none.
    pub old: String,
    /// The new one.
    pub new: String,
    /// The network address it comes from ([`SignIn::from`]).
    pub from: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangePassword").finish_non_exhaustive()
    }
}

impl Desk<'_> {
    /// Whether the viewer has a password.
    pub async fn has_password(&self) -> Result<bool, Refused> {
        let account = self.store.account(self.viewer.account()).await?;
        Ok(account.is_some_and(|account| account.password.is_some()))
    }

    /// Chooses another password. The one before must be known, which is proof enough of who it is (SECURITY A18); an account
    /// without one needs a fresh proof. All other sessions and all links of the account end in the same commit (SECURITY
    /// S03, A03), and a letter tells its person.
    ///
    /// # Errors
    /// [`Refused::Answers`] for a new password that is too weak; [`Refused::Credentials`] when the old one is wrong, or
    /// was tried too often, counted as guesses at a sign-in; [`Refused::Confirm`] when the account has none and the proof is
    /// not fresh; [`Refused::NotFound`] where nobody has a password.
    pub async fn change_password(&self, input: &ChangePassword) -> Result<(), Refused> {
        if !self.definition().sign_in.password {
            return Err(Refused::NotFound);
        }
        let id = self.viewer.account();
        let account = self.store.account(id).await?.ok_or_else(|| broken("a viewer without an account"))?;
        if account.password.is_none() {
            self.require_fresh()?;
        }
        if let Some(weak) = self.portal.judged_for(&account, &input.new).await? {
            return Err(Refused::Answers(vec![weak]));
        }
        if account.password.is_some() {
            let (email, password, from) = (account.email.clone(), input.old.clone(), input.from.clone());
            let typed = SignIn { email, password, from, browser: None };
            let found = self.portal.check_password(&typed, Action::PasswordChange, &mut "").await?;
            if found.id != id {
                return Err(Refused::Credentials);
            }
        }
        let (hash, before) = (self.portal.hashed(&input.new).await?, account.password);
        let mut tries = self.tries();
        loop {
            let account = self.store.account(id).await?;
            let same = account.filter(|account| account.password == before);
            let mut account = same.ok_or(Refused::Credentials)?;
            let expect = Expect::Loaded(account.version);
            account.password = Some(hash.clone());
            let mut changes = Changes::new();
            self.end_other_sessions(&mut changes).await?;
            changes.extend(self.portal.dead_links(id, None).await?);
            changes.extend(self.portal.alert(&account, AlertKind::PasswordChanged, ""));
            changes.write(Record::Account(account), expect);
            changes.audit(self.entry(Action::PasswordChange).on(id.0));
            if self.commit(Subject::Account(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }
}
