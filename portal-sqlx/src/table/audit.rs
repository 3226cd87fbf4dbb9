//! The audit log.

use portal_core::{
    audit::Audit,
    id::{AccountId, AuditId, OrganisationId},
};
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
        origin: Option<String> as text,
        detail: Option<String> as text,
        times: i64 as int,
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
            origin: it.origin.clone(),
            detail: it.detail.clone(),
            times: it.times.into(),
        }
    }
}

impl From<AuditRow> for Audit {
    fn from(row: AuditRow) -> Self {
        Self {
            id: AuditId(row.id),
            at: row.at.0,
            actor: row.actor.map(AccountId),
            organisation: row.organisation.map(OrganisationId),
            action: row.action,
            object: row.object,
            allowed: row.allowed,
            origin: row.origin,
            detail: row.detail,
            times: u32::try_from(row.times).unwrap_or(u32::MAX),
        }
    }
}
