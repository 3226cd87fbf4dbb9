//! What ships with the portal: resources, and the blanks of kinds.

use axum::{Json, response::Response};
use portal_core::{
    definition::{Resource, ResourceContent},
    id::Id,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    api::{caller::Caller, problem::Problem},
    document,
    path::At,
};

/// A document that ships with the portal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Resource)]
pub(crate) struct ResourceBody {
    id: String,
    /// Its kind of document.
    kind: String,
    label: String,
    /// Where it leads, unless it is a file.
    link: Option<String>,
    /// Its bytes, or the way to where it leads.
    content: String,
}

/// What the caller is offered.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Resources {
    items: Vec<ResourceBody>,
}

/// Which resource.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichResource {
    /// The resource.
    resource: String,
}

/// Which kind of document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichKind {
    /// The kind of document, as the definition names it.
    kind: String,
}

impl ResourceBody {
    fn of(caller: &Caller, (id, resource): (&Id, &Resource)) -> Self {
        Self {
            id: id.to_string(),
            kind: resource.kind.to_string(),
            label: caller.tongue().text(&resource.label).to_owned(),
            link: match &resource.content {
                ResourceContent::Link(address) => Some(address.clone()),
                ResourceContent::File(_) => None,
            },
            content: caller.links().to(&format!("/resources/{id}/content")),
        }
    }
}

/// List resources
///
/// Documents that ship with the portal, as far as the caller is offered them.
#[utoipa::path(get, operation_id = "list_resources", path = "/resources", tag = "documents",
    responses((status = 200, description = "The resources.", body = Resources)))]
pub(crate) async fn list(caller: Caller) -> Result<Json<Resources>, Problem> {
    let desk = caller.desk();
    let items = desk.resources().into_iter().map(|found| ResourceBody::of(&caller, found)).collect();
    Ok(Json(Resources { items }))
}

/// Open a resource
///
/// Its bytes; of a link, the way to where it leads.
#[utoipa::path(get, operation_id = "open_resource", path = "/resources/{resource}/content", tag = "documents",
    params(WhichResource), responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>)))]
pub(crate) async fn open(caller: Caller, At(at): At<WhichResource>) -> Result<Response, Problem> {
    Ok(document::shipped(caller.desk().open_resource(&at.resource)?))
}

/// Download a blank
///
/// The blank of a kind of document, to fill in and hand in.
#[utoipa::path(get, operation_id = "download_blank", path = "/kinds/{kind}/blank", tag = "documents",
    params(WhichKind), responses((status = 200, description = "The bytes.", content_type = "*/*", body = Vec<u8>)))]
pub(crate) async fn blank(caller: Caller, At(at): At<WhichKind>) -> Result<Response, Problem> {
    Ok(document::shipped(caller.desk().blank(&at.kind)?))
}
