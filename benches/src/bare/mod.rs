//! (b): what is left of the portal when all but its statements is taken away. The statements are read off the portal's
//! wire (`tests/operations.rs` writes them down and compares); the handlers give them their values, keep what they need of
//! the answers and answer with JSON. No form is checked, no rule is asked, no page is drawn.

mod files;
mod reads;
mod rows;
mod writes;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Result;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use sha2::{Digest as _, Sha256};
use sqlx::{PgPool, Postgres, pool::PoolConnection};

use rows::Visitor;

/// Between two statements of a file.
const NEXT: &str = ";\n\n";

/// Statements as a file keeps them.
pub fn written(statements: &[String]) -> String {
    statements.join(NEXT) + "\n"
}

/// The statements of an operation, in order.
macro_rules! statements {
    ($name:literal) => {{
        static ALL: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
            include_str!(concat!("statements/", $name, ".sql")).trim_end().split(crate::bare::NEXT).collect()
        });
        &**ALL
    }};
}
use statements;

/// What all handlers share.
#[derive(Clone)]
struct App(Arc<Shared>);

struct Shared {
    pool: PgPool,
    blobs: PathBuf,
    temporary: PathBuf,
}

/// Why a handler did not do it.
#[derive(Debug)]
struct Failed(StatusCode);

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        eprintln!("{error}");
        Self(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// The server.
///
/// # Errors
/// When the folder cannot be made.
pub async fn router(pool: PgPool, data: &Path) -> Result<Router> {
    let (blobs, temporary) = (data.join("files/blobs"), data.join("files/temporary"));
    tokio::fs::create_dir_all(&blobs).await?;
    tokio::fs::create_dir_all(&temporary).await?;
    let app = App(Arc::new(Shared { pool, blobs, temporary }));
    Ok(Router::new()
        .route("/healthz", get(|| async { "up" }))
        .route("/", get(reads::dashboard))
        .route("/requests", get(reads::list))
        .route("/requests/{id}", get(reads::request))
        .route("/requests/{id}/take", post(writes::take))
        .route("/drafts/{id}/submit", post(writes::submit))
        .route("/drafts/{id}/brief", post(files::upload))
        .route("/documents/{id}", get(files::download))
        .layer(DefaultBodyLimit::max(100 * 1024 * 1024))
        .with_state(app))
}

impl App {
    /// One connection for all of a request, and who comes with its cookie.
    async fn enter(
        &self,
        headers: &HeaderMap,
        sql: &'static str,
    ) -> Result<(PoolConnection<Postgres>, Visitor), Failed> {
        let cookies = headers.get(header::COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
        let token = cookies.strip_prefix("__Host-portal=").and_then(unhex).ok_or(Failed(StatusCode::UNAUTHORIZED))?;
        let mut conn = self.0.pool.acquire().await?;
        let hash: [u8; 32] = Sha256::digest(token).into();
        let mut seats: Vec<Visitor> = sqlx::query_as(sql).bind(hash.to_vec()).fetch_all(&mut *conn).await?;
        let visitor = seats.pop().ok_or(Failed(StatusCode::UNAUTHORIZED))?;
        Ok((conn, visitor))
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
