//! Reads of the audit log, for whoever may see all of it.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Cursor, Page, StoreError};
use crate::{
    audit::{Audit, Group},
    id::{AccountId, OrganisationId, Reference, RequestId},
    identity::Scope,
};

/// What of the audit log is looked at; nothing said is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// By whom.
    pub actor: Option<AccountId>,
    /// Whose data.
    pub organisation: Option<OrganisationId>,
    /// What kind of thing.
    pub group: Option<Group>,
    /// Whether it was allowed.
    pub allowed: Option<bool>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// About what.
    pub about: Option<AuditObject>,
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditObject {
    /// Something by its id; of a request also its documents and tasks.
    Id(Uuid),
    /// The request with this reference, its documents and tasks.
    Reference(String),
}

/// The audit log.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// A page of the log, newest first.
    async fn audit(
        &self,
        filter: &AuditFilter,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Audit>, StoreError>;
    /// How many entries there are.
    async fn count_audit(&self, filter: &AuditFilter) -> Result<u64, StoreError>;
    /// The references of those of these requests that are in reach.
    async fn references(&self, scope: &Scope, ids: &[RequestId]) -> Result<HashMap<RequestId, Reference>, StoreError>;
}
