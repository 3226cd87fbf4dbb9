//! Pages behind links that let somebody in once. Opening one spends nothing: only the form does (SECURITY A23).

mod forgot;
mod invitation;
mod reset;

use axum::{Router, response::Response};
use portal_core::Refused;

pub use self::{
    forgot::{ForgotPage, OnItsWayPage},
    invitation::{GonePage, InvitationPage},
    reset::ResetPage,
};
use crate::{Web, problem::Problem, visit::Visit};

pub(crate) fn routes() -> Router<Web> {
    invitation::routes()
}

/// New passwords, where there are any.
pub(crate) fn password_routes() -> Router<Web> {
    Router::new().merge(forgot::routes()).merge(reset::routes())
}

/// A link that does not count gets its page, the same for all (SECURITY A01).
async fn or_gone(visit: &Visit, refused: Refused) -> Result<Response, Problem> {
    match refused {
        Refused::NotFound => Ok(visit.page_with(axum::http::StatusCode::NOT_FOUND, GonePage::of(visit)).await),
        other => Err(other.into()),
    }
}
