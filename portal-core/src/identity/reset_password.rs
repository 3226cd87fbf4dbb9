//! Choosing a new password by a link that was sent to the account's address.

use super::{
    AccountState, Bucket, Link, LinkPurpose, LinkState, Secret, SignedIn, Verdict, check_policy, email_key, invite,
};
use crate::{
    Portal, Refused,
    form::Reason,
    id::{AccountId, AuditId, LinkId},
    identity::PasswordError,
    store::{Audit, Change, Changes, Expect, Record, Subject},
};

impl Portal {
    /// Sends a link to a new password, if there is such an account; the answer never says whether (SECURITY A01). A link
    /// that was sent before is worthless from then on (SECURITY A03). After three letters to an address within an
    /// hour, or ten that one network address (`from`) asked for, no more are sent (SECURITY R07).
    ///
    /// # Errors
    /// [`Refused::Unavailable`] alone.
    pub async fn ask_reset(&self, email: &str, from: &str) -> Result<(), Refused> {
        let (parts, now, key) = (self.parts(), self.now(), email_key(email));
        let mut goes = true;
        for bucket in [Bucket::LettersFrom(from.to_owned()), Bucket::Letters(key.clone())] {
            goes = goes && parts.engine.throttle(&bucket, now).await? == Verdict::Go;
        }
        let account = parts.store.account_by_email(&key).await?.filter(|account| account.state == AccountState::Active);
        let mut changes = Changes::new();
        let actor = account.as_ref().map(|account| account.id);
        changes.create(Record::Audit(self.audit_reset(actor, "password.reset_asked", goes && actor.is_some())));
        if let Some(account) = account.filter(|_| goes) {
            let open = parts.store.resets_of(account.id).await?.into_iter().next();
            let purpose = LinkPurpose::Reset { account: account.id };
            let whom = (account.name, account.email, account.locale);
            let fresh = || invite::new_link(LinkId(self.uuid(now)), purpose, whom, now);
            let expect = open.as_ref().map_or(Expect::New, |link| Expect::Loaded(link.version));
            let link = open.map_or_else(fresh, |link| link.anew(now));
            let job = self.link_job(link.id, now);
            changes.write(Record::Link(link), expect).create(Record::Job(job));
        }
        match parts.store.commit(&changes).await.map_err(Refused::from) {
            // Somebody asked twice at the same moment: one letter is enough.
            Err(Refused::Stale) => Ok(()),
            done => {
                parts.bell.ring();
                done
            }
        }
    }

    /// Whose password a link would change: the address it was sent to.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it does not count, or no longer.
    pub async fn reset(&self, secret: &Secret) -> Result<String, Refused> {
        self.resetting(secret).await.map(|(link, _)| link.email)
    }

    /// Chooses a new password and signs in. All other sessions of the account end in the same commit (SECURITY S03).
    ///
    /// # Errors
    /// As [`Portal::reset`]; [`Refused::Answers`] for a password that is too easy.
    pub async fn reset_password(&self, secret: &Secret, password: &str) -> Result<SignedIn, Refused> {
        let (link, account) = self.resetting(secret).await?;
        if !check_policy(password) {
            return Err(Refused::Answers(vec![invite::fault("password", Reason::Pattern)]));
        }
        let store = &self.parts().store;
        let found = store.account(account).await?.filter(|account| account.state == AccountState::Active);
        let mut found = found.ok_or(Refused::NotFound)?;
        let expect = (Expect::Loaded(link.version), Expect::Loaded(found.version));
        found.password = Some(self.hashed(password).await?);
        let mut changes = Changes::new();
        for session in store.sessions(account).await? {
            changes.push(Change::Remove(Subject::Session(session.hash)));
        }
        changes.write(Record::Link(Link { state: LinkState::Spent, ..link }), expect.0);
        changes.write(Record::Account(found), expect.1);
        changes.create(Record::Audit(self.audit_reset(Some(account), "password.reset", true)));
        match store.commit(&changes).await.map_err(Refused::from) {
            Err(Refused::Stale) => return Err(Refused::NotFound),
            done => done?,
        }
        self.sign_in_as(account).await
    }

    async fn resetting(&self, secret: &Secret) -> Result<(Link, AccountId), Refused> {
        let link = self.parts().store.link_by_hash(&secret.hash()).await?;
        let link = link.filter(|link| link.counts(self.now())).ok_or(Refused::NotFound)?;
        match link.purpose {
            LinkPurpose::Reset { account } => Ok((link, account)),
            LinkPurpose::Invitation { .. } => Err(Refused::NotFound),
        }
    }

    /// A password as it is stored.
    pub(super) async fn hashed(&self, password: &str) -> Result<String, Refused> {
        let parts = self.parts();
        let salt: [u8; 16] = parts.ids.secret()[..16].try_into().expect("sixteen of 32 bytes");
        parts.passwords.hash(password, salt).await.map_err(|error| match error {
            PasswordError::Busy => Refused::Wait(2),
            PasswordError::Failed(_) => Refused::Broken(Box::new(error)),
        })
    }

    fn audit_reset(&self, actor: Option<AccountId>, action: &str, allowed: bool) -> Audit {
        let at = self.now();
        let (id, action) = (AuditId(self.uuid(at)), action.to_owned());
        Audit { id, at, actor, organisation: None, action, object: actor.map(|actor| actor.0), allowed }
    }
}
