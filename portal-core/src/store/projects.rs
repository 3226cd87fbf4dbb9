//! Reads of projects.

use std::collections::HashMap;

use async_trait::async_trait;

use super::{Cursor, Page, StoreError};
use crate::{
    id::{OrganisationId, ProjectId},
    identity::Scope,
    project::{Progress, Project},
};

/// What a list of projects is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ProjectFilter {
    /// Only those that are open (`Some(true)`), or only those that are closed.
    pub open: Option<bool>,
    /// Only those of this organisation.
    pub organisation: Option<OrganisationId>,
    /// Words in the name, as the person typed them. `%` and `_` mean themselves.
    pub text: Option<String>,
}

/// Projects, within [`Scope::admits_project`].
#[async_trait]
pub trait Projects: Send + Sync {
    /// One project.
    async fn project(&self, scope: &Scope, id: ProjectId) -> Result<Option<Project>, StoreError>;
    /// A page of projects, newest first.
    async fn projects(
        &self,
        scope: &Scope,
        filter: &ProjectFilter,
        after: Option<&Cursor>,
        at_most: u16,
    ) -> Result<Page<Project>, StoreError>;
    /// How far these projects are, by the requests within reach; those that have none are left out.
    async fn project_progress(
        &self,
        scope: &Scope,
        ids: &[ProjectId],
    ) -> Result<HashMap<ProjectId, Progress>, StoreError>;
    /// Projects by id, whoever looks: for saying which project something belongs to that is in sight itself.
    async fn projects_by_id(&self, ids: &[ProjectId]) -> Result<Vec<Project>, StoreError>;
}
