//! A client portal that mounts in the axum app you already have.
//!
//! ```no_run
//! # async fn example(app: axum::Router, pool: sqlx::SqlitePool, shutdown: impl Future<Output = ()> + Send + 'static)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! let portal = portal::builder(pool).definitions("portal").base_url("https://example.com/portal").build().await?;
//! let app = portal::mount(app, "/portal", &portal);
//! tokio::spawn(portal::worker(&portal).run(shutdown));
//! # Ok(()) }
//! ```
//!
//! [`builder`] checks the definitions, migrates the portal's own tables (all prefixed `portal_`) and reports every
//! problem at once. Removing the portal is deleting these lines.

mod build;
mod check;
mod clock;
pub mod demo;
mod explain;
mod folder;
mod host;
mod let_in;
mod passwords;
mod publish;
mod purge;
mod reset_factor;
mod secret_key;
mod token;
mod verify;
mod worker;

pub use build::{BuildError, Builder, Problem, builder};
pub use check::check;
pub use explain::explain_access;
pub use folder::read_folder;
pub use let_in::let_in;
#[cfg(feature = "axum")]
pub use portal_axum::{self as pages, mount, router};
pub use portal_core::{self as core, Desk, Once, Portal, Refused, identity::Viewer};
#[cfg(feature = "email")]
pub use portal_email as email;
#[cfg(feature = "files")]
pub use portal_files as files;
pub use portal_sqlx as store;
pub use publish::publish;
pub use purge::purge_audit;
pub use reset_factor::{reset_factor, reset_factors_of_key};
pub use secret_key::new_secret_key;
pub use token::make_token;
pub use verify::verify;
pub use worker::{Worker, worker};
