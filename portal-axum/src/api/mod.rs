//! The API: everything the pages can do, for programs, through the same use cases. One file per route group, named like
//! the pages'; what they share stands beside them. Its errors never become pages.

mod access;
mod answers;
mod audit;
mod caller;
mod code;
mod dashboard;
mod definition;
mod delivery;
mod description;
mod docs;
mod document;
mod draft;
mod figures;
mod json;
mod made;
mod me;
mod my_sessions;
mod offer;
mod organisation;
mod pages;
mod people;
mod problem;
mod project;
mod query;
mod request;
mod schema;
mod sent;
mod tag;
mod task;
mod token;
mod turn;
mod upload;
mod work;

use axum::{Router, http::StatusCode, middleware};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer};
use utoipa_axum::router::OpenApiRouter;

pub use docs::DocsPage;

use self::code::Code;
use crate::{Web, headers, whole};

/// Where the API lies below the portal.
pub(crate) const PATH: &str = "/api/v1";

/// All operations with their description.
fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(description::base())
        .merge(me::routes())
        .merge(my_sessions::routes())
        .merge(offer::routes())
        .merge(draft::routes())
        .merge(project::routes())
        .merge(request::routes())
        .merge(task::routes())
        .merge(document::routes())
        .merge(dashboard::routes())
        .merge(delivery::routes())
        .merge(work::routes())
        .merge(definition::routes())
        .merge(figures::routes())
        .merge(organisation::routes())
        .merge(people::routes())
        .merge(token::routes())
        .merge(audit::routes())
        .merge(access::routes())
}

/// The page that describes the API, among the pages.
pub(crate) fn docs_routes() -> Router<Web> {
    docs::routes()
}

/// The API as a router of its own, with the layers around every operation.
pub(crate) fn router(web: &Web, csrf: CsrfLayer, largest: usize) -> Router<Web> {
    let (operations, _) = routes().split_for_parts();
    operations
        .route(description::FILE, axum::routing::get(description::serve))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(CatchPanicLayer::custom(crate::routes::broken))
        .layer(middleware::from_fn(whole::to_the_end))
        .layer(RequestBodyLimitLayer::new(largest))
        .layer(csrf)
        .layer(middleware::from_fn_with_state(web.clone(), caller::open))
        .layer(middleware::map_response(headers::secure))
}
