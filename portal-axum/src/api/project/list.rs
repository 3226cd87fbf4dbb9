//! Lists of projects.

use axum::response::Response;
use portal_core::{id::OrganisationId, store::ProjectFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::ProjectBody;
use crate::api::{caller::Caller, pages, problem::Problem, query::Asked};

/// What a list of projects is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// Only those that are open, or only those that are closed.
    open: Option<bool>,
    /// Only those of this organisation.
    organisation: Option<Uuid>,
    /// Words of the name.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page begins: the `next` of the page before.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// A page of projects.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Projects {
    items: Vec<ProjectBody>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// List projects
///
/// Those that the caller sees, newest first.
#[utoipa::path(get, operation_id = "list_projects", path = "/projects", tag = "projects", params(Narrowed),
    responses((status = 200, description = "A page.", body = Projects,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`.")))))]
pub(crate) async fn list(caller: Caller, Asked(asked): Asked<Narrowed>) -> Result<Response, Problem> {
    let after = pages::read("projects", asked.after.as_deref())?;
    let filter = ProjectFilter {
        open: asked.open,
        organisation: asked.organisation.map(OrganisationId),
        text: asked.text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned),
    };
    let desk = caller.desk();
    let found = desk.projects(&filter, after.as_ref(), asked.limit.unwrap_or(pages::USUAL)).await?;
    let organisations = desk.organisations_of(&found.rows).await?;
    let items = found.rows.iter().map(|project| ProjectBody::of(&caller, project, &organisations)).collect();
    let kept = [
        ("open", asked.open.map(|is| is.to_string())),
        ("organisation", asked.organisation.map(|id| id.to_string())),
        ("text", asked.text.clone()),
        ("limit", asked.limit.map(|limit| limit.to_string())),
    ];
    let page = |next| Projects { items, next };
    Ok(pages::answer(&caller, "projects", ("/projects", &kept), found.next.as_ref(), page))
}
