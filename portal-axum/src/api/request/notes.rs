//! The team's notes on a request. For clients there are none.

use axum::{Json, response::Response};
use portal_core::identity::Side;

use super::{
    Which,
    talk::{self, MessageBody, Messages, NewMessage, WhichMessage},
};
use crate::{
    api::{caller::TeamCaller, problem::Problem, sent::Sent},
    path::At,
};

/// List notes
///
/// For the team only.
#[utoipa::path(get, operation_id = "list_notes", path = "/requests/{request}/notes", tag = "team", params(Which),
    responses((status = 200, description = "The notes.", body = Messages)))]
pub(crate) async fn list(caller: TeamCaller, At(Which { request }): At<Which>) -> Result<Json<Messages>, Problem> {
    talk::said(&caller, request, Side::Team).await
}

/// Write a note
///
/// Only the team reads it.
#[utoipa::path(post, operation_id = "post_note", path = "/requests/{request}/notes", tag = "team", params(Which),
    request_body = NewMessage, responses((status = 201, description = "The note.", body = MessageBody,
        headers(("Location" = String, description = "Where it is.")))))]
pub(crate) async fn post(
    caller: TeamCaller,
    At(Which { request }): At<Which>,
    sent: Sent<NewMessage>,
) -> Result<Response, Problem> {
    talk::write(&caller, request, Side::Team, sent).await
}

/// Read a note
#[utoipa::path(get, operation_id = "get_note", path = "/requests/{request}/notes/{message}", tag = "team",
    params(WhichMessage), responses((status = 200, description = "The note.", body = MessageBody)))]
pub(crate) async fn show(caller: TeamCaller, At(at): At<WhichMessage>) -> Result<Json<MessageBody>, Problem> {
    Ok(Json(talk::one(&caller, &at, Side::Team).await?))
}
