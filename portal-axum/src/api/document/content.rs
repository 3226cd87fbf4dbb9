//! The bytes of a document.

use axum::response::Response;

use super::Which;
use crate::{
    api::{caller::Caller, problem::Problem},
    document,
    path::At,
};

/// Download a document
///
/// Its bytes, as they come. Each download is in the audit log.
#[utoipa::path(get, operation_id = "download_document", path = "/documents/{document}/content", tag = "documents",
    params(Which), responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>)))]
pub(crate) async fn download(caller: Caller, At(Which { document }): At<Which>) -> Result<Response, Problem> {
    Ok(document::bytes(caller.desk().download(document).await?))
}
