//! Tasks: what somebody is expected to do.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    definition::WhoWord,
    form::Value,
    id::{AccountId, DocumentId, Id, OrganisationId, RequestId, TaskId, Version},
    identity::Side,
};

/// One expected action.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which request.
    pub request: RequestId,
    /// Its template in the workflow, unless the team added it by hand.
    pub template: Option<Id>,
    /// Which side must act.
    pub side: Side,
    /// What kind of action.
    pub action: TaskAction,
    /// Who may do it; empty: whoever of the side may act.
    pub by: Vec<WhoWord>,
    /// Why, as the team wrote it; empty: the template's words.
    pub reason: String,
    /// Its parts.
    pub items: Vec<Item>,
    /// By when.
    pub due: Option<DateTime<Utc>>,
    /// When people were last told that this comes near, or has passed.
    pub reminded: Option<DateTime<Utc>>,
    /// Whether the status waits for it.
    pub required: bool,
    /// Whether it outlives the status it opened in.
    pub stays: bool,
    /// Where it stands.
    pub state: TaskState,
    /// Why it was refused or waived.
    pub outcome: Option<String>,
    /// When it opened; of one that still waits for others, when it was planned.
    pub opened: DateTime<Utc>,
    /// When it closed.
    pub closed: Option<DateTime<Utc>>,
    /// Who closed it.
    pub closed_by: Option<AccountId>,
    /// How often it was changed.
    pub version: Version,
}

impl Task {
    /// Whether somebody can do it now.
    pub fn is_open(&self) -> bool {
        self.state == TaskState::Open
    }

    /// Whether it is not over: open, being checked, or waiting for others.
    pub fn is_unfinished(&self) -> bool {
        matches!(self.state, TaskState::Waiting | TaskState::Open | TaskState::Checking)
    }

    /// Whether nobody asked for it: a client changed answers that may still be changed.
    pub fn is_unasked(&self) -> bool {
        self.template.is_none() && self.action == TaskAction::Correct && !self.required
    }

    /// Whether somebody has approved already, while others still must.
    pub fn approved_by(&self, account: AccountId) -> bool {
        self.items.iter().any(|item| item.approved_by.contains(&account))
    }
}

/// The kinds of expected action, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskAction {
    /// Hand in documents.
    Provide,
    /// Answer fields, each an item.
    Answer,
    /// Correct answers, each an item.
    Correct,
    /// Approve or refuse a document, the first item's.
    ApproveDocument,
    /// Approve or refuse the request.
    ApproveRequest,
    /// Read resources or documents.
    Read,
    /// Answer a question in one's own words.
    Reply,
    /// Choose a time.
    Book,
    /// Do something outside, and tick it.
    Do,
}

impl TaskAction {
    /// Whether it is a decision: only those can be refused.
    pub fn is_approval(self) -> bool {
        matches!(self, Self::ApproveDocument | Self::ApproveRequest)
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// It opens when others are done.
    Waiting,
    /// It waits for whoever is to do it.
    Open,
    /// It was handed in, and the team checks it.
    Checking,
    /// It was done, or approved.
    Done,
    /// The approval was refused.
    Refused,
    /// The team does not need it any more.
    Waived,
    /// It is no longer needed: the request left the status.
    Ended,
}

/// A part of a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The kind of document, the field, the resource or the slots; of a task with one nameless part, its action.
    pub kind: Id,
    /// What exactly, in the asker's words; empty: the label of what `kind` names.
    pub name: String,
    /// The documents handed in, to be read, or the one to approve.
    pub documents: Vec<DocumentId>,
    /// Whether it is done, and nobody gave it back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// Why the team gave it back; empty: it did not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub returned: String,
    /// Who has approved so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved_by: Vec<AccountId>,
    /// The time that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked: Option<DateTime<Utc>>,
    /// The answer that this task replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Value>,
    /// The own words that stood beside it, where it was "other".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_words: Option<Value>,
}

impl Item {
    /// A part that nothing was done for.
    pub fn new(kind: Id) -> Self {
        Self {
            kind,
            name: String::new(),
            documents: Vec::new(),
            done: false,
            returned: String::new(),
            approved_by: Vec::new(),
            booked: None,
            was: None,
            was_words: None,
        }
    }
}
