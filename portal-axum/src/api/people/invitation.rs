//! An open invitation: showing it, sending it again, taking it back.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::{Refused, id::LinkId};

use super::{
    Place,
    body::InvitationBody,
    place::{ToClient, ToRequest, ToTeam},
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        made::made,
        problem::Problem,
        sent::{Nothing, Sent},
        tag::Of,
    },
    path::At,
};

/// Read an open invitation to an organisation
///
/// For whoever may invite there.
#[utoipa::path(get, operation_id = "get_invitation", path = "/organisations/{organisation}/invitations/{invitation}",
    tag = "people", params(ToClient), responses((status = 200, description = "The invitation.", body = InvitationBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn of_client(caller: Caller, At(at): At<ToClient>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, &at.place(&caller)?, at.invitation).await
}

/// Read an open invitation to the team
///
/// For whoever of the team may invite to it.
#[utoipa::path(get, operation_id = "get_team_invitation", path = "/team/invitations/{invitation}", tag = "people",
    params(ToTeam), responses((status = 200, description = "The invitation.", body = InvitationBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn of_team(caller: TeamCaller, At(at): At<ToTeam>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, &Place::team(&caller)?, at.invitation).await
}

/// Send an invitation to an organisation again
///
/// A new letter with a new link, which counts for a week from now; the link of the one before is worthless.
#[utoipa::path(post, operation_id = "resend_invitation",
    path = "/organisations/{organisation}/invitations/{invitation}/letter", tag = "people", params(ToClient),
    responses((status = 200, description = "The invitation.", body = InvitationBody)))]
pub(crate) async fn again_to_client(
    caller: Caller,
    At(at): At<ToClient>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    again(&caller, &at.place(&caller)?, at.invitation, &sent).await
}

/// Send an invitation to the team again
///
/// As to an organisation. For the team only.
#[utoipa::path(post, operation_id = "resend_team_invitation", path = "/team/invitations/{invitation}/letter",
    tag = "people", params(ToTeam),
    responses((status = 200, description = "The invitation.", body = InvitationBody)))]
pub(crate) async fn again_to_team(
    caller: TeamCaller,
    At(at): At<ToTeam>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    again(&caller, &Place::team(&caller)?, at.invitation, &sent).await
}

/// Take an invitation to an organisation back
///
/// Its link is worthless from then on.
#[utoipa::path(delete, operation_id = "revoke_invitation",
    path = "/organisations/{organisation}/invitations/{invitation}", tag = "people", params(ToClient),
    responses((status = 204, description = "It is worthless.")))]
pub(crate) async fn revoke_of_client(
    caller: Caller,
    At(at): At<ToClient>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    revoked(&caller, &at.place(&caller)?, at.invitation, &sent).await
}

/// Take an invitation to the team back
///
/// Its link is worthless from then on. For the team only.
#[utoipa::path(delete, operation_id = "revoke_team_invitation", path = "/team/invitations/{invitation}",
    tag = "people", params(ToTeam), responses((status = 204, description = "It is worthless.")))]
pub(crate) async fn revoke_of_team(
    caller: TeamCaller,
    At(at): At<ToTeam>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    revoked(&caller, &Place::team(&caller)?, at.invitation, &sent).await
}

/// Read an open invitation to a request
///
/// For whoever may invite to it.
#[utoipa::path(get, operation_id = "get_guest_invitation", path = "/requests/{request}/invitations/{invitation}",
    tag = "people", params(ToRequest), responses((status = 200, description = "The invitation.", body = InvitationBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn of_guest(caller: Caller, At(at): At<ToRequest>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, &at.place(&caller).await?, at.invitation).await
}

/// Send an invitation to a request again
///
/// As to an organisation.
#[utoipa::path(post, operation_id = "resend_guest_invitation",
    path = "/requests/{request}/invitations/{invitation}/letter", tag = "people", params(ToRequest),
    responses((status = 200, description = "The invitation.", body = InvitationBody)))]
pub(crate) async fn again_to_guest(
    caller: Caller,
    At(at): At<ToRequest>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    again(&caller, &at.place(&caller).await?, at.invitation, &sent).await
}

/// Take an invitation to a request back
///
/// Its link is worthless from then on.
#[utoipa::path(delete, operation_id = "revoke_guest_invitation",
    path = "/requests/{request}/invitations/{invitation}", tag = "people", params(ToRequest),
    responses((status = 204, description = "It is worthless.")))]
pub(crate) async fn revoke_of_guest(
    caller: Caller,
    At(at): At<ToRequest>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    revoked(&caller, &at.place(&caller).await?, at.invitation, &sent).await
}

/// The invitation as the caller sees it now. Whoever may not invite sees none.
pub(super) async fn shown(caller: &Caller, status: StatusCode, place: &Place, id: LinkId) -> Result<Response, Problem> {
    let people = caller.desk().people(place.seat).await?;
    if !people.manages {
        return Err(Refused::Forbidden.into());
    }
    let found = people.invited.iter().find(|invitee| invitee.link.id == id).ok_or(Refused::NotFound)?;
    let body = InvitationBody::of(caller, place.seat, found);
    Ok(caller.shows(status, Of::new("invitation", id.0), found.link.version, &body))
}

async fn again(caller: &Caller, place: &Place, id: LinkId, sent: &Sent<Nothing>) -> Result<Response, Problem> {
    let seat = place.seat;
    let done = caller.desk().once(sent.once.as_ref(), |desk| async move { desk.invite_again(seat, id).await });
    let id = made(done.await)?;
    shown(caller, StatusCode::OK, place, id).await
}

async fn revoked(caller: &Caller, place: &Place, id: LinkId, sent: &Sent<Nothing>) -> Result<Response, Problem> {
    let seat = place.seat;
    let done = caller.desk().once(sent.once.as_ref(), |desk| async move { desk.revoke_invitation(seat, id).await });
    match done.await {
        Ok(()) | Err(Refused::Repeated(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(refused.into()),
    }
}
