//! The rows of a request: itself, its tasks, messages and events.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    definition::{End, Relations, WaitsFor},
    form::Answers,
    id::{
        AccountId, ActId, DocumentId, EventId, Id, MessageId, OrganisationId, ProjectId, Reference, RequestId, TaskId,
        Version,
    },
    identity::{Facts, Side},
};

/// What a client asked for, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The project it belongs to.
    pub project: Option<ProjectId>,
    /// Its short public name.
    pub reference: Reference,
    /// Its type.
    pub request_type: Id,
    /// Hash of the definition whose form and workflow it keeps.
    pub definition: String,
    /// What it is about, for lists and mails.
    pub title: String,
    /// Who opened it.
    pub opened_by: AccountId,
    /// Where it waits for the team.
    pub queue: Id,
    /// Who works it for the team.
    pub owner: Option<AccountId>,
    /// Where it stands.
    pub status: Id,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Who must act. Never [`WaitsFor::Tasks`]: that is worked out.
    pub waits_for: WaitsFor,
    /// How it ended.
    pub ended: Option<End>,
    /// By when the status should be left.
    pub due: Option<DateTime<Utc>>,
    /// When people were last told that this comes near, or has passed.
    pub reminded: Option<DateTime<Utc>>,
    /// The client's answers.
    pub answers: Answers,
    /// The team's.
    pub team_answers: Answers,
    /// How many events it has: the last one's sequence number.
    pub events: i64,
    /// When it was submitted.
    pub submitted: DateTime<Utc>,
    /// When something last happened.
    pub activity: DateTime<Utc>,
    /// How often it was changed.
    pub version: Version,
}

impl Request {
    /// Who stands how to it; paths lead to nobody until they are told where to look.
    pub fn relations(&self) -> Relations<'static> {
        Relations { matter: self.into(), requester: self.opened_by, owner: self.owner, known: None }
    }

    /// What a scope needs to know of it, for something meant for `audience`.
    pub fn facts(&self, audience: Side) -> Facts<'_> {
        let Self { id, organisation, project, opened_by, owner, .. } = *self;
        let (request_type, queue) = (Some(&self.request_type), Some(&self.queue));
        let request = Some(id);
        Facts { organisation, request, request_type, project, queue, opened_by, owner, audience, paper: None }
    }
}

/// A message to the other side, or an internal note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which request.
    pub request: RequestId,
    /// Who wrote it.
    pub author: AccountId,
    /// `Client`: a message both sides read. `Team`: a note.
    pub audience: Side,
    /// What it says; plain text.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// One entry of the log: something that happened to a request. Ids and codes only; texts live in rows of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What it happened to.
    pub request: RequestId,
    /// Its place in the request's history, from 1, without a gap.
    pub seq: i64,
    /// What it was done together with.
    pub act: ActId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Who did it; `None`: the portal itself.
    pub actor: Option<AccountId>,
    /// `Client`: both sides see it. `Team`: the team only.
    pub audience: Side,
    /// What happened.
    pub what: Happening,
    /// When.
    pub at: DateTime<Utc>,
}

