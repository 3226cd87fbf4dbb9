//! Connecting one's account with a name that the host or a provider gives, and undoing it, by somebody who has just proved who
//! they are (SECURITY A18, A22).

use super::{Identity, Introduced, Introducer};
use crate::{
    Desk, Refused,
    id::IdentityId,
    store::{Change, Changes, Expect, Record, Subject},
};

impl Desk<'_> {
    /// Under which names the viewer's account is known elsewhere, oldest first.
    pub async fn identities(&self) -> Result<Vec<Identity>, Refused> {
        Ok(self.store.identities_of(self.viewer.account()).await?)
    }

    /// From now on the viewer is whom the issuer introduces by this name. Connecting once more changes nothing.
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
        match self.store.identity(by.issuer, &who.subject).await? {
            Some((identity, account)) if account.id == me => return Ok(identity.id),
            Some(_) => return Err(Refused::NotHere),
            None => {}
        }
        let identity = self.portal.new_identity(by, who, me);
        let (id, mut changes) = (identity.id, Changes::new());
        changes.create(Record::Identity(identity));
        changes.create(Record::Audit(self.portal.audit_row(Some(me), "identity.connected", true)));
        match self.store.commit(&changes).await.map_err(Refused::from) {
            // Somebody was faster with the same name.
            Err(Refused::Stale) => Err(Refused::NotHere),
            done => done.map(|()| id),
        }
    }

    /// The issuer's name is the viewer's no longer.
    ///
    /// # Errors
    /// [`Refused::Confirm`] as for [`Desk::connect`]; [`Refused::NotFound`] when it is none of theirs; [`Refused::NotHere`]
    /// when it is the last way in of an account without a password.
    pub async fn disconnect(&self, id: IdentityId) -> Result<(), Refused> {
        self.require_fresh()?;
        let me = self.viewer.account();
        let known = self.store.identities_of(me).await?;
        if known.iter().all(|identity| identity.id != id) {
            return Err(Refused::NotFound);
        }
        let account = self.store.account(me).await?.ok_or(Refused::NotFound)?;
        if account.password.is_none() && known.len() == 1 {
            return Err(Refused::NotHere);
        }
        let (expect, mut changes) = (Expect::Loaded(account.version), Changes::new());
        changes.push(Change::Remove(Subject::Identity(id)));
        // Written as it is, so that of two at once the second sees what the first left.
        changes.write(Record::Account(account), expect);
        changes.create(Record::Audit(self.portal.audit_row(Some(me), "identity.disconnected", true)));
        Ok(self.store.commit(&changes).await?)
    }
}
