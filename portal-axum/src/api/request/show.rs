//! One request.

use axum::{http::StatusCode, response::Response};

use super::{Which, body::RequestBody, shown};
use crate::{
    api::{caller::Caller, problem::Problem},
    path::At,
};

/// Read a request
///
/// Where it stands, the tasks, the documents, and the moves that the caller can make.
#[utoipa::path(get, operation_id = "get_request", path = "/requests/{request}", tag = "requests", params(Which), responses(
    (status = 200, description = "The request.", body = RequestBody), (status = 304, description = "As it was.")))]
pub(crate) async fn show(caller: Caller, At(Which { request }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, request).await
}
