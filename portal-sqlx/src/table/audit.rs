//! The audit log.

use portal_core::store::Audit;
use uuid::Uuid;

use crate::value::Time;

table! {
    /// One entry of the audit log.
    AuditRow = "portal_audit", on conflict "(id) do nothing" {
        id: Uuid as uuid,
        at: Time as time,
        actor: Option<Uuid> as uuid,
        organisation: Option<Uuid> as uuid,
        action: String as text,
        object: Option<Uuid> as uuid,
        allowed: bool as bool,
    }
}

impl From<&Audit> for AuditRow {
    fn from(it: &Audit) -> Self {
        Self {
            id: it.id.0,
            at: Time(it.at),
            actor: it.actor.map(|id| id.0),
            organisation: it.organisation.map(|id| id.0),
            action: it.action.clone(),
            object: it.object,
            allowed: it.allowed,
        }
    }
}
