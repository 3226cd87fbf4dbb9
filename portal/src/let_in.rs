//! Letting somebody of the team in beside a portal that runs or not: the store is all it takes.

use portal_core::{
    Refused,
    clock::now,
    identity::{self, LetIn, Secret},
};
use portal_sqlx::SqlxStore;

use crate::clock::{SystemClock, SystemIds};

/// Makes somebody of the team who is not there yet, and gives the secret of a link with which they choose a password, shown
/// this once ([`identity::let_in`]): below the portal's address at `/reset/SECRET`.
///
/// # Errors
/// As [`identity::let_in`].
pub async fn let_in(store: &SqlxStore, who: &LetIn) -> Result<Secret, Refused> {
    identity::let_in(store, &SystemIds, now(&SystemClock), who).await
}
