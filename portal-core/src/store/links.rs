//! Reads of links that let somebody in once, and of the letters about the safety of accounts.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    id::{AccountId, AlertId, LinkId, OrganisationId},
    identity::{Alert, Link, Seat},
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
    /// The open invitations to an organisation and to its requests, newest first, expired ones too.
    async fn invitations_in(&self, organisation: OrganisationId) -> Result<Vec<Link>, StoreError>;
    /// The open links of an account, newest first, expired ones too: at most one of each purpose, and no invitation.
    async fn links_of(&self, account: AccountId) -> Result<Vec<Link>, StoreError>;
    /// A letter about the safety of an account.
    async fn alert(&self, id: AlertId) -> Result<Option<Alert>, StoreError>;
}
