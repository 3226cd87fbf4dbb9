//! Another mail address: asked for while signed in, effective when it is confirmed there, told to the one before
//! (SECURITY A18).

use super::{AccountState, AlertKind, Bucket, Link, LinkPurpose, LinkState, Secret, Verdict, email_key, invite::fault};
use crate::{
    Desk, Portal, Refused,
    audit::Action,
    form::{Reason, is_email},
    id::AccountId,
    notification::DeliveryState,
    portal::broken,
    store::{Changes, Conflict, Expect, Record, StoreError, Subject},
};

/// How often it is decided again when something of the account moved meanwhile.
const TRIES: u8 = 3;

fn purpose(account: AccountId) -> LinkPurpose {
    LinkPurpose::Address { account }
}

impl Desk<'_> {
    /// Asks for another address: a letter goes there with a link that counts for a day, and one to the address as it is. Nothing
    /// changes before the link is used. Of an address that belongs to somebody else nothing is told: all looks the same
    /// here, and its owner gets a letter that somebody wanted it (SECURITY A01).
    ///
    /// # Errors
    /// [`Refused::Confirm`] without a fresh proof of who it is; [`Refused::Answers`] for what is no address;
    /// [`Refused::NotHere`] for the one it is already; [`Refused::Wait`] after three letters to the address within an hour,
    /// or ten that one network address (`from`) asked for (SECURITY R07).
    pub async fn ask_address(&self, email: &str, from: &str) -> Result<(), Refused> {
        self.require_fresh()?;
        let (email, now) = (email.trim(), self.now());
        if !is_email(email) {
            return Err(Refused::Answers(vec![fault("email", Reason::NotAnEmail)]));
        }
        let (parts, id, key) = (self.parts(), self.viewer.account(), email_key(email));
        let account = self.store.account(id).await?.ok_or_else(|| broken("a viewer without an account"))?;
        if account.email == email {
            return Err(Refused::NotHere);
        }
        for bucket in [Bucket::LettersFrom(from.to_owned()), Bucket::Letters(key.clone())] {
            if let Verdict::Wait(until) = parts.engine.throttle(&bucket, now).await? {
                return Err(Refused::wait(until - now));
            }
        }
        let mut tries = self.tries();
        loop {
            let (link, expect) = self.portal.link_anew(&account, purpose(id), email).await?;
            let owner = self.store.account_by_email(&key).await?.filter(|owner| owner.id != id);
            let mut changes = self.portal.alert(&account, AlertKind::AddressAsked, email);
            let (made, job) = (link.id, self.portal.link_job(link.id, now));
            match owner {
                None => {
                    changes.write(Record::Link(link), expect).create(Record::Job(job));
                }
                Some(owner) => {
                    changes.write(Record::Link(Link { letter: DeliveryState::Suppressed, ..link }), expect);
                    if owner.state == AccountState::Active {
                        changes.extend(self.portal.alert(&owner, AlertKind::AddressWanted, ""));
                    }
                }
            }
            changes.audit(self.entry(Action::AddressAsked).on(id.0));
            if self.commit(Subject::Link(made), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// The address that waits to be confirmed, with until when; `None`: none does.
    pub async fn pending_address(&self) -> Result<Option<Link>, Refused> {
        let (id, now) = (self.viewer.account(), self.now());
        let open = self.store.links_of(id).await?;
        Ok(open.into_iter().find(|link| link.purpose == purpose(id) && link.counts(now)))
    }

    /// Takes back what was asked for: the link to the other address is worthless from then on.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when no address waits.
    pub async fn revoke_address(&self) -> Result<(), Refused> {
        let id = self.viewer.account();
        let mut tries = self.tries();
        loop {
            let link = self.pending_address().await?.ok_or(Refused::NotFound)?;
            let (made, loaded) = (link.id, Expect::Loaded(link.version));
            let mut changes = Changes::new();
            changes.write(Record::Link(Link { state: LinkState::Revoked, ..link }), loaded);
            changes.audit(self.entry(Action::AddressRevoked).on(id.0));
            if self.commit(Subject::Link(made), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }
}

impl Portal {
    /// The address that a link confirms, and of whose account.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it does not count, or no longer.
    pub async fn new_address(&self, secret: &Secret) -> Result<(String, String), Refused> {
        let (link, account) = self.own_link(secret, purpose).await?;
        Ok((link.email, account.name))
    }

    /// Confirms an address: it is the account's, which it gives, from now on. All other links of the account end in the same commit (SECURITY
    /// A03), and a letter tells the address before.
    ///
    /// # Errors
    /// As [`Portal::new_address`], also when the address has become somebody else's meanwhile.
    pub async fn confirm_address(&self, secret: &Secret) -> Result<AccountId, Refused> {
        for _ in 0..TRIES {
            let (link, mut account) = self.own_link(secret, purpose).await?;
            let (id, expect) = (account.id, (Expect::Loaded(link.version), Expect::Loaded(account.version)));
            let mut changes = self.alert(&account, AlertKind::AddressChanged, &link.email);
            account.email.clone_from(&link.email);
            changes.extend(self.dead_links(id, Some(link.id)).await?);
            changes.write(Record::Link(Link { state: LinkState::Spent, ..link }), expect.0);
            changes.write(Record::Account(account), expect.1);
            changes.audit(self.entry(Action::AddressChange).by(id).on(id.0));
            match self.parts().store.commit(&changes).await {
                Ok(()) => {
                    self.parts().bell.ring();
                    return Ok(id);
                }
                Err(StoreError::Conflict(Conflict::Moved(_))) => {}
                Err(StoreError::Conflict(_)) => return Err(Refused::NotFound),
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refused::NotFound)
    }
}
