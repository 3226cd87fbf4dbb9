//! Which tokens there are.

use axum::{Json, http::StatusCode, response::Response};
use portal_core::id::Version;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Which, body::TokenBody, found};
use crate::{
    api::{caller::Caller, problem::Problem, tag::Of},
    path::At,
};

/// The tokens that the caller manages, newest first; at most 200.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tokens {
    items: Vec<TokenBody>,
}

/// List tokens
///
/// Those that the caller manages, newest first; at most 200. Takes the permission `token.manage`: of the team it reaches
/// all, of an organisation the tokens of those for whom the caller could make one.
#[utoipa::path(get, operation_id = "list_tokens", path = "/tokens", tag = "tokens",
    responses((status = 200, description = "The tokens.", body = Tokens)))]
pub(crate) async fn list(caller: Caller) -> Result<Json<Tokens>, Problem> {
    let found = caller.desk().tokens().await?;
    Ok(Json(Tokens { items: found.iter().map(TokenBody::from).collect() }))
}

/// Read a token
///
/// What it is, and never its secret. Takes the permission `token.manage`.
#[utoipa::path(get, operation_id = "get_token", path = "/tokens/{token}", tag = "tokens", params(Which), responses(
    (status = 200, description = "The token.", body = TokenBody), (status = 304, description = "As it was.")))]
pub(crate) async fn show(caller: Caller, At(Which { token }): At<Which>) -> Result<Response, Problem> {
    let listed = found(&caller, |listed| listed.token.id == token).await?;
    // Nobody changes a token: it is used, and it ends.
    Ok(caller.shows(StatusCode::OK, Of::new("token", token.0), Version::FIRST, &TokenBody::from(&listed)))
}
