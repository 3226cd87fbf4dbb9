//! The client portal's pages for axum.
//!
//! [`router`] gives everything to mount below any fixed path; [`mount`] does it in one line. Start reading at
//! [`visit`]: one visit per request, opened before its handler runs; then at a route group, named like its room in
//! `portal-core`.

pub mod account;
mod address;
pub mod api;
mod assets;
pub mod brand;
pub mod confirm;
mod cookies;
pub mod dashboard;
pub mod document;
pub mod done;
pub mod draft;
pub mod entrance;
mod export;
pub mod factor;
mod gallery;
mod headers;
mod language;
pub mod link;
pub mod links;
#[cfg(feature = "oidc")]
mod oidc;
mod own_pages;
pub mod page;
pub mod paging;
pub mod path;
pub mod people;
pub mod problem;
pub mod project;
mod reference;
mod refusal;
pub mod request;
mod routes;
pub mod show;
pub mod sign_in;
pub mod task;
pub mod team;
mod templates;
pub mod tokens;
pub mod tongue;
pub mod upload;
pub mod visit;
mod web;
mod whole;

pub use address::ClientAddress;
pub use assets::Names as Assets;
pub use cookies::keep_token;
pub use entrance::{Entrance, EntranceError, with_back};
pub use gallery::gallery;
#[cfg(feature = "oidc")]
pub use oidc::{Provider, ProviderError};
pub use own_pages::PageCheck;
pub use reference::Reference;
pub use routes::{mount, router};
pub use templates::{EMBEDDED as SHIPPED, Templates};
pub use web::Web;
