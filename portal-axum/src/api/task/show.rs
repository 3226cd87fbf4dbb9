//! One task.

use axum::response::Response;

use super::{Which, body::TaskPage, shown};
use crate::{
    api::{caller::Caller, problem::Problem},
    path::At,
};

/// Read a task
///
/// What is to be done, why, by when, and who can do it.
#[utoipa::path(get, operation_id = "get_task", path = "/tasks/{task}", tag = "tasks", params(Which), responses(
    (status = 200, description = "The task.", body = TaskPage), (status = 304, description = "As it was.")))]
pub(crate) async fn show(caller: Caller, At(Which { task }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, task).await
}
