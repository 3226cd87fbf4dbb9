//! Disabling a client, and enabling it again.

use axum::{http::StatusCode, response::Response};

use super::{Which, body::OrganisationBody, of, shown};
use crate::{
    api::{
        caller::TeamCaller,
        made::made,
        problem::Problem,
        sent::Sent,
        tag::Seen,
        turn::{Asked, Turn},
    },
    path::At,
};

/// Disable or enable an organisation
///
/// With their next request its people are out, and so are their programs, unless they have another place; its open
/// invitations are taken back. What is there stays, and the team works on. Enabled again, its people are back in; the
/// invitations are not. For the team only.
#[utoipa::path(put, operation_id = "turn_organisation", path = "/organisations/{organisation}/state",
    tag = "organisations", params(Which), request_body = Turn,
    responses((status = 200, description = "The organisation.", body = OrganisationBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn turn(
    caller: TeamCaller,
    At(Which { organisation }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<Turn>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(organisation))?));
    let asked = body.asked(&caller)?;
    let done = desk.once(once.as_ref(), |desk| async move {
        match asked {
            Asked::Enable => desk.enable_organisation(organisation).await?,
            Asked::Disable(why) => desk.disable_organisation(organisation, why).await?,
        }
        Ok(organisation)
    });
    let id = made(done.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}
