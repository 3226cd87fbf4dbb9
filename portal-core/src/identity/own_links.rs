//! Links of an account: a new password, another address, signing in. Of each purpose only the newest counts, and none
//! outlives a change of what lets somebody in (SECURITY A03).

use super::{
    Account, AccountState, Bucket, Link, LinkPurpose, LinkState, Secret, Verdict, email_key, invite::new_link,
};
use crate::{
    Portal, Refused,
    audit::Action,
    id::{AccountId, LinkId},
    store::{Changes, Expect, Record, Store, StoreError},
};

impl Portal {
    /// Sends somebody a link that lets them in, if there is such an account; the answer never says whether (SECURITY A01). A
    /// link for the same that was sent before is worthless from then on (SECURITY A03). After three letters to an address
    /// within an hour, or ten that one network address (`from`) asked for, no more are sent (SECURITY R07).
    pub(super) async fn ask_link(
        &self,
        (email, from): (&str, &str),
        purpose: fn(AccountId) -> LinkPurpose,
        action: Action,
    ) -> Result<(), Refused> {
        let (parts, now, key) = (self.parts(), self.now(), email_key(email));
        let mut goes = true;
        for bucket in [Bucket::LettersFrom(from.to_owned()), Bucket::Letters(key.clone())] {
            goes = goes && parts.engine.throttle(&bucket, now).await? == Verdict::Go;
        }
        let account = parts.store.account_by_email(&key).await?.filter(|account| account.state == AccountState::Active);
        let actor = account.as_ref().map(|account| account.id);
        let entry = self.entry(action).by(actor).on(actor.map(|actor| actor.0));
        let Some(account) = account.filter(|_| goes) else { return Ok(self.note_refused(entry).await?) };
        let (link, expect) = self.link_anew(&account, purpose(account.id), &account.email).await?;
        let job = self.link_job(link.id, now);
        let mut changes = Changes::new();
        changes.audit(entry).write(Record::Link(link), expect).create(Record::Job(job));
        match parts.store.commit(&changes).await.map_err(Refused::from) {
            // Somebody asked twice at the same moment: one letter is enough.
            Err(Refused::Stale) => Ok(()),
            done => {
                parts.bell.ring();
                done
            }
        }
    }

    /// The link of an account for a purpose, made or made anew, whose letter goes to `email`.
    pub(super) async fn link_anew(
        &self,
        account: &Account,
        purpose: LinkPurpose,
        email: &str,
    ) -> Result<(Link, Expect), StoreError> {
        let now = self.now();
        let (name, email, locale) = (account.name.clone(), email.to_owned(), account.locale.clone());
        let open = self.parts().store.links_of(account.id).await?.into_iter().find(|link| link.purpose == purpose);
        Ok(match open {
            Some(link) => {
                let expect = Expect::Loaded(link.version);
                (Link { email, name, locale, ..link }.anew(now), expect)
            }
            None => (new_link(LinkId(self.uuid(now)), purpose, (name, email, locale), now), Expect::New),
        })
    }

    /// Takes all open links of an account back but one, in the batch that changes what lets its person in.
    pub(crate) async fn dead_links(&self, account: AccountId, but: Option<LinkId>) -> Result<Changes, StoreError> {
        revoked(self.parts().store.as_ref(), account, but).await
    }

    /// An account's link that counts, by the secret of its letter, with its account; `purpose` says which one it must be
    /// (SECURITY A06).
    pub(super) async fn own_link(
        &self,
        secret: &Secret,
        purpose: fn(AccountId) -> LinkPurpose,
    ) -> Result<(Link, Account), Refused> {
        let store = &self.parts().store;
        let link = store.link_by_hash(&secret.hash()).await?.filter(|link| link.counts(self.now()));
        let link = link.ok_or(Refused::NotFound)?;
        let owner = link.purpose.owner().filter(|owner| purpose(*owner) == link.purpose).ok_or(Refused::NotFound)?;
        let account = store.account(owner).await?.filter(|account| account.state == AccountState::Active);
        Ok((link, account.ok_or(Refused::NotFound)?))
    }
}

/// What takes all open links of an account back but one.
pub(super) async fn revoked(store: &dyn Store, account: AccountId, but: Option<LinkId>) -> Result<Changes, StoreError> {
    let mut changes = Changes::new();
    for link in store.links_of(account).await?.into_iter().filter(|link| Some(link.id) != but) {
        let loaded = Expect::Loaded(link.version);
        changes.write(Record::Link(Link { state: LinkState::Revoked, ..link }), loaded);
    }
    Ok(changes)
}
