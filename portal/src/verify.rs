//! Checking a portal on its live database.

use portal_core::{
    Portal,
    verify::{Broken, VerifyError},
};

/// Checks what must hold of a portal's rows and files whatever happened: nothing is changed, and people may work
/// meanwhile. An empty list means that all is well. Every stored byte is read once.
///
/// # Errors
/// When the database or the file storage does not answer.
pub async fn verify(portal: &Portal) -> Result<Vec<Broken>, VerifyError> {
    portal.verify().await
}
