//! The event log.

use portal_core::{
    id::{AccountId, ActId, EventId, OrganisationId, RequestId},
    identity::Side,
    request::{Event, Happening},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// One entry of the log. Its place in the request's history is unique: two writers cannot take the same one.
    EventRow = "portal_event", on conflict "(request, seq) do nothing" {
        id: Uuid as uuid,
        request: Uuid as uuid,
        seq: i64 as int,
        act: Uuid as uuid,
        organisation: Uuid as uuid,
        actor: Option<Uuid> as uuid,
        audience: Word<Side> as text,
        kind: String as text,
        data: Json<Happening> as jsonb,
        at: Time as time,
    }
}

impl From<&Event> for EventRow {
    fn from(it: &Event) -> Self {
        Self {
            id: it.id.0,
            request: it.request.0,
            seq: it.seq,
            act: it.act.0,
            organisation: it.organisation.0,
            actor: it.actor.map(|id| id.0),
            audience: Word(it.audience),
            kind: it.what.kind().to_owned(),
            data: Json(it.what.clone()),
            at: Time(it.at),
        }
    }
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        Self {
            id: EventId(row.id),
            request: RequestId(row.request),
            seq: row.seq,
            act: ActId(row.act),
            organisation: OrganisationId(row.organisation),
            actor: row.actor.map(AccountId),
            audience: row.audience.0,
            what: row.data.0,
            at: row.at.0,
        }
    }
}
