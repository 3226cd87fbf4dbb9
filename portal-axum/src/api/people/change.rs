//! Giving somebody another role, or narrowing their place to projects.

use axum::response::Response;
use portal_core::{
    id::{MembershipId, ProjectId},
    identity::SeatChange,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Place,
    body::MembershipBody,
    of,
    place::{Colleague, Guest, Member},
    show::shown,
    told,
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        made::made,
        problem::Problem,
        sent::Sent,
        tag::Seen,
    },
    path::At,
};

/// What somebody's place becomes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MembershipChange {
    /// One of the `roles` that the list of the people names.
    #[schema(max_length = 100)]
    role: String,
    /// The projects it is narrowed to; `null`: it goes as far as the caller's own.
    #[schema(required = true, max_items = 200)]
    projects: Option<Vec<Uuid>>,
}

/// Change somebody's place in an organisation
///
/// Another role, or other projects, from their next request on. Nobody gives more than they may themselves, nor changes
/// their own place; a program gives no more than its token goes.
#[utoipa::path(put, operation_id = "change_membership", path = "/organisations/{organisation}/people/{membership}",
    tag = "people", params(Member), request_body = MembershipChange,
    responses((status = 200, description = "The place.", body = MembershipBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn of_client(
    caller: Caller,
    At(at): At<Member>,
    seen: Seen,
    sent: Sent<MembershipChange>,
) -> Result<Response, Problem> {
    changed(&caller, &at.place(&caller)?, at.membership, &seen, sent).await
}

/// Change somebody's place in the team
///
/// As of somebody in an organisation. For the team only.
#[utoipa::path(put, operation_id = "change_team_membership", path = "/team/people/{membership}", tag = "people",
    params(Colleague), request_body = MembershipChange,
    responses((status = 200, description = "The place.", body = MembershipBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn of_team(
    caller: TeamCaller,
    At(at): At<Colleague>,
    seen: Seen,
    sent: Sent<MembershipChange>,
) -> Result<Response, Problem> {
    changed(&caller, &Place::team(&caller)?, at.membership, &seen, sent).await
}

/// Change somebody's place at a request
///
/// Another role, from their next request on: to read it, or to act on it too. For whoever has `request.share` on it.
#[utoipa::path(put, operation_id = "change_guest", path = "/requests/{request}/people/{membership}", tag = "people",
    params(Guest), request_body = MembershipChange,
    responses((status = 200, description = "The place.", body = MembershipBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn of_guest(
    caller: Caller,
    At(at): At<Guest>,
    seen: Seen,
    sent: Sent<MembershipChange>,
) -> Result<Response, Problem> {
    changed(&caller, &at.place(&caller).await?, at.membership, &seen, sent).await
}

async fn changed(
    caller: &Caller,
    place: &Place,
    id: MembershipId,
    seen: &Seen,
    Sent { body, once }: Sent<MembershipChange>,
) -> Result<Response, Problem> {
    let (seat, version) = (place.seat, seen.version(caller, of(id))?);
    let projects = body.projects.map(|ids| ids.into_iter().map(ProjectId).collect());
    let to = SeatChange { role: body.role, projects };
    let done = caller
        .desk()
        .once(once.as_ref(), |desk| async move { desk.change_seat(seat, id, &to, version).await.map(|()| id) });
    let id = made(done.await).map_err(|refused| told(caller, refused).of_version())?;
    shown(caller, place, id).await
}
