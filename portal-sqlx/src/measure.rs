//! What the store measures, through the facade `metrics`: nothing happens unless the host keeps it.

use std::time::Duration;

use portal_core::store::{Conflict, StoreError};

/// A use of the database has its connection, or gave up waiting for one.
pub(crate) fn acquired(waited: Duration) {
    metrics::histogram!("portal_database_acquire_duration_seconds").record(waited.as_secs_f64());
}

/// A batch was applied, or was not.
pub(crate) fn committed(took: Duration, done: &Result<(), StoreError>) {
    let outcome = match done {
        Ok(()) => "committed",
        Err(StoreError::Conflict(_)) => "conflict",
        Err(_) => "failed",
    };
    metrics::histogram!("portal_database_commit_duration_seconds", "outcome" => outcome).record(took.as_secs_f64());
    if let Err(StoreError::Conflict(conflict)) = done {
        metrics::counter!("portal_database_conflicts_total", "kind" => kind(conflict)).increment(1);
    }
}

fn kind(conflict: &Conflict) -> &'static str {
    match conflict {
        Conflict::Moved(_) => "moved",
        Conflict::Stale(_) => "stale",
        Conflict::Taken(_) => "taken",
        Conflict::Full(_) => "full",
        Conflict::Repeated(_) => "repeated",
        Conflict::KeyReused => "key_reused",
    }
}
