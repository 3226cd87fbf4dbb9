//! All routes, and the layers around them.

use std::any::Any;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, OriginalUri},
    http::{Response, StatusCode},
    middleware,
    response::{IntoResponse, Redirect},
    routing::get,
};
use portal_core::Portal;
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer};

use crate::{
    Web, account, api, assets, confirm, dashboard, document, draft, entrance, factor, headers, language, link, people,
    project, request, sign_in, task, team, tokens, visit, whole,
};

/// Largest form (SECURITY §4).
const LARGEST_FORM: usize = 1024 * 1024;
/// Largest request with files (SECURITY §4: 100 MiB); the kind of document bounds each file.
const LARGEST_UPLOAD: usize = 100 * 1024 * 1024;

/// The portal's pages and its API, to be nested below any fixed path.
pub fn router<S: Clone + Send + Sync + 'static>(portal: Portal) -> Router<S> {
    Web::new(portal).router()
}

/// Mounts the portal below `path`, which begins with a slash and has none at its end.
pub fn mount<S: Clone + Send + Sync + 'static>(app: Router<S>, path: &str, portal: &Portal) -> Router<S> {
    Web::new(portal.clone()).mount(app, path)
}

impl Web {
    /// Mounts these pages and the API below `path`, which begins with a slash and has none at its end.
    pub fn mount<S: Clone + Send + Sync + 'static>(self, app: Router<S>, path: &str) -> Router<S> {
        app.nest(path, self.router()).route(&format!("{path}/"), get(without_slash))
    }

    /// The pages, and the API below `/api/v1`, as a router to be nested below any fixed path.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        Router::new().nest(api::PATH, self.clone().api()).merge(self.pages())
    }

    /// The API alone, to be nested below any fixed path.
    pub fn api<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        api::router(&self, self.csrf(), LARGEST_UPLOAD).with_state(self)
    }

    /// Changes by a browser come from our own pages (SECURITY X01).
    fn csrf(&self) -> CsrfLayer {
        let csrf = CsrfLayer::new();
        let origin = self.portal().base_url().origin().ascii_serialization();
        csrf.clone().add_trusted_origin(origin).unwrap_or(csrf)
    }

    /// The pages alone, to be nested below any fixed path.
    pub fn pages<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        let uploads = Router::new().merge(draft::upload_routes()).merge(task::upload_routes());
        // Bounded by the layer around all pages: of two equal bounds, the inner would make an endless body a 500 (U13).
        let uploads = uploads.merge(team::upload_routes()).layer(DefaultBodyLimit::disable());
        let door = match self.door().takes_passwords() {
            true => Router::new().merge(sign_in::routes()).merge(link::own_routes()),
            false => entrance::routes(),
        };
        #[cfg(feature = "oidc")]
        let door = if self.door().has_providers() { door.merge(crate::oidc::routes()) } else { door };
        let door = if self.door().connects() { door.merge(entrance::connection_routes()) } else { door };
        let pages = Router::new()
            .merge(door)
            .merge(sign_in::leaving())
            .merge(confirm::routes())
            .merge(factor::routes())
            .merge(link::routes())
            .merge(people::routes())
            .merge(tokens::routes())
            .merge(language::routes())
            .merge(dashboard::routes())
            .merge(draft::routes())
            .merge(project::routes())
            .merge(request::routes())
            .merge(task::routes())
            .merge(document::routes())
            .merge(account::routes())
            .merge(api::docs_routes())
            .merge(team::routes())
            .fallback(|| async { StatusCode::NOT_FOUND })
            .layer(DefaultBodyLimit::max(LARGEST_FORM))
            .merge(uploads)
            .layer(CatchPanicLayer::custom(broken))
            .layer(middleware::from_fn(whole::to_the_end))
            .layer(RequestBodyLimitLayer::new(LARGEST_UPLOAD))
            .layer(self.csrf())
            .layer(middleware::from_fn_with_state(self.clone(), visit::open));
        Router::new()
            .route("/assets/{file}", get(assets::of_portal))
            .merge(pages)
            .layer(middleware::map_response(headers::secure))
            .with_state(self)
    }
}

/// The words of a panic stay out of our log: they may hold what somebody typed. The host's panic hook has them.
pub(crate) fn broken(_: Box<dyn Any + Send>) -> Response<Body> {
    tracing::error!("a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn without_slash(OriginalUri(uri): OriginalUri) -> Redirect {
    Redirect::permanent(uri.path().trim_end_matches('/'))
}
