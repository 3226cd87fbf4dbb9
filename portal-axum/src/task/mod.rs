//! Tasks: each has a page of its own, where the mail's button lands.

mod answer;
mod approve;
mod book;
mod check;
mod finish;
mod provide;
mod read;
mod samples;
mod view;

use axum::{Router, routing::get};
use portal_core::id::TaskId;
use serde::Deserialize;

pub(crate) use answer::{Pressed, Typed};
pub use approve::RefusePage;
pub use view::TaskPage;

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/tasks/{task}/approve", get(approve::back).post(approve::approve))
        .route("/tasks/{task}/refuse", get(approve::ask).post(approve::refuse))
        .route("/tasks/{task}/done", get(approve::back).post(finish::done))
        .route("/tasks/{task}/reply", get(approve::back).post(finish::reply))
        .route("/tasks/{task}/answers", get(approve::back).post(answer::answer))
        .route("/tasks/{task}/book", get(approve::back).post(book::book))
        .route("/tasks/{task}/items/{item}", get(read::open))
        .route("/tasks/{task}/check", get(approve::back).post(check::check))
}

/// Routes that take files.
pub(crate) fn upload_routes() -> Router<Web> {
    Router::new().route("/tasks/{task}", get(view::show).post(provide::provide))
}

/// Which task.
#[derive(Deserialize)]
pub(crate) struct Which {
    task: TaskId,
}
