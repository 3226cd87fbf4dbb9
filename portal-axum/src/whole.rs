//! A changing request runs to its end in a task of its own, so that a client who hangs up cannot cut it in half.

use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use portal_core::fault::point;
use tracing::Instrument;

/// Runs what may change something apart from the connection. One layer around all routes: no handler can forget it.
pub async fn to_the_end(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let answer = async {
        let answer = next.run(request).await;
        point("answer.before_it_leaves");
        answer
    };
    tokio::spawn(answer.in_current_span()).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a changing request broke off");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}
