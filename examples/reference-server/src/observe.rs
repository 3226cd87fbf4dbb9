//! Around every request: its number, a line in the log, its measure. The line says the route's pattern and never the
//! address, which may hold what somebody typed.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use portal::pages::Reference;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers, logs and measures a request. What a page calls its reference is the same number.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let reference = Reference::fresh();
    let method = method(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let id = HeaderValue::from_str(reference.as_str());
    // At the level of errors, so that no filter takes the number away from a warning inside.
    let span = tracing::error_span!("request", id = reference.as_str());
    request.extensions_mut().insert(reference);
    let since = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status(), since.elapsed());
    span.in_scope(|| {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(target: "portal::access", method, route, status = status.as_u16(), milliseconds, "answered");
    });
    let class = format!("{}xx", status.as_u16() / 100);
    metrics::histogram!("portal_http_request_duration_seconds", "method" => method, "route" => route, "status" => class)
        .record(took.as_secs_f64());
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A method we know; others are one, so that a stranger cannot make as many measures as there are words.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
