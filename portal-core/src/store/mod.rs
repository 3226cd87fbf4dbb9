//! The ports for storage: reads grouped by room, one atomic [`Store::commit`], and the [`Engine`] for what stands
//! outside a batch. `portal-sqlx` implements both; [`crate::conformance`] says what an implementation must pass.

mod audit;
mod changes;
mod engine;
mod figures;
mod identities;
mod links;
mod lists;
mod organisations;
mod projects;
mod reads;
mod sent;

pub use audit::{AuditFilter, AuditLog, AuditObject};
pub use changes::{Change, Changes, Conflict, Counter, Expect, IdempotencyKey, Record, Subject};
pub use engine::{Engine, GivenUp, Job, JobKind, Lease, Outcome, Turn};
pub use figures::{FigureCount, FormFigures};
pub use identities::Identities;
pub use links::Links;
pub use lists::{Cursor, Filter, Order, Page, Summary};
pub use organisations::{OrganisationActivity, OrganisationFilter, Organisations};
pub use projects::{ProjectFilter, Projects};
pub use reads::{
    Bookings, DefinitionVersion, Definitions, Deliveries, Documents, Dossier, Drafts, History, Keys, People,
    Publishing, Requests, Store, Visitor,
};
pub use sent::{Act, Outgoing, Sent};

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something the batch counted on is no longer so; nothing was written.
    #[error("{0}")]
    Conflict(Conflict),
    /// The database cannot be reached, or does not answer in time. Trying again later may help.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database answered with something that must not be; trying again is useless.
    #[error("the database refused")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}
