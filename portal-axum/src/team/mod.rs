//! The team's pages.

use axum::Router;

use crate::{Web, page::Place, visit::Visit};

/// The routes below `/team`.
pub fn routes() -> Router<Web> {
    Router::new()
}

/// The routes below `/team` that take files.
pub fn upload_routes() -> Router<Web> {
    Router::new()
}

/// The team's navigation.
pub fn places(visit: &Visit) -> Vec<Place> {
    vec![visit.place("nav-queue", "/team")]
}
