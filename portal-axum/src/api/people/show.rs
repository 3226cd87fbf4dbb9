//! One place of somebody.

use axum::{http::StatusCode, response::Response};
use portal_core::{Refused, id::MembershipId, identity::Seated};

use super::{
    Place,
    body::MembershipBody,
    of,
    place::{Colleague, Guest, Member},
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        problem::Problem,
    },
    path::At,
};

/// Read somebody's place in an organisation
///
/// With what the caller may do with it.
#[utoipa::path(get, operation_id = "get_membership", path = "/organisations/{organisation}/people/{membership}",
    tag = "people", params(Member), responses((status = 200, description = "The place.", body = MembershipBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn of_client(caller: Caller, At(at): At<Member>) -> Result<Response, Problem> {
    shown(&caller, &at.place(&caller)?, at.membership).await
}

/// Read somebody's place in the team
///
/// With what the caller may do with it. For the team only.
#[utoipa::path(get, operation_id = "get_team_membership", path = "/team/people/{membership}", tag = "people",
    params(Colleague), responses((status = 200, description = "The place.", body = MembershipBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn of_team(caller: TeamCaller, At(at): At<Colleague>) -> Result<Response, Problem> {
    shown(&caller, &Place::team(&caller)?, at.membership).await
}

/// Read somebody's place at a request
///
/// With what the caller may do with it.
#[utoipa::path(get, operation_id = "get_guest", path = "/requests/{request}/people/{membership}", tag = "people",
    params(Guest), responses((status = 200, description = "The place.", body = MembershipBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn of_guest(caller: Caller, At(at): At<Guest>) -> Result<Response, Problem> {
    shown(&caller, &at.place(&caller).await?, at.membership).await
}

/// The place as the caller sees it now.
pub(super) async fn shown(caller: &Caller, place: &Place, id: MembershipId) -> Result<Response, Problem> {
    let seated = found(caller, place, id).await?;
    let body = MembershipBody::of(caller, &seated);
    Ok(caller.shows(StatusCode::OK, of(id), seated.membership.version, &body))
}

/// The place, if the caller sees it, whether or not they may change it.
pub(super) async fn found(caller: &Caller, place: &Place, id: MembershipId) -> Result<Seated, Refused> {
    let people = caller.desk().people(place.seat).await?;
    people.seated.into_iter().find(|seated| seated.membership.id == id).ok_or(Refused::NotFound)
}
