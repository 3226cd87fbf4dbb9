//! Opening what a task asks to read: from then on it counts as read.

use axum::response::Response;
use portal_core::id::TaskId;
use serde::Deserialize;

use crate::{document, path::At, problem::Problem, visit::Person};

/// Which part of which task.
#[derive(Deserialize)]
pub(crate) struct WhichItem {
    task: TaskId,
    item: usize,
}

pub(crate) async fn open(person: Person, At(WhichItem { task, item }): At<WhichItem>) -> Result<Response, Problem> {
    Ok(document::opened(person.desk().open_item(task, item).await?))
}
