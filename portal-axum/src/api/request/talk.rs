//! What is said about a request: messages that both sides read.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use portal_core::{
    id::{MessageId, RequestId},
    identity::Side,
    request::{Message, Post, RequestView},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Which, body::Person};
use crate::{
    api::{caller::Caller, code::Code, made::made, problem::Problem, sent::Sent},
    path::At,
};

/// What was said, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Messages {
    pub(super) items: Vec<MessageBody>,
}

/// A message, or a note of the team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageBody {
    id: Uuid,
    author: Person,
    /// Plain text.
    body: String,
    at: DateTime<Utc>,
    /// Whether the caller wrote it.
    mine: bool,
}

/// Something to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// Plain text.
    #[schema(min_length = 1, max_length = 5_000)]
    pub(super) body: String,
}

/// Which message of which request.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichMessage {
    /// The request.
    #[param(value_type = Uuid)]
    pub(super) request: RequestId,
    /// The message.
    #[param(value_type = Uuid)]
    pub(super) message: MessageId,
}

/// List messages
#[utoipa::path(get, operation_id = "list_messages", path = "/requests/{request}/messages", tag = "requests", params(Which),
    responses((status = 200, description = "The messages.", body = Messages)))]
pub(crate) async fn list(caller: Caller, At(Which { request }): At<Which>) -> Result<Json<Messages>, Problem> {
    said(&caller, request, Side::Client).await
}

/// Write a message
///
/// Both sides read it, and the other side gets a mail.
#[utoipa::path(post, operation_id = "post_message", path = "/requests/{request}/messages", tag = "requests", params(Which),
    request_body = NewMessage, responses((status = 201, description = "The message.", body = MessageBody,
        headers(("Location" = String, description = "Where it is.")))))]
pub(crate) async fn post(
    caller: Caller,
    At(Which { request }): At<Which>,
    sent: Sent<NewMessage>,
) -> Result<Response, Problem> {
    write(&caller, request, Side::Client, sent).await
}

/// Read a message
#[utoipa::path(get, operation_id = "get_message", path = "/requests/{request}/messages/{message}", tag = "requests",
    params(WhichMessage), responses((status = 200, description = "The message.", body = MessageBody)))]
pub(crate) async fn show(caller: Caller, At(at): At<WhichMessage>) -> Result<Json<MessageBody>, Problem> {
    Ok(Json(one(&caller, &at, Side::Client).await?))
}

/// Everything that was said to an audience.
pub(super) async fn said(caller: &Caller, request: RequestId, audience: Side) -> Result<Json<Messages>, Problem> {
    let view = caller.desk().request(request).await?;
    let messages = view.history.messages.iter().filter(|message| message.audience == audience);
    Ok(Json(Messages { items: messages.map(|message| MessageBody::of(caller, &view, message)).collect() }))
}

/// One thing that was said to an audience.
pub(super) async fn one(caller: &Caller, at: &WhichMessage, audience: Side) -> Result<MessageBody, Problem> {
    let view = caller.desk().request(at.request).await?;
    let mut messages = view.history.messages.iter().filter(|message| message.audience == audience);
    let found = messages.find(|message| message.id == at.message).ok_or(Code::NotFound)?;
    Ok(MessageBody::of(caller, &view, found))
}

/// Says something to an audience.
pub(super) async fn write(
    caller: &Caller,
    request: RequestId,
    audience: Side,
    Sent { body, once }: Sent<NewMessage>,
) -> Result<Response, Problem> {
    let post = &Post { request, audience, body: body.body, key: String::new() };
    let message = made(caller.desk().once(once.as_ref(), |desk| async move { desk.post(post).await }).await)?;
    let written = one(caller, &WhichMessage { request, message }, audience).await?;
    let list = if audience == Side::Team { "notes" } else { "messages" };
    let answer = (StatusCode::CREATED, Json(written)).into_response();
    Ok(caller.at(&format!("/requests/{request}/{list}/{message}"), answer))
}

impl MessageBody {
    fn of(caller: &Caller, view: &RequestView, message: &Message) -> Self {
        let name = view.names.get(&message.author).cloned().unwrap_or_default();
        Self {
            id: message.id.0,
            author: Person { id: message.author.0, name },
            body: message.body.clone(),
            at: message.at,
            mine: message.author == caller.account().id,
        }
    }
}
