//! Connecting one's account with a name that the host or a provider gives, and undoing it, by somebody who has just proved who
//! they are (SECURITY A18, A22).

use super::{AlertKind, Identity, Introduced, Introducer};
use crate::{
    Desk, Refused,
    audit::Action,
    id::IdentityId,
    portal::broken,
    store::{Change, Expect, Record, Subject},
};

impl Desk<'_> {
    /// Under which names the viewer's account is known elsewhere, oldest first.
    pub async fn identities(&self) -> Result<Vec<Identity>, Refused> {
        Ok(self.store.identities_of(self.viewer.account()).await?)
    }

    /// From now on the viewer is whom the issuer introduces by this name; a letter tells them. Connecting once more changes
    /// nothing.
    ///
    /// # Errors
    /// [`Refused::Confirm`] unless they have just proved who they are; [`Refused::NotHere`] when the name is another
    /// account's; [`Refused::Credentials`] for a name that is none.
    pub async fn connect(&self, by: Introducer<'_>, who: &Introduced) -> Result<IdentityId, Refused> {
        self.require_fresh()?;
        if !by.is_sound() || !who.is_sound() {
            return Err(Refused::Credentials);
        }
        let me = self.viewer.account();
        let mut tries = self.tries();
        loop {
            match self.store.identity(by.issuer, &who.subject).await? {
                Some((identity, account)) if account.id == me => return Ok(identity.id),
                Some(_) => {
                    self.portal.note_refused(self.entry(Action::IdentityConnected).on(me.0)).await?;
                    return Err(Refused::NotHere);
                }
                None => {}
            }
            let account = self.store.account(me).await?.ok_or_else(|| broken("a viewer without an account"))?;
            let identity = self.portal.new_identity(by, who, me);
            let made = identity.id;
            let mut changes = self.portal.alert(&account, AlertKind::IdentityConnected, by.issuer);
            changes.create(Record::Identity(identity));
            changes.audit(self.entry(Action::IdentityConnected).on(me.0));
            if self.commit(Subject::Identity(made), changes, &mut tries).await? {
                return Ok(made);
            }
        }
    }

    /// The issuer's name is the viewer's no longer; a letter tells them.
    ///
    /// # Errors
    /// [`Refused::Confirm`] as for [`Desk::connect`]; [`Refused::NotFound`] when it is none of theirs; [`Refused::NotHere`]
    /// when it is the last way in of an account without a password.
    pub async fn disconnect(&self, id: IdentityId) -> Result<(), Refused> {
        self.require_fresh()?;
        let me = self.viewer.account();
        let mut tries = self.tries();
        loop {
            let known = self.store.identities_of(me).await?;
            let gone = known.iter().find(|identity| identity.id == id).ok_or(Refused::NotFound)?;
            let account = self.store.account(me).await?.ok_or_else(|| broken("a viewer without an account"))?;
            if account.password.is_none() && known.len() == 1 {
                return Err(Refused::NotHere);
            }
            let mut changes = self.portal.alert(&account, AlertKind::IdentityDisconnected, &gone.issuer);
            changes.push(Change::Remove(Subject::Identity(id)));
            // Written as it is, so that of two at once the second sees what the first left.
            let expect = Expect::Loaded(account.version);
            changes.write(Record::Account(account), expect);
            changes.audit(self.entry(Action::IdentityDisconnected).on(me.0));
            if self.commit(Subject::Identity(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }
}
