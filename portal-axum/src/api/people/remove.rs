//! Ending somebody's place.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::{Refused, id::MembershipId};

use super::{
    Place, of,
    place::{Colleague, Guest, Member},
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        problem::Problem,
        sent::{Nothing, Sent},
        tag::Seen,
    },
    path::At,
};

/// End somebody's place in an organisation
///
/// With their next request they are out of it. What they wrote and opened stays. The last who manages the people stays too.
#[utoipa::path(delete, operation_id = "end_membership", path = "/organisations/{organisation}/people/{membership}",
    tag = "people", params(Member), responses((status = 204, description = "It is over.")),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn of_client(
    caller: Caller,
    At(at): At<Member>,
    seen: Seen,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    removed(&caller, &at.place(&caller)?, at.membership, &seen, &sent).await
}

/// End somebody's place in the team
///
/// As of somebody in an organisation. For the team only.
#[utoipa::path(delete, operation_id = "end_team_membership", path = "/team/people/{membership}", tag = "people",
    params(Colleague), responses((status = 204, description = "It is over.")),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn of_team(
    caller: TeamCaller,
    At(at): At<Colleague>,
    seen: Seen,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    removed(&caller, &Place::team(&caller)?, at.membership, &seen, &sent).await
}

/// End somebody's place at a request
///
/// With their next request they see it no longer, unless they do by another place. For whoever has `request.share` on it.
#[utoipa::path(delete, operation_id = "end_guest", path = "/requests/{request}/people/{membership}", tag = "people",
    params(Guest), responses((status = 204, description = "It is over.")),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn of_guest(
    caller: Caller,
    At(at): At<Guest>,
    seen: Seen,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    removed(&caller, &at.place(&caller).await?, at.membership, &seen, &sent).await
}

async fn removed(
    caller: &Caller,
    place: &Place,
    id: MembershipId,
    seen: &Seen,
    sent: &Sent<Nothing>,
) -> Result<Response, Problem> {
    let (seat, version) = (place.seat, seen.version(caller, of(id))?);
    let desk = caller.desk().seeing(Some(version));
    match desk.once(sent.once.as_ref(), |desk| async move { desk.remove_person(seat, id).await }).await {
        Ok(()) | Err(Refused::Repeated(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}
