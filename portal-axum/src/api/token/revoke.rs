//! Revoking a token.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::Refused;

use super::Which;
use crate::{
    api::{
        caller::Caller,
        problem::Problem,
        sent::{Nothing, Sent},
    },
    path::At,
};

/// Revoke a token
///
/// Whoever comes with it is out with the next request. Takes the permission `token.manage`; a program may revoke what it
/// finds in the list, its own token too.
#[utoipa::path(delete, operation_id = "revoke_token", path = "/tokens/{token}", tag = "tokens", params(Which),
    responses((status = 204, description = "It opens nothing any more.")))]
pub(crate) async fn revoke(
    caller: Caller,
    At(Which { token }): At<Which>,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    match caller.desk().once(once.as_ref(), |desk| async move { desk.revoke_token(token).await }).await {
        Ok(()) | Err(Refused::Repeated(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(refused.into()),
    }
}
