//! What all ways to a new password share: it is judged, and hashed.

use super::{Account, PasswordError, Seat, check_policy, invite::fault, password::prepared};
use crate::{
    Portal, Refused,
    form::{FieldFault, Reason},
    store::StoreError,
};

impl Portal {
    /// What is wrong with a new password, beside these words of its owner's: the names of the portal and of the
    /// organisations where they have seats count, too.
    pub(super) async fn judged(
        &self,
        password: &str,
        own: &[&str],
        seats: impl IntoIterator<Item = Seat>,
    ) -> Result<Option<FieldFault>, StoreError> {
        let ids: Vec<_> = seats.into_iter().filter_map(Seat::organisation).collect();
        let organisations = self.parts().store.organisations(&ids).await?;
        let definition = self.definition();
        let portal = definition.locales.iter().map(|locale| definition.name.get(locale));
        let known = organisations.iter().map(|organisation| organisation.name.as_str());
        let own: Vec<&str> = own.iter().copied().chain(portal).chain(known).collect();
        Ok(check_policy(password, &own).err().map(|weak| fault("password", Reason::Weak(weak))))
    }

    /// The same of a new password for an account.
    pub(super) async fn judged_for(&self, account: &Account, password: &str) -> Result<Option<FieldFault>, StoreError> {
        let memberships = self.parts().store.memberships(account.id).await?;
        let seats = memberships.iter().map(|membership| membership.seat);
        self.judged(password, &[&account.name, &account.email], seats).await
    }

    /// A password as it is stored.
    pub(super) async fn hashed(&self, password: &str) -> Result<String, Refused> {
        let parts = self.parts();
        let salt: [u8; 16] = parts.ids.secret()[..16].try_into().expect("sixteen of 32 bytes");
        let password = prepared(password).ok_or(Refused::Credentials)?;
        parts.passwords.hash(&password, salt).await.map_err(|error| match error {
            PasswordError::Busy => Refused::Wait(2),
            PasswordError::Failed(_) => Refused::Broken(Box::new(error)),
        })
    }
}
