//! What happened to a request and what was said, in the words of the side that reads it.

use std::collections::HashMap;

use portal_core::{
    definition::{Definition, RequestType},
    document::Document,
    id::{AccountId, Id},
    identity::Side,
    request::{Event, Happening, Message, RequestView, Task, TaskAction, Words},
    wording::Arg,
};
use serde::Serialize;

use super::{item_name, task_name};
use crate::tongue::{Tongue, When};

/// One entry of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What happened.
    pub text: String,
    /// More of it: a reason.
    pub detail: Option<String>,
    /// Who did it; none: the portal itself.
    pub by: Option<String>,
    /// When.
    pub at: When,
    /// Whether it changed where the request stands.
    pub big: bool,
}

/// One message or note.
#[derive(Clone, Debug, Serialize)]
pub struct MessageView {
    /// Its anchor.
    pub anchor: String,
    /// Who wrote it.
    pub author: String,
    /// What it says; plain text.
    pub body: String,
    /// When.
    pub at: When,
    /// Whether the reader wrote it.
    pub mine: bool,
    /// Whether only the team sees it.
    pub note: bool,
}

/// What the words of a timeline come from.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// The form and workflow the request keeps.
    pub workflow: &'a RequestType,
    /// The definition in force, for the names of kinds.
    pub definition: &'a Definition,
    /// The request's tasks.
    pub tasks: &'a [Task],
    /// Its documents, as far as the reader sees them.
    pub documents: &'a [Document],
    /// Whose request it is, with their name.
    pub requester: (AccountId, &'a str),
    /// Names of those who act.
    pub names: &'a HashMap<AccountId, String>,
    /// Who reads.
    pub side: Side,
    /// In which language.
    pub tongue: &'a Tongue,
}

/// Whose request it is, with their name, for a [`Story`].
pub fn requester(view: &RequestView) -> (AccountId, &str) {
    let id = view.dossier.request.opened_by;
    (id, view.names.get(&id).map_or("", String::as_str))
}

/// The timeline, oldest first. Moves that change nothing for the reader are left out.
pub fn timeline(story: Story<'_>, events: &[Event]) -> Vec<Line> {
    events.iter().filter_map(|event| story.line(event)).collect()
}

/// Messages and notes, oldest first.
pub fn messages(story: Story<'_>, reader: AccountId, messages: &[Message]) -> Vec<MessageView> {
    let view = |message: &Message| MessageView {
        anchor: format!("message-{}", message.id),
        author: story.name(message.author),
        body: message.body.clone(),
        at: story.tongue.moment(message.at),
        mine: message.author == reader,
        note: message.audience == Side::Team,
    };
    messages.iter().map(view).collect()
}

impl Story<'_> {
    /// What one event says; `None` when it says nothing to the reader.
    pub fn line(&self, event: &Event) -> Option<Line> {
        let (text, detail) = self.words(&event.what)?;
        let detail = detail.or_else(|| self.for_whom(event));
        let big = matches!(event.what, Happening::Submitted { .. } | Happening::Moved { .. });
        let by = event.actor.map(|actor| self.name(actor));
        Some(Line { text, detail, by, at: self.tongue.moment(event.at), big })
    }

    /// That the team did it in a client's stead.
    fn for_whom(&self, event: &Event) -> Option<String> {
        let (requester, name) = self.requester;
        let instead =
            matches!(event.what, Happening::Submitted { .. }) && event.actor.is_some_and(|by| by != requester);
        instead.then(|| self.with("event-submitted-for", "requester", name.to_owned()))
    }

    fn words(&self, what: &Happening) -> Option<(String, Option<String>)> {
        let say = |key: &str| self.tongue.say(key);
        let text = match what {
            Happening::Submitted { .. } => say("event-submitted"),
            Happening::Moved { from, to, .. } => {
                let (from, to) = (self.status(from), self.status(to));
                if from == to {
                    return None;
                }
                self.with("event-moved", "status", to)
            }
            Happening::Assigned { owner: Some(owner) } => self.with("event-assigned", "owner", self.name(*owner)),
            Happening::Assigned { owner: None } => say("event-unassigned"),
            Happening::FieldsWritten { fields } => {
                let labels = self.workflow.team_fields.iter().filter(|field| fields.contains(&field.id));
                let labels: Vec<&str> = labels.map(|field| self.tongue.text(&field.label)).collect();
                self.with("event-noted", "fields", labels.join(", "))
            }
            Happening::Closed { .. } => return None,
            Happening::TaskOpened { task } => return Some(self.task(task.0, "event-task-opened")),
            Happening::TaskDueSoon { task } => return Some(self.task(task.0, "event-task-due-soon")),
            Happening::TaskLate { task } => return Some(self.task(task.0, "event-task-late")),
            Happening::DueSoon => say("event-due-soon"),
            Happening::Late => say("event-late"),
            Happening::TaskDone { task } if self.is_unasked(task.0) => say("event-answers-changed"),
            Happening::TaskDone { task } => return Some(self.task(task.0, "event-task-done")),
            Happening::TaskRefused { task } => return Some(self.task(task.0, "event-task-refused")),
            Happening::TaskHandedIn { task } => return Some(self.task(task.0, "event-task-handed-in")),
            Happening::TaskReturned { task } => return Some(self.task(task.0, "event-task-returned")),
            Happening::TaskWaived { task } => return Some(self.task(task.0, "event-task-waived")),
            Happening::TaskEnded { task } => return Some(self.task(task.0, "event-task-ended")),
            Happening::Migrated { moves, .. } => {
                return Some((say("event-migrated"), Some(moves.join(", "))));
            }
            Happening::MessagePosted { .. } => say("event-message"),
            Happening::NotePosted { .. } => say("event-note"),
            Happening::DocumentAdded { document } => self.with("event-document-added", "title", self.title(document.0)),
            Happening::DocumentShared { document } => {
                self.with("event-document-shared", "title", self.title(document.0))
            }
        };
        Some((text, None))
    }

    fn is_unasked(&self, id: uuid::Uuid) -> bool {
        self.tasks.iter().any(|task| task.id.0 == id && task.is_unasked())
    }

    fn task(&self, id: uuid::Uuid, key: &str) -> (String, Option<String>) {
        let Some(task) = self.tasks.iter().find(|task| task.id.0 == id) else {
            return (self.with(key, "task", self.tongue.say("some-task")), None);
        };
        let name = task_name(task, self.workflow, self.definition, task.opened, self.tongue);
        let items = || task.items.iter().map(|item| item_name(item, self.definition, self.tongue)).collect::<Vec<_>>();
        let what = match task.action {
            TaskAction::Provide if task.template.is_none() => items().join(", "),
            _ => name.title,
        };
        let detail = match key {
            "event-task-opened" if task.template.is_none() => name.reason,
            "event-task-refused" | "event-task-waived" => task.outcome.clone(),
            _ => None,
        };
        (self.with(key, "task", what), detail)
    }

    fn with(&self, key: &str, name: &'static str, value: String) -> String {
        self.tongue.say_with(key, &[(name, Arg::from(value))])
    }

    fn name(&self, id: AccountId) -> String {
        self.names.get(&id).cloned().unwrap_or_else(|| self.tongue.say("somebody"))
    }

    fn status(&self, id: &Id) -> String {
        let words = Words { live: self.definition, kept: self.workflow, locale: self.tongue.locale() };
        words.status(id, self.side).to_owned()
    }

    fn title(&self, id: uuid::Uuid) -> String {
        let document = self.documents.iter().find(|document| document.id.0 == id);
        document.map_or_else(|| self.tongue.say("some-document"), |document| document.title.clone())
    }
}
