//! Projects: what groups the requests of an organisation, and what else is known of them. One file per use case.

mod change;
mod form;
mod look;
mod make;
mod opens;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use change::ChangeProject;
pub use form::ProjectForm;
pub use look::ProjectView;
pub use make::{MakeProject, NewProject};

use crate::{
    form::{Answers, Value},
    id::{Id, OrganisationId, ProjectId, Version},
};

/// Longest name of a project, in characters.
pub const LONGEST_NAME: usize = 120;

/// What groups requests of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Its kind, as the definition names it.
    pub kind: Id,
    /// What people call it.
    pub name: String,
    /// What else is known of it: the fields of its kind, by id.
    pub fields: Answers,
    /// Whether requests may still be opened in it.
    pub state: ProjectState,
    /// When it was made: its beginning.
    pub created: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// Whether requests may still be opened in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectState {
    /// Yes.
    Open,
    /// No; those that are there go on.
    Closed,
}

/// How far a project is, by its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many it has.
    pub all: u32,
    /// How many of them are over.
    pub over: u32,
}

impl Project {
    /// Whether requests may still be opened in it.
    pub fn is_open(&self) -> bool {
        self.state == ProjectState::Open
    }

    /// What conditions know of it, by the names that they use.
    pub(crate) fn facts(&self) -> impl Iterator<Item = (String, Value)> {
        let own = [("name", self.name.clone()), ("kind", self.kind.to_string())];
        let own = own.map(|(name, text)| (format!("project.{name}"), Value::Text(text)));
        let fields = self.fields.iter().map(|(id, value)| (format!("project.{id}"), value.clone()));
        own.into_iter().chain(fields)
    }
}
