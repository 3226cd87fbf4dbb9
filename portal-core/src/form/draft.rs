//! A form that is being filled in.

use chrono::{DateTime, Utc};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Answers;
use crate::id::{AccountId, DraftId, Id, OrganisationId, ProjectId, Version};

/// A form that is being filled in. It keeps the definition it began with.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its id; also the key that makes its submission happen once.
    pub id: DraftId,
    /// Who fills it in.
    pub account: AccountId,
    /// For whom.
    pub organisation: OrganisationId,
    /// The project that the request will belong to.
    pub project: Option<ProjectId>,
    /// What will be requested.
    pub request_type: Id,
    /// Hash of the definition it began with.
    pub definition: String,
    /// What was answered so far, not necessarily right.
    pub answers: Answers,
    /// The step to go on with.
    pub step: Option<Id>,
    /// How far its author came with each step, in the order they came there.
    pub visited: Visits,
    /// When it was begun.
    pub created: DateTime<Utc>,
    /// When it was last edited.
    pub edited: DateTime<Utc>,
    /// When it goes, unless edited: three months after the last edit (SECURITY §4).
    pub expires: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

/// How far somebody came, by step.
pub type Visits = IndexMap<Id, Visited>;

/// How far somebody came with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visited {
    /// It was shown.
    Reached,
    /// It was saved.
    Saved,
}
