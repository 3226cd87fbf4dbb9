//! Tasks: what somebody is expected to do.

mod body;
mod check;
mod close;
mod files;
mod read;
mod show;

use axum::{http::StatusCode, response::Response};
use portal_core::id::TaskId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) use body::TaskBody;
use body::TaskPage;

use super::{caller::Caller, problem::Problem, tag::Of};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(show::show))
        .routes(routes!(close::close))
        .routes(routes!(check::check))
        .routes(routes!(files::provide))
        .routes(routes!(read::read))
        .routes(routes!(files::take_back))
}

/// Which task.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The task.
    #[param(value_type = uuid::Uuid)]
    task: TaskId,
}

fn of(task: TaskId) -> Of {
    Of::new("task", task.0)
}

/// Refuses what the caller's side knows nothing of.
async fn must_see(caller: &Caller, id: TaskId) -> Result<(), Problem> {
    caller.desk().task(id).await?;
    Ok(())
}

/// The task as the caller sees it now.
async fn shown(caller: &Caller, id: TaskId) -> Result<Response, Problem> {
    let view = caller.desk().task(id).await?;
    Ok(caller.shows(StatusCode::OK, of(id), view.task.version, &TaskPage::of(caller, &view)))
}
