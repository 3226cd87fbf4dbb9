//! The audit log: who did what, on what, of whose, when, from where, and whether they were let. It holds ids and codes
//! alone, never what somebody wrote (SECURITY T06, T07), and is only ever added to. Every [`crate::Desk`] writes one
//! entry with whatever it commits; refusals are noted by whoever answers.

mod action;
mod derive;
mod look;
mod refusals;
pub mod seal;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use action::{Action, Group};
pub(crate) use derive::derived;
pub use refusals::Refusals;
pub use seal::{Log, Seal};

use crate::{
    Desk, Portal, Refused,
    id::{AccountId, AuditId, OrganisationId},
    identity::Seat,
    store::{Changes, StoreError},
};

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Its id.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, if known; nobody when the portal or a command did it.
    pub actor: Option<AccountId>,
    /// Whose data it was about.
    pub organisation: Option<OrganisationId>,
    /// What was done or tried: the name of an [`Action`].
    pub action: String,
    /// On what.
    pub object: Option<Uuid>,
    /// Whether it was allowed.
    pub allowed: bool,
    /// From which network address, as the throttle counts it (IPv4 whole, IPv6 its /64); `None`: from no browser and no
    /// program outside, but by the portal itself, a command, or the host's own code.
    pub origin: Option<String>,
    /// A code more: the route that was refused, the filter of an export. Never what somebody wrote.
    pub detail: Option<String>,
    /// How often: more than once where refusals are counted together.
    pub times: u32,
}

impl Audit {
    /// Something that was allowed, by nobody in particular.
    pub(crate) fn new(id: AuditId, at: DateTime<Utc>, action: Action) -> Self {
        let action = action.name().to_owned();
        let (actor, organisation, object, origin, detail) = (None, None, None, None, None);
        Self { id, at, actor, organisation, action, object, allowed: true, origin, detail, times: 1 }
    }

    /// Who.
    pub(crate) fn by(self, actor: impl Into<Option<AccountId>>) -> Self {
        Self { actor: actor.into(), ..self }
    }

    /// Whose data.
    pub(crate) fn of(self, organisation: impl Into<Option<OrganisationId>>) -> Self {
        Self { organisation: organisation.into(), ..self }
    }

    /// Whose data: where somebody has a seat.
    pub(crate) fn at_seat(self, seat: Seat) -> Self {
        match seat.organisation() {
            Some(id) => self.of(id),
            None => self,
        }
    }

    /// On what.
    pub(crate) fn on(self, object: impl Into<Option<Uuid>>) -> Self {
        Self { object: object.into(), ..self }
    }

    /// It was not allowed.
    pub(crate) fn refused(self) -> Self {
        Self { allowed: false, ..self }
    }

    /// A code more.
    pub(crate) fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

impl Portal {
    /// The same portal as it is used from a network address: whatever is done through it is noted with that. The address
    /// is as the throttle counts it ([`crate::identity::SignIn::from`]).
    #[must_use]
    pub fn visited_from(&self, origin: impl Into<Arc<str>>) -> Self {
        let mut visited = self.clone();
        visited.origin = Some(origin.into());
        visited
    }

    /// An entry of the audit log, now, from wherever the portal is used: `changes.audit(self.entry(Action::…).by(…))`.
    pub(crate) fn entry(&self, action: Action) -> Audit {
        let at = self.now();
        let origin = self.origin.as_deref().map(str::to_owned);
        Audit { origin, ..Audit::new(AuditId(self.uuid(at)), at, action) }
    }

    /// Notes something that changes nothing else.
    pub(crate) async fn note(&self, entry: Audit) -> Result<(), StoreError> {
        let mut changes = Changes::new();
        changes.audit(entry);
        self.parts().store.commit(&changes).await
    }

    /// Notes that an answer refused somebody: `tried` is the route's pattern or a code for why, `object` what its address
    /// names. A refused call has changed nothing else by then.
    ///
    /// # Errors
    /// When the database cannot be written; the answer goes out nevertheless.
    pub async fn note_refusal(
        &self,
        action: Action,
        by: Option<AccountId>,
        object: Option<Uuid>,
        tried: &str,
    ) -> Result<(), Refused> {
        Ok(self.note_refused(self.entry(action).by(by).on(object).with(tried)).await?)
    }

    /// Notes a refusal. Of many within a minute the first are noted one by one and the others counted ([`Refusals`]).
    pub(crate) async fn note_refused(&self, entry: Audit) -> Result<(), StoreError> {
        let counted = self.parts().refusals.count(self.origin.as_deref(), self.now());
        let mut changes = self.more_refused(counted.past);
        if counted.alone {
            changes.audit(entry.refused());
        }
        self.parts().store.commit(&changes).await
    }

    /// Writes down how many refusals of minutes that are over were not noted one by one.
    pub(crate) async fn note_past_refusals(&self) -> Result<(), StoreError> {
        let past = self.parts().refusals.past(self.now());
        self.parts().store.commit(&self.more_refused(past)).await
    }

    fn more_refused(&self, past: Vec<(Option<String>, u32)>) -> Changes {
        let mut changes = Changes::new();
        for (origin, times) in past {
            changes.audit(Audit { origin, times, ..self.entry(Action::AccessMore).refused() });
        }
        changes
    }
}

impl Desk<'_> {
    /// An entry of the audit log about what the viewer does now. A use case that gives none to [`Desk::commit`] gets one
    /// that is derived from what it writes.
    pub(crate) fn entry(&self, action: Action) -> Audit {
        self.portal.entry(action).by(self.viewer.account())
    }
}
