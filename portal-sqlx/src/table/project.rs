//! Projects.

use portal_core::{
    form::Answers,
    id::{OrganisationId, ProjectId, Version},
    project::{Project, ProjectState},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A project. `name_key` is its name in lower case, for searching: SQLite itself lowers ASCII only.
    ProjectRow = "portal_project", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        kind: String as text,
        name: String as text,
        name_key: String as text,
        fields: Json<Answers> as json,
        state: Word<ProjectState> as text,
        created: Time as time,
    }
}

impl From<&Project> for ProjectRow {
    fn from(it: &Project) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            kind: it.kind.to_string(),
            name: it.name.clone(),
            name_key: it.name.to_lowercase(),
            fields: Json(it.fields.clone()),
            state: Word(it.state),
            created: Time(it.created),
            version: it.version.0,
        }
    }
}

impl From<ProjectRow> for Project {
    fn from(row: ProjectRow) -> Self {
        Self {
            id: ProjectId(row.id),
            organisation: OrganisationId(row.organisation),
            kind: row.kind.into(),
            name: row.name,
            fields: row.fields.0,
            state: row.state.0,
            created: row.created.0,
            version: Version(row.version),
        }
    }
}
