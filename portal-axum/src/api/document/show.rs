//! One document.

use axum::{http::StatusCode, response::Response};

use super::{Which, body::DocumentBody, shown};
use crate::{
    api::{caller::Caller, problem::Problem},
    path::At,
};

/// Read a document
///
/// What it is; its bytes are at `content`.
#[utoipa::path(get, operation_id = "get_document", path = "/documents/{document}", tag = "documents", params(Which),
    responses((status = 200, description = "The document.", body = DocumentBody),
        (status = 304, description = "As it was.")))]
pub(crate) async fn show(caller: Caller, At(Which { document }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, document).await
}
