//! The listener for machines that watch the server: `/metrics` and the parts of `/readyz`. Off by itself, and never the
//! address that people use (SECURITY I14).

use std::net::SocketAddr;

use anyhow::Context;
use axum::{
    Router,
    extract::{RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::Utc;
use metrics::{counter, gauge};
use portal::store::SqlxStore;
use tokio::net::TcpListener;

use super::{Meter, process};
use crate::{
    health::{Health, ready_in_parts},
    log::Log,
};

/// What is asked when somebody looks.
#[derive(Clone)]
pub struct Listened {
    pub meter: Meter,
    pub health: Health,
    pub store: SqlxStore,
    pub log: Log,
}

/// Listens as long as the program runs; gives where.
pub async fn listen(address: SocketAddr, listened: Listened) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address} (--metrics-listen, PORTAL_METRICS_LISTEN)"))?;
    let bound = listener.local_addr()?;
    gauge!("portal_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    #[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
    gauge!("process_start_time_seconds").set(Utc::now().timestamp_millis() as f64 / 1000.0);
    let app = Router::new()
        .route("/metrics", get(metrics))
        .with_state(listened.clone())
        .merge(Router::new().route("/readyz", get(ready)).with_state(listened.health));
    // It ends with the program: somebody may want to see how it ends.
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(%error, "the listener for metrics ended");
        }
    });
    Ok(bound)
}

/// `/readyz?verbose` tells the parts.
async fn ready(State(health): State<Health>, RawQuery(query): RawQuery) -> Response {
    match query.as_deref() {
        Some("verbose") => ready_in_parts(State(health)).await,
        _ => crate::health::ready(State(health)).await,
    }
}

async fn metrics(State(listened): State<Listened>) -> impl IntoResponse {
    look(&listened).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], listened.meter.to_string())
}

/// Reads what changes by itself.
#[allow(clippy::cast_precision_loss, reason = "a measure may lose its last digits")]
async fn look(listened: &Listened) {
    let report = listened.health.report().await;
    for (part, good) in report.parts() {
        gauge!("portal_ready", "part" => part).set(if good { 1.0 } else { 0.0 });
    }
    if let Some(lag) = report.lag {
        gauge!("portal_worker_lag_seconds").set(lag.num_milliseconds() as f64 / 1000.0);
    }
    if let Some(free) = report.free {
        gauge!("portal_disk_free_bytes").set(free as f64);
    }
    let (idle, used) = listened.store.connections();
    gauge!("portal_database_connections", "state" => "idle").set(f64::from(idle));
    gauge!("portal_database_connections", "state" => "used").set(f64::from(used));
    counter!("portal_log_lines_dropped_total").absolute(listened.log.dropped());
    if let Some(memory) = process::memory() {
        gauge!("process_resident_memory_bytes").set(memory);
    }
    if let Some((open, most)) = process::descriptors() {
        gauge!("process_open_fds").set(open);
        gauge!("process_max_fds").set(most);
    }
}
