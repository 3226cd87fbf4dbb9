//! Explaining access beside a portal that runs or not: the store is all it takes.

use portal_core::{Refused, clock::now, request::AccessExplained};
use portal_sqlx::SqlxStore;

use crate::clock::{SystemClock, SystemIds};

/// Why somebody may or may not, by the definition in force on a database: `person` is an address or an account's id,
/// `object` a request's short public name, or the id of a request, a document or a task.
///
/// # Errors
/// [`Refused::Answers`] for a `person` or an `object` that there is not; [`Refused::NotFound`] while no definition is in
/// force.
pub async fn explain_access(store: &SqlxStore, person: &str, object: &str) -> Result<AccessExplained, Refused> {
    portal_core::request::explain_access(store, &SystemIds, now(&SystemClock), (person, object)).await
}
