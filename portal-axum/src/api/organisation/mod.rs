//! The team's clients: which there are, one of them, making, changing, disabling them. Their people have addresses of
//! their own.

mod body;
mod list;
mod turn;
mod write;

use axum::{http::StatusCode, response::Response};
use portal_core::id::OrganisationId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::body::OrganisationBody;
use super::{caller::TeamCaller, problem::Problem, tag::Of};
use crate::{Web, path::At};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::list, write::make))
        .routes(routes!(show, write::change))
        .routes(routes!(turn::turn))
}

/// Which organisation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The organisation.
    #[param(value_type = uuid::Uuid)]
    organisation: OrganisationId,
}

fn of(organisation: OrganisationId) -> Of {
    Of::new("organisation", organisation.0)
}

/// Read an organisation
///
/// What is known of a client. For the team only. Its people are at `people`, its projects and requests those of the lists
/// with `organisation`.
#[utoipa::path(get, operation_id = "get_organisation", path = "/organisations/{organisation}", tag = "organisations",
    params(Which), responses((status = 200, description = "The organisation.", body = OrganisationBody),
        (status = 304, description = "As it was.")))]
async fn show(caller: TeamCaller, At(Which { organisation }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, organisation).await
}

/// The organisation as the caller sees it now.
async fn shown(caller: &TeamCaller, status: StatusCode, id: OrganisationId) -> Result<Response, Problem> {
    let (organisation, activity) = caller.desk().bare_organisation(id).await?;
    let body = OrganisationBody::of(caller, &organisation, activity);
    Ok(caller.shows(status, of(id), organisation.version, &body))
}