/// What can happen. As JSON: `{"kind":"request.moved","from":"received",…}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
#[allow(missing_docs, reason = "the ids say what they are: of what the event names")]
pub enum Happening {
    /// It was sent.
    #[serde(rename = "request.submitted")]
    Submitted { status: Id },
    /// It changed its status.
    #[serde(rename = "request.moved")]
    Moved { by: Id, from: Id, to: Id },
    /// It got an owner.
    #[serde(rename = "request.assigned")]
    Assigned { owner: Option<AccountId> },
    /// The team wrote down fields of its own.
    #[serde(rename = "request.noted")]
    FieldsWritten { fields: Vec<Id> },
    /// It is over.
    #[serde(rename = "request.closed")]
    Closed { end: End, status: Id },
    /// The team should have gone on by soon.
    #[serde(rename = "request.due_soon")]
    DueSoon,
    /// The team should have gone on by now.
    #[serde(rename = "request.late")]
    Late,
    /// An action is expected.
    #[serde(rename = "task.opened")]
    TaskOpened { task: TaskId },
    /// It should be done by soon.
    #[serde(rename = "task.due_soon")]
    TaskDueSoon { task: TaskId },
    /// It should have been done.
    #[serde(rename = "task.late")]
    TaskLate { task: TaskId },
    /// It was done, or approved.
    #[serde(rename = "task.done")]
    TaskDone { task: TaskId },
    /// The approval was refused.
    #[serde(rename = "task.refused")]
    TaskRefused { task: TaskId },
    /// It was handed in, and the team checks it.
    #[serde(rename = "task.handed_in")]
    TaskHandedIn { task: TaskId },
    /// The team gave parts of it back.
    #[serde(rename = "task.returned")]
    TaskReturned { task: TaskId },
    /// The team does not need it any more.
    #[serde(rename = "task.waived")]
    TaskWaived { task: TaskId },
    /// It is no longer needed: the request left the status.
    #[serde(rename = "task.ended")]
    TaskEnded { task: TaskId },
    /// A publication moved it: by these of its moves, to this version where it is one of its form and workflow.
    #[serde(rename = "request.migrated")]
    Migrated { definition: String, moves: Vec<String> },
    /// A message was written.
    #[serde(rename = "message.posted")]
    MessagePosted { message: MessageId },
    /// A note was written.
    #[serde(rename = "note.posted")]
    NotePosted { message: MessageId },
    /// A document was added, visible to its audience only.
    #[serde(rename = "document.added")]
    DocumentAdded { document: DocumentId },
    /// A document became visible to the client.
    #[serde(rename = "document.shared")]
    DocumentShared { document: DocumentId },
}

impl Happening {
    /// The name in rules and in the log, such as `request.moved`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "request.submitted",
            Self::Moved { .. } => "request.moved",
            Self::Assigned { .. } => "request.assigned",
            Self::FieldsWritten { .. } => "request.noted",
            Self::Closed { .. } => "request.closed",
            Self::DueSoon => "request.due_soon",
            Self::Late => "request.late",
            Self::TaskOpened { .. } => "task.opened",
            Self::TaskDueSoon { .. } => "task.due_soon",
            Self::TaskLate { .. } => "task.late",
            Self::TaskDone { .. } => "task.done",
            Self::TaskRefused { .. } => "task.refused",
            Self::TaskHandedIn { .. } => "task.handed_in",
            Self::TaskReturned { .. } => "task.returned",
            Self::TaskWaived { .. } => "task.waived",
            Self::TaskEnded { .. } => "task.ended",
            Self::Migrated { .. } => "request.migrated",
            Self::MessagePosted { .. } => "message.posted",
            Self::NotePosted { .. } => "note.posted",
            Self::DocumentAdded { .. } => "document.added",
            Self::DocumentShared { .. } => "document.shared",
        }
    }

    /// The document it names.
    pub fn document(&self) -> Option<DocumentId> {
        match self {
            Self::DocumentAdded { document } | Self::DocumentShared { document } => Some(*document),
            _ => None,
        }
    }

    /// Whether people are only reminded of what is known: nothing has changed.
    pub fn is_reminder(&self) -> bool {
        matches!(self, Self::DueSoon | Self::Late | Self::TaskDueSoon { .. } | Self::TaskLate { .. })
    }

    /// The task, message or document it names.
    pub fn object(&self) -> Option<Uuid> {
        match self {
            Self::TaskOpened { task }
            | Self::TaskDueSoon { task }
            | Self::TaskLate { task }
            | Self::TaskDone { task }
            | Self::TaskRefused { task }
            | Self::TaskHandedIn { task }
            | Self::TaskReturned { task }
            | Self::TaskWaived { task }
            | Self::TaskEnded { task } => Some(task.0),
            Self::MessagePosted { message } | Self::NotePosted { message } => Some(message.0),
            Self::DocumentAdded { document } | Self::DocumentShared { document } => Some(document.0),
            _ => None,
        }
    }
}
