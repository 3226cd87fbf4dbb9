//! Signing in with a link in a mail, where the definition allows it (`sign_in: {magic_link: true}`).

use super::{Link, LinkPurpose, LinkState, Secret, SignedIn};
use crate::{
    Portal, Refused,
    audit::Action,
    id::AccountId,
    store::{Changes, Conflict, Expect, Record, StoreError},
};

fn purpose(account: AccountId) -> LinkPurpose {
    LinkPurpose::SignIn { account }
}

impl Portal {
    /// Sends a link to sign in with, which counts for ten minutes, if there is such an account; the answer never says
    /// whether. All else is as of a link to a new password ([`Portal::ask_reset`]).
    ///
    /// # Errors
    /// [`Refused::NotFound`] where nobody signs in so; else [`Refused::Unavailable`] alone.
    pub async fn ask_sign_in(&self, email: &str, from: &str) -> Result<(), Refused> {
        self.links_let_in()?;
        self.ask_link((email, from), purpose, Action::SessionLinkAsked).await
    }

    /// Who would sign in with a link: the address it was sent to.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it does not count, or no longer, or where nobody signs in so.
    pub async fn sign_in_link(&self, secret: &Secret) -> Result<String, Refused> {
        self.links_let_in()?;
        self.own_link(secret, purpose).await.map(|(link, _)| link.email)
    }

    /// Spends a link and signs in. It stands for the password.
    ///
    /// # Errors
    /// As [`Portal::sign_in_link`].
    pub async fn sign_in_by_link(&self, secret: &Secret) -> Result<SignedIn, Refused> {
        self.links_let_in()?;
        let (link, account) = self.own_link(secret, purpose).await?;
        let loaded = Expect::Loaded(link.version);
        let mut changes = Changes::new();
        changes.write(Record::Link(Link { state: LinkState::Spent, ..link }), loaded);
        match self.parts().store.commit(&changes).await {
            Err(StoreError::Conflict(Conflict::Moved(_))) => return Err(Refused::NotFound),
            done => done?,
        }
        self.begin_session(account, Action::SessionBeginByLink).await
    }

    fn links_let_in(&self) -> Result<(), Refused> {
        if self.definition().sign_in.magic_link { Ok(()) } else { Err(Refused::NotFound) }
    }
}
