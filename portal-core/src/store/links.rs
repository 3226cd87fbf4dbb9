//! Reads of links that let somebody in once.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    id::{AccountId, LinkId},
    identity::{Link, Seat},
};

/// Links that are spent once.
#[async_trait]
pub trait Links: Send + Sync {
    /// A link by id.
    async fn link(&self, id: LinkId) -> Result<Option<Link>, StoreError>;
    /// A link by the hash of the token of its last letter; whether it still counts or not.
    async fn link_by_hash(&self, hash: &[u8; 32]) -> Result<Option<Link>, StoreError>;
    /// The open invitations to a place, newest first, expired ones too.
    async fn invitations_to(&self, seat: Seat) -> Result<Vec<Link>, StoreError>;
    /// The open links to a new password of an account; there is at most one.
    async fn resets_of(&self, account: AccountId) -> Result<Vec<Link>, StoreError>;
}
