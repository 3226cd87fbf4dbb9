//! Documents: the library, and the bytes.

mod body;
mod content;
mod list;
mod resource;
mod show;

use axum::{http::StatusCode, response::Response};
use portal_core::id::DocumentId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use body::DocumentBody;
pub(crate) use list::Documents;

use super::{caller::Caller, problem::Problem, tag::Of};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(show::show))
        .routes(routes!(content::download))
        .routes(routes!(resource::list))
        .routes(routes!(resource::open))
        .routes(routes!(resource::blank))
}

/// Which document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The document.
    #[param(value_type = uuid::Uuid)]
    document: DocumentId,
}

/// The document as the caller sees it now; one that was just made, with its place.
pub(super) async fn shown(caller: &Caller, status: StatusCode, id: DocumentId) -> Result<Response, Problem> {
    let (document, _) = caller.desk().document(id).await?;
    let body = DocumentBody::of(caller, &document);
    let response = caller.shows(status, Of::new("document", id.0), document.version, &body);
    Ok(if status == StatusCode::CREATED { caller.at(&format!("/documents/{id}"), response) } else { response })
}
