//! Taking a seat that one was invited to, as somebody whom the host or a provider introduces.

use super::{
    Account, AccountState, AlertKind, Introduced, Introducer, LinkPurpose, Secret, email_key, invite::fault_of_name,
};
use crate::{
    Portal, Refused,
    audit::Action,
    form::one_line,
    id::{AccountId, Version},
    store::{Changes, Record},
};

impl Portal {
    /// Takes the seat for somebody who is introduced: from then on the issuer knows their account. Address and role are the
    /// invitation's (SECURITY A09). Who is known already takes the seat only when the invitation went to their account's
    /// address. An account that is there with that address is linked only when the issuer has verified the same address:
    /// the link alone is in a letter, and would stand in for the password and the second factor.
    ///
    /// # Errors
    /// As [`Portal::invitation`]; [`Refused::Answers`] for a name that will not do; [`Refused::Credentials`] for somebody
    /// else than was invited, a disabled account, or one that cannot be linked so.
    pub async fn accept_introduced(
        &self,
        secret: &Secret,
        by: Introducer<'_>,
        who: &Introduced,
        name: &str,
    ) -> Result<AccountId, Refused> {
        let (link, seat, role, _) = self.counting(secret).await?;
        let LinkPurpose::Invitation { limits, .. } = link.purpose.clone() else { return Err(Refused::NotFound) };
        if !by.is_sound() || !who.is_sound() {
            return Err(Refused::Credentials);
        }
        let (store, key) = (&self.parts().store, email_key(&link.email));
        let known = store.identity(by.issuer, &who.subject).await?.map(|(_, account)| account);
        let there = store.account_by_email(&key).await?;
        let verified = who.verified_email().is_some_and(|email| email_key(email) == key);
        let (is_known, is_there) = (known.is_some(), there.is_some());
        let mut changes = Changes::new();
        let account = match (known, there) {
            (Some(account), _) if email_key(&account.email) == key => account,
            (None, Some(account)) if verified => account,
            (None, None) => {
                let account = self.invited_account(&link.email, &link.locale, name)?;
                changes.create(Record::Account(account.clone()));
                account
            }
            _ => return Err(Refused::Credentials),
        };
        if account.state != AccountState::Active {
            return Err(Refused::Credentials);
        }
        if !is_known {
            changes.create(Record::Identity(self.new_identity(by, who, account.id)));
            changes.audit(self.entry(Action::IdentityLinked).by(account.id).on(account.id.0));
            if is_there {
                changes.extend(self.alert(&account, AlertKind::IdentityConnected, by.issuer));
            }
        }
        changes.extend(self.joined(link, account.id, seat, role, limits).await?);
        match store.commit(&changes).await.map_err(Refused::from) {
            Err(Refused::Stale) => Err(Refused::NotFound),
            done => done.map(|()| account.id),
        }
    }

    fn invited_account(&self, email: &str, locale: &str, name: &str) -> Result<Account, Refused> {
        let (name, created) = (one_line(name), self.now());
        if let Some(fault) = fault_of_name(&name) {
            return Err(Refused::Answers(vec![fault]));
        }
        Ok(Account {
            id: AccountId(self.uuid(created)),
            email: email.to_owned(),
            name,
            locale: locale.to_owned(),
            password: None,
            state: AccountState::Active,
            seen: None,
            created,
            version: Version::FIRST,
        })
    }
}
