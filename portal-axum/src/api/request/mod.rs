//! Requests: where they stand, what was said, what may be done.

mod body;
mod change;
mod documents;
mod fields;
mod list;
mod moves;
mod notes;
mod owner;
mod show;
mod talk;
mod timeline;

use axum::{http::StatusCode, response::Response};
use portal_core::id::RequestId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) use body::{Organisation, Person, RequestBody};
pub(super) use list::Summary;

use super::{caller::Caller, problem::Problem, tag::Of};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(show::show))
        .routes(routes!(timeline::show))
        .routes(routes!(talk::list, talk::post))
        .routes(routes!(talk::show))
        .routes(routes!(moves::make))
        .routes(routes!(change::change))
        .routes(routes!(documents::list, documents::add))
        .routes(routes!(fields::read, fields::write))
        .routes(routes!(notes::list, notes::post))
        .routes(routes!(notes::show))
        .routes(routes!(owner::list))
        .routes(routes!(owner::assign))
}

/// Which request.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The request.
    #[param(value_type = uuid::Uuid)]
    request: RequestId,
}

fn of(request: RequestId) -> Of {
    Of::new("request", request.0)
}

/// The request as the caller sees it now.
async fn shown(caller: &Caller, status: StatusCode, id: RequestId) -> Result<Response, Problem> {
    let view = caller.desk().request(id).await?;
    let replies = caller.desk().replies(&view, caller.tongue().locale()).await?;
    Ok(caller.shows(status, of(id), view.dossier.request.version, &RequestBody::of(caller, &view, replies)))
}

/// The request that was just made.
pub(super) async fn created(caller: &Caller, id: RequestId) -> Result<Response, Problem> {
    let response = shown(caller, StatusCode::CREATED, id).await?;
    Ok(caller.at(&format!("/requests/{id}"), response))
}
