//! Messages to people, and what became of them.

use portal_core::{
    id::{AccountId, ActId, DeliveryId, EventId, OrganisationId, RequestId, Version},
    notification::{Delivery, DeliveryState},
};
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A delivery. One act makes one per person and channel: writing it again does nothing, since an expansion that
    /// was interrupted is repeated.
    DeliveryRow = "portal_delivery", on conflict "do nothing", versioned {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        request: Uuid as uuid,
        act: Uuid as uuid,
        event: Uuid as uuid,
        rule: String as text,
        recipient: Uuid as uuid,
        channel: String as text,
        state: Word<DeliveryState> as text,
        reason: Option<String> as text,
        attempts: i64 as int,
        tried: Option<Time> as time,
        created: Time as time,
        delivered: Option<Time> as time,
    }
}

impl From<&Delivery> for DeliveryRow {
    fn from(it: &Delivery) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            request: it.request.0,
            act: it.act.0,
            event: it.event.0,
            rule: it.rule.to_string(),
            recipient: it.recipient.0,
            channel: it.channel.clone(),
            state: Word(it.state),
            reason: it.reason.clone(),
            attempts: it.attempts.into(),
            tried: it.tried.map(Time),
            created: Time(it.created),
            delivered: it.delivered.map(Time),
            version: it.version.0,
        }
    }
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: DeliveryId(row.id),
            organisation: OrganisationId(row.organisation),
            request: RequestId(row.request),
            act: ActId(row.act),
            event: EventId(row.event),
            rule: row.rule.into(),
            recipient: AccountId(row.recipient),
            channel: row.channel,
            state: row.state.0,
            reason: row.reason,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            tried: row.tried.map(|at| at.0),
            created: row.created.0,
            delivered: row.delivered.map(|at| at.0),
            version: Version(row.version),
        }
    }
}
