//! Drafts: choosing what to request, filling in step by step, checking, sending, throwing away.

mod check;
mod choose;
mod discard;
mod exists;
mod overview;
mod project;
mod renew;
mod row;
mod step;

use axum::{Router, routing::get};
use portal_core::id::DraftId;
use serde::Deserialize;

pub use check::CheckPage;
pub use choose::{ChoosePage, Start};
pub use discard::DiscardPage;
pub use exists::ExistsPage;
pub use overview::OverviewPage;
pub use project::WhichProjectPage;
pub use renew::RenewPage;
pub use row::DraftRow;
pub use step::StepPage;
pub(crate) use step::{ADD, DROP, INTENT, rows};

use crate::Web;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/requests/new", get(choose::show))
        .route("/requests/new/{request_type}", get(exists::show).post(choose::start))
        .route("/requests/new/{request_type}/project", get(project::ask))
        .route("/drafts/{draft}/project", get(project::show).post(project::choose))
        .route("/drafts/{draft}", get(overview::go_on))
        .route("/drafts/{draft}/steps", get(overview::show))
        .route("/drafts/{draft}/renew", get(renew::show).post(renew::renew))
        .route("/drafts/{draft}/check", get(check::show).post(check::send))
        .route("/drafts/{draft}/discard", get(discard::show).post(discard::discard))
}

/// Routes that take files.
pub(crate) fn upload_routes() -> Router<Web> {
    Router::new().route("/drafts/{draft}/steps/{step}", get(step::show).post(step::save))
}

/// Which draft.
#[derive(Deserialize)]
pub(crate) struct Which {
    draft: DraftId,
}
