//! Reads of organisations for the team.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::StoreError;
use crate::{
    id::OrganisationId,
    identity::{Organisation, OrganisationState, Scope},
};

/// What a list of organisations is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct OrganisationFilter {
    /// Only those in this state.
    pub state: Option<OrganisationState>,
    /// Words in the name, as the person typed them. `%` and `_` mean themselves.
    pub text: Option<String>,
}

/// What goes on in an organisation, as far as somebody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrganisationActivity {
    /// How many of its requests are not over.
    pub open: u32,
    /// When something last happened in one of its requests.
    pub last: DateTime<Utc>,
}

/// Lists of organisations.
#[async_trait]
pub trait Organisations: Send + Sync {
    /// Organisations in the order of their names, after this one.
    async fn organisations_after(
        &self,
        filter: &OrganisationFilter,
        after: Option<OrganisationId>,
        at_most: u16,
    ) -> Result<Vec<Organisation>, StoreError>;
    /// What goes on in these, by the requests within reach; those that have none are left out.
    async fn organisation_activity(
        &self,
        scope: &Scope,
        ids: &[OrganisationId],
    ) -> Result<HashMap<OrganisationId, OrganisationActivity>, StoreError>;
}
