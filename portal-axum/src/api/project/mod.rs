//! Projects: what groups the requests of an organisation.

mod body;
mod list;
mod write;

use axum::{http::StatusCode, response::Response};
use portal_core::id::ProjectId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use body::ProjectName;

use self::body::ProjectBody;
use super::{caller::Caller, problem::Problem, tag::Of};
use crate::{Web, path::At};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::list, write::make))
        .routes(routes!(show, write::change))
        .routes(routes!(write::turn))
}

/// Which project.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The project.
    #[param(value_type = uuid::Uuid)]
    project: ProjectId,
}

fn of(project: ProjectId) -> Of {
    Of::new("project", project.0)
}

/// Read a project
///
/// What it is. Its requests are those of the list with `project`.
#[utoipa::path(get, operation_id = "get_project", path = "/projects/{project}", tag = "projects", params(Which), responses(
    (status = 200, description = "The project.", body = ProjectBody), (status = 304, description = "As it was.")))]
async fn show(caller: Caller, At(Which { project }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, project).await
}

/// The project as the caller sees it now.
async fn shown(caller: &Caller, status: StatusCode, id: ProjectId) -> Result<Response, Problem> {
    let project = caller.desk().bare_project(id).await?;
    let organisations = caller.desk().organisations_of(std::slice::from_ref(&project)).await?;
    let body = ProjectBody::of(caller, &project, &organisations);
    Ok(caller.shows(status, of(id), project.version, &body))
}
