//! Places in an organisation or in the team.

use portal_core::{
    id::{AccountId, MembershipId, OrganisationId, RequestId, Version},
    identity::{Membership, MembershipState, Seat, SeatLimits},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A membership; without an organisation it is a seat in the team, with a request one at that alone.
    MembershipRow = "portal_membership", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        account: Uuid as uuid,
        organisation: Option<Uuid> as uuid,
        request: Option<Uuid> as uuid,
        role: String as text,
        limits: Json<SeatLimits> as jsonb,
        state: Word<MembershipState> as text,
        created: Time as time,
    }
}

/// The place that two columns say.
pub(super) fn seat(organisation: Option<Uuid>, request: Option<Uuid>) -> Seat {
    match (organisation.map(OrganisationId), request.map(RequestId)) {
        (Some(organisation), Some(request)) => Seat::Request { request, organisation },
        (Some(organisation), None) => Seat::Organisation(organisation),
        (None, _) => Seat::Team,
    }
}

impl From<&Membership> for MembershipRow {
    fn from(it: &Membership) -> Self {
        Self {
            id: it.id.0,
            account: it.account.0,
            organisation: it.seat.organisation().map(|id| id.0),
            request: it.seat.request().map(|id| id.0),
            role: it.role.to_string(),
            limits: Json(it.limits.clone()),
            state: Word(it.state),
            created: Time(it.created),
            version: it.version.0,
        }
    }
}

impl From<MembershipRow> for Membership {
    fn from(row: MembershipRow) -> Self {
        Self {
            id: MembershipId(row.id),
            account: AccountId(row.account),
            seat: seat(row.organisation, row.request),
            role: row.role.into(),
            limits: row.limits.0,
            state: row.state.0,
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
