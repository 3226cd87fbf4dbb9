//! Publishing from a program that is no portal: a command, a pipeline.

use portal_core::{
    definition::{self, NotPublished, Published, Source, plan::Moving},
    store::Store,
};

use crate::{
    check::RENDERERS,
    clock::{SystemClock, SystemIds},
};

/// Puts a version in force for all processes on a database, and moves what is to be moved, in one commit. They take it up
/// within a second; what was submitted to them meanwhile is told by another plan.
///
/// # Errors
/// When it has faults, or something breaks that is not moved; then nothing was written.
pub async fn publish(store: &dyn Store, sources: &[Source], moves: &[Moving]) -> Result<Published, NotPublished> {
    definition::publish(store, &SystemClock, &SystemIds, RENDERERS, sources, moves).await
}
