//! Places in an organisation or in the team.

use portal_core::{
    id::{AccountId, MembershipId, OrganisationId, Version},
    identity::{Membership, MembershipState, Seat, SeatLimits},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A membership; without an organisation it is a seat in the team.
    MembershipRow = "portal_membership", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        account: Uuid as uuid,
        organisation: Option<Uuid> as uuid,
        role: String as text,
        limits: Json<SeatLimits> as jsonb,
        state: Word<MembershipState> as text,
        created: Time as time,
    }
}

impl From<&Membership> for MembershipRow {
    fn from(it: &Membership) -> Self {
        Self {
            id: it.id.0,
            account: it.account.0,
            organisation: match it.seat {
                Seat::Organisation(id) => Some(id.0),
                Seat::Team => None,
            },
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
            seat: row.organisation.map_or(Seat::Team, |id| Seat::Organisation(OrganisationId(id))),
            role: row.role.into(),
            limits: row.limits.0,
            state: row.state.0,
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
