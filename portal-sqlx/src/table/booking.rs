//! Places at times.

use portal_core::{
    booking::{Booking, BookingState},
    id::{AccountId, BookingId, DraftId, OrganisationId, RequestId, Version},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A booking. `counted` names its counters.
    BookingRow = "portal_booking", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        slot: String as text,
        starts: Time as time,
        ends: Time as time,
        counted: Json<Vec<Uuid>> as jsonb,
        draft: Option<Uuid> as uuid,
        request: Option<Uuid> as uuid,
        field: String as text,
        account: Uuid as uuid,
        state: Word<BookingState> as text,
        held_until: Option<Time> as time,
        created: Time as time,
    }
}

impl From<&Booking> for BookingRow {
    fn from(it: &Booking) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            slot: it.slot.to_string(),
            starts: Time(it.starts),
            ends: Time(it.ends),
            counted: Json(it.counted.clone()),
            draft: it.draft.map(|id| id.0),
            request: it.request.map(|id| id.0),
            field: it.field.to_string(),
            account: it.account.0,
            state: Word(it.state),
            held_until: it.held_until.map(Time),
            created: Time(it.created),
            version: it.version.0,
        }
    }
}

impl From<BookingRow> for Booking {
    fn from(row: BookingRow) -> Self {
        Self {
            id: BookingId(row.id),
            organisation: OrganisationId(row.organisation),
            slot: row.slot.into(),
            starts: row.starts.0,
            ends: row.ends.0,
            counted: row.counted.0,
            draft: row.draft.map(DraftId),
            request: row.request.map(RequestId),
            field: row.field.into(),
            account: AccountId(row.account),
            state: row.state.0,
            held_until: row.held_until.map(|at| at.0),
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
