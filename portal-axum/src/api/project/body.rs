//! A project as JSON.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use portal_core::{
    id::OrganisationId,
    identity,
    project::{Project, ProjectState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{
    answers::{self, Answer},
    caller::Caller,
    request::Organisation,
};

/// What groups the requests of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Project)]
pub(crate) struct ProjectBody {
    id: Uuid,
    organisation: Organisation,
    /// Its kind, as the definition names it.
    kind: String,
    /// What its kind is called.
    label: String,
    name: String,
    /// Whether requests may still be opened in it.
    state: State,
    /// What else is known of it, by field.
    fields: BTreeMap<String, Answer>,
    /// When it was made.
    created: DateTime<Utc>,
}

/// A project by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectName {
    id: Uuid,
    name: String,
}

/// Whether requests may still be opened in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProjectState)]
pub(crate) enum State {
    Open,
    Closed,
}

impl ProjectBody {
    pub(super) fn of(
        caller: &Caller,
        project: &Project,
        organisations: &HashMap<OrganisationId, identity::Organisation>,
    ) -> Self {
        let kind = caller.portal().definition().projects.get(&project.kind);
        let name = organisations.get(&project.organisation).map(|found| found.name.clone()).unwrap_or_default();
        Self {
            id: project.id.0,
            organisation: Organisation { id: project.organisation.0, name },
            kind: project.kind.to_string(),
            label: kind.map_or(project.kind.as_str(), |kind| caller.tongue().text(&kind.label)).to_owned(),
            name: project.name.clone(),
            state: project.state.into(),
            fields: answers::shown(&project.fields),
            created: project.created,
        }
    }
}

impl ProjectName {
    pub(crate) fn of(project: &Project) -> Self {
        Self { id: project.id.0, name: project.name.clone() }
    }
}

impl From<ProjectState> for State {
    fn from(state: ProjectState) -> Self {
        match state {
            ProjectState::Open => Self::Open,
            ProjectState::Closed => Self::Closed,
        }
    }
}
