//! A form that is being filled in.

use chrono::{DateTime, Utc};

use super::Answers;
use crate::id::{AccountId, DraftId, Id, OrganisationId, Version};

/// A form that is being filled in. It keeps the definition it began with.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its id; also the key that makes its submission happen once.
    pub id: DraftId,
    /// Who fills it in.
    pub account: AccountId,
    /// For whom.
    pub organisation: OrganisationId,
    /// What will be requested.
    pub request_type: Id,
    /// Hash of the definition it began with.
    pub definition: String,
    /// What was answered so far, not necessarily right.
    pub answers: Answers,
    /// The step to go on with.
    pub step: Option<Id>,
    /// When it was begun.
    pub created: DateTime<Utc>,
    /// When it was last edited.
    pub edited: DateTime<Utc>,
    /// When it goes, unless edited: three months after the last edit (SECURITY §4).
    pub expires: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}
