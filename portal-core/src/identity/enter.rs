//! Coming in with a session, and leaving.

use chrono::TimeDelta;

use super::{Account, AccountState, Device, Organisation, Purpose, Secret, Session, Viewer, account::are_suspended};
use crate::{
    Desk, Portal, Refused,
    audit::Action,
    id::OrganisationId,
    portal::broken,
    store::{Change, Changes, StoreError, Subject, Visitor},
};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Entered {
    /// What they may do.
    pub viewer: Viewer,
    /// Who they are.
    pub account: Account,
    /// With which session; `None`: with a token of a program's.
    pub session: Option<Session>,
}

impl Portal {
    /// Who comes with this token; `None`: nobody, no longer, or not yet: a session that waits for something opens nothing,
    /// nor does one of a single step since its person must have a second factor (SECURITY A12). Rights are worked out afresh
    /// each time, so that a change of role or a removal counts from the next request on (SECURITY T09, S04).
    pub async fn enter(&self, token: &Secret) -> Result<Option<Entered>, Refused> {
        self.enter_from(token, None).await
    }

    /// As [`Portal::enter`], and notes from where the session is used, for its person to recognise it.
    pub async fn enter_from(&self, token: &Secret, from: Option<&Device>) -> Result<Option<Entered>, Refused> {
        let (parts, now) = (self.parts(), self.now());
        let Some(found) = parts.store.session(&token.hash()).await? else { return Ok(None) };
        let Visitor { session, account, memberships, organisations } = found;
        let shut = are_suspended(&memberships) || account.state != AccountState::Active;
        if !session.is_live(now) {
            self.over(&session).await?;
            return Ok(None);
        }
        if shut || session.pending.is_some() {
            return Ok(None);
        }
        let viewer = Viewer::new(&account, &memberships, self.definition()).of(organisations).with(&session);
        if !session.two_step && self.must_have_factor(&viewer) {
            return Ok(None);
        }
        let unknown = session.from.is_none() && from.is_some();
        if unknown || now - session.seen > TimeDelta::minutes(1) {
            parts.engine.touch(&session.hash, from, now).await?;
        }
        Ok(Some(Entered { viewer, account, session: Some(session) }))
    }

    /// Removes a session that is over, so that a clock which goes back does not revive it (SECURITY S06).
    async fn over(&self, session: &Session) -> Result<(), StoreError> {
        let mut changes = Changes::new();
        changes.push(Change::Remove(Subject::Session(session.hash)));
        self.parts().store.commit(&changes).await
    }

    /// Which program comes with this token, for whom; `None`: none, or no longer. As with a session, rights are worked
    /// out afresh each time.
    pub async fn enter_with_token(&self, token: &Secret) -> Result<Option<Entered>, Refused> {
        let (parts, now) = (self.parts(), self.now());
        let Some((token, account, memberships)) = parts.store.token(&token.hash()).await? else { return Ok(None) };
        if are_suspended(&memberships) || !token.opens(Purpose::Api, now) || account.state != AccountState::Active {
            return Ok(None);
        }
        if token.used.is_none_or(|used| now - used > TimeDelta::minutes(1)) {
            parts.engine.touch_token(&token.hash, now).await?;
        }
        let viewer = Viewer::new(&account, &memberships, self.definition()).no_further_than(token.scope.as_ref());
        Ok(Some(Entered { viewer, account, session: None }))
    }

    /// Ends a session; one that is not there is no error (SECURITY S02).
    pub async fn sign_out(&self, token: &Secret) -> Result<(), Refused> {
        let Some(found) = self.parts().store.session(&token.hash()).await? else { return Ok(()) };
        let account = found.account.id;
        let mut changes = Changes::new();
        changes.push(Change::Remove(Subject::Session(token.hash())));
        changes.audit(self.entry(Action::SessionEnd).by(account).on(account.0));
        Ok(self.parts().store.commit(&changes).await?)
    }
}

impl Desk<'_> {
    /// The organisations the viewer belongs to as a client, by name; none for somebody of the team.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, Refused> {
        let ids: Vec<_> = self.viewer.organisations().collect();
        let known: Option<Vec<_>> = ids.iter().map(|id| self.viewer.organisation(*id).cloned()).collect();
        match known {
            Some(mut known) => {
                known.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
                Ok(known)
            }
            None => Ok(self.store.organisations(&ids).await?),
        }
    }

    /// An organisation: the viewer's own, as it was read on the way in, or another's.
    pub(crate) async fn organisation(&self, id: OrganisationId) -> Result<Organisation, Refused> {
        if let Some(known) = self.viewer.organisation(id) {
            return Ok(known.clone());
        }
        let found = self.store.organisations(&[id]).await?.pop();
        Ok(found.ok_or_else(|| broken("an organisation that is named is not there"))?)
    }
}
