//! Reads of the names under which the host and providers know accounts.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    id::AccountId,
    identity::{Account, Identity},
};

/// Names of accounts elsewhere.
#[async_trait]
pub trait Identities: Send + Sync {
    /// Whom an issuer knows under a subject; both are compared to the byte.
    async fn identity(&self, issuer: &str, subject: &str) -> Result<Option<(Identity, Account)>, StoreError>;
    /// All names of an account, oldest first.
    async fn identities_of(&self, account: AccountId) -> Result<Vec<Identity>, StoreError>;
}
