//! Removing what has outlived its time in the audit log, from a program that is no portal: as the owner of the tables.

use portal_core::{
    audit::seal::purge,
    clock::now,
    definition,
    store::{Definitions as _, StoreError},
};
use portal_sqlx::SqlxStore;

use crate::clock::{SystemClock, SystemIds};

/// Removes the batches of the audit log whose time is over by the definition in force. Gives how many went; none where the
/// role may not remove them, or nothing was published yet.
///
/// # Errors
/// When the database is not available, or holds a definition that this program cannot read.
pub async fn purge_audit(store: &SqlxStore) -> Result<usize, StoreError> {
    let Some(in_force) = store.in_force().await? else { return Ok(0) };
    let loaded = definition::load_stored(&in_force.sources());
    let definition = loaded.map_err(|faults| StoreError::Broken(Box::new(faults)))?;
    purge(store, store, &SystemIds, now(&SystemClock), &definition).await
}
