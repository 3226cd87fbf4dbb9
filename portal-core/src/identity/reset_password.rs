//! Choosing a new password by a link that was sent to the account's address.

use super::{AlertKind, Link, LinkPurpose, LinkState, Secret, SignedIn};
use crate::{
    Portal, Refused,
    audit::Action,
    id::AccountId,
    store::{Change, Changes, Expect, Record, Subject},
};

/// How often it is decided again when something of the account moved meanwhile.
const TRIES: u8 = 3;

fn purpose(account: AccountId) -> LinkPurpose {
    LinkPurpose::Reset { account }
}

impl Portal {
    /// Sends a link to a new password, if there is such an account; the answer never says whether (SECURITY A01). A link
    /// that was sent before is worthless from then on (SECURITY A03). After three letters to an address within an
    /// hour, or ten that one network address (`from`) asked for, no more are sent (SECURITY R07).
    ///
    /// # Errors
    /// [`Refused::NotFound`] where nobody has a password; else [`Refused::Unavailable`] alone.
    pub async fn ask_reset(&self, email: &str, from: &str) -> Result<(), Refused> {
        if !self.definition().sign_in.password {
            return Err(Refused::NotFound);
        }
        self.ask_link((email, from), purpose, Action::PasswordResetAsked).await
    }

    /// Whose password a link would change: the address it was sent to.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it does not count, or no longer.
    pub async fn reset(&self, secret: &Secret) -> Result<String, Refused> {
        self.own_link(secret, purpose).await.map(|(link, _)| link.email)
    }

    /// Chooses a new password and signs in. All other sessions and links of the account end in the same commit (SECURITY
    /// S03, A03), and a letter tells its person.
    ///
    /// # Errors
    /// As [`Portal::reset`]; [`Refused::Answers`] for a password that is too weak.
    pub async fn reset_password(&self, secret: &Secret, password: &str) -> Result<SignedIn, Refused> {
        let (_, account) = self.own_link(secret, purpose).await?;
        if let Some(weak) = self.judged_for(&account, password).await? {
            return Err(Refused::Answers(vec![weak]));
        }
        let (store, hash) = (&self.parts().store, self.hashed(password).await?);
        for _ in 0..TRIES {
            let (link, mut account) = self.own_link(secret, purpose).await?;
            let (id, expect) = (account.id, (Expect::Loaded(link.version), Expect::Loaded(account.version)));
            account.password = Some(hash.clone());
            let mut changes = Changes::new();
            for session in store.sessions(id).await? {
                changes.push(Change::Remove(Subject::Session(session.hash)));
            }
            changes.extend(self.dead_links(id, Some(link.id)).await?);
            changes.extend(self.alert(&account, AlertKind::PasswordChanged, ""));
            changes.write(Record::Link(Link { state: LinkState::Spent, ..link }), expect.0);
            changes.write(Record::Account(account), expect.1);
            changes.audit(self.entry(Action::PasswordReset).by(id).on(id.0));
            match store.commit(&changes).await.map_err(Refused::from) {
                Err(Refused::Stale) => {}
                Err(refused) => return Err(refused),
                Ok(()) => {
                    self.parts().bell.ring();
                    let account = store.account(id).await?.ok_or(Refused::NotFound)?;
                    return self.begin_session(account, Action::SessionBeginByLink).await;
                }
            }
        }
        Err(Refused::NotFound)
    }
}
