//! Starting a new password for somebody: they choose it, by a letter, and nobody else ever sees or sets one (SECURITY A19).

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::{Refused, id::MembershipId};

use super::{
    Place,
    place::{Colleague, Member},
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        problem::Problem,
        sent::{Nothing, Sent},
    },
    path::At,
};

/// Send somebody of an organisation a link to a new password
///
/// By letter, to the address of their account; they alone choose the password. A link that was sent before is worthless
/// from then on. Not for a disabled account, nor where nobody has a password.
#[utoipa::path(post, operation_id = "send_password_link",
    path = "/organisations/{organisation}/people/{membership}/password-link", tag = "people", params(Member),
    responses((status = 204, description = "The letter is on its way.")))]
pub(crate) async fn of_client(caller: Caller, At(at): At<Member>, sent: Sent<Nothing>) -> Result<Response, Problem> {
    sends(&caller, &at.place(&caller)?, at.membership, &sent).await
}

/// Send somebody of the team a link to a new password
///
/// As to somebody of an organisation. For the team only.
#[utoipa::path(post, operation_id = "send_team_password_link", path = "/team/people/{membership}/password-link",
    tag = "people", params(Colleague), responses((status = 204, description = "The letter is on its way.")))]
pub(crate) async fn of_team(
    caller: TeamCaller,
    At(at): At<Colleague>,
    sent: Sent<Nothing>,
) -> Result<Response, Problem> {
    sends(&caller, &Place::team(&caller)?, at.membership, &sent).await
}

async fn sends(caller: &Caller, place: &Place, id: MembershipId, sent: &Sent<Nothing>) -> Result<Response, Problem> {
    let seat = place.seat;
    match caller.desk().once(sent.once.as_ref(), |desk| async move { desk.send_reset(seat, id).await }).await {
        Ok(()) | Err(Refused::Repeated(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(refused.into()),
    }
}
