//! The life of a request: how it enters statuses, opens and closes tasks, and moves by itself. Every use case that
//! changes a request goes through [`Life`]; it works on a copy and gives the batch that makes it so.

mod onward;
mod owner;
mod passing;
mod tasks;
mod time;
mod times;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

pub use self::onward::waits_for;
use super::{Event, Facts, Happening, Message, Request, Staff, Task, TaskState};
use crate::{
    clock::Ids,
    definition::{Definition, Move, RequestType},
    document::Document,
    id::{AccountId, ActId, DocumentId, EventId, Id, JobId, MessageId, TaskId},
    identity::{Side, Viewer},
    store::{Change, Changes, Dossier, Expect, Job, JobKind, Record},
};

/// When, by whom and with which definitions a decision is made.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// The definition in force: calendars, kinds.
    pub definition: &'a Definition,
    /// The workflow the request keeps.
    pub workflow: &'a RequestType,
    /// Makes ids.
    pub ids: &'a dyn Ids,
    /// When.
    pub now: DateTime<Utc>,
    /// Who; `None`: the portal itself.
    pub actor: Option<AccountId>,
    /// The same, with what is known of them.
    pub viewer: Option<&'a Viewer>,
    /// Who of the team is there; `None`: it was not asked.
    pub staff: Option<&'a Staff>,
}

/// A request being changed.
pub struct Life<'a> {
    moment: Moment<'a>,
    act: ActId,
    dossier: Dossier,
    events: Vec<Event>,
    tasks: BTreeMap<TaskId, Expect>,
    documents: BTreeMap<DocumentId, Expect>,
    messages: Vec<Message>,
    /// How many moves it made by itself in this act.
    hops: u8,
}

impl<'a> Life<'a> {
    /// Takes up a request as it was loaded (or, with no events yet, as it is being submitted).
    pub fn new(moment: Moment<'a>, dossier: Dossier) -> Self {
        let act = ActId(moment.ids.uuid(moment.now));
        let (tasks, documents) = (BTreeMap::new(), BTreeMap::new());
        Self { moment, act, dossier, events: Vec::new(), tasks, documents, messages: Vec::new(), hops: 0 }
    }

    /// The request as it stands now.
    pub fn request(&self) -> &Request {
        &self.dossier.request
    }

    /// Everything as it stands now.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// Its tasks as they stand now.
    pub fn tasks(&self) -> &[Task] {
        &self.dossier.tasks
    }

    /// Its documents as they stand now.
    pub fn documents(&self) -> &[Document] {
        &self.dossier.documents
    }

    /// When this is decided.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.moment.now
    }

    /// Who decides; `None`: the portal itself.
    pub(crate) fn actor(&self) -> Option<AccountId> {
        self.moment.actor
    }

    /// Keeps a task that is new, silently.
    pub(crate) fn keep_new(&mut self, task: Task) {
        self.tasks.insert(task.id, Expect::New);
        self.dossier.tasks.push(task);
    }

    /// What happened so far in this act.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// For the rare change of a plain column: the answers of the client or the team.
    pub fn request_mut(&mut self) -> &mut Request {
        &mut self.dossier.request
    }

    /// What conditions see of it now.
    pub fn facts(&self) -> Facts<'_> {
        Facts::new(&self.moment, &self.dossier)
    }

    /// Logs what happened.
    pub fn log(&mut self, audience: Side, what: Happening) {
        let request = &mut self.dossier.request;
        request.events += 1;
        if !what.is_reminder() {
            request.activity = self.moment.now;
        }
        if let Happening::Moved { to: entered, .. } | Happening::Submitted { status: entered } = &what {
            *self.dossier.visits.entry(entered.clone()).or_default() += 1;
        }
        self.events.push(Event {
            id: EventId(self.moment.ids.uuid(self.moment.now)),
            request: request.id,
            seq: request.events,
            act: self.act,
            organisation: request.organisation,
            actor: self.moment.actor,
            audience,
            what,
            at: self.moment.now,
        });
    }

    /// Writes a message to the client, or a note.
    pub fn say(&mut self, audience: Side, author: AccountId, body: String) -> MessageId {
        let id = MessageId(self.moment.ids.uuid(self.moment.now));
        let Request { organisation, id: request, .. } = self.dossier.request;
        self.messages.push(Message { id, organisation, request, author, audience, body, at: self.moment.now });
        let what = match audience {
            Side::Client => Happening::MessagePosted { message: id },
            Side::Team => Happening::NotePosted { message: id },
        };
        self.log(audience, what);
        id
    }

    /// Adds a document that is new, silently; [`Life::log`] tells of it where somebody should know.
    pub fn add(&mut self, document: Document) {
        self.documents.insert(document.id, Expect::New);
        self.dossier.documents.insert(0, document);
    }

    /// Makes internal documents of a kind visible to the client.
    pub fn share(&mut self, kind: &Id) {
        let now = self.moment.now;
        let hidden = |document: &&mut Document| document.kind == *kind && document.audience == Side::Team;
        let mut shared = Vec::new();
        for document in self.dossier.documents.iter_mut().filter(hidden) {
            document.audience = Side::Client;
            document.shared = Some(now);
            self.documents.entry(document.id).or_insert(Expect::Loaded(document.version));
            shared.push(document.id);
        }
        for document in shared {
            self.log(Side::Client, Happening::DocumentShared { document });
        }
    }

    /// Makes a move, whoever or whatever caused it.
    pub fn make(&mut self, id: &Id, made: &Move) {
        let from = self.dossier.request.status.clone();
        for kind in &made.shares {
            self.share(kind);
        }
        let silent = self.moment.workflow.shown(&from) == self.moment.workflow.shown(&made.to);
        let audience = if silent { Side::Team } else { Side::Client };
        self.log(audience, Happening::Moved { by: id.clone(), from, to: made.to.clone() });
        if let Some(owner) = &made.owner {
            self.give(owner);
        }
        self.enter(&made.to, &made.opens);
    }

    /// Enters a status: what is no longer needed ends, what the status and the move expect opens.
    pub fn enter(&mut self, id: &Id, opens: &[Id]) {
        let status = self.moment.workflow.statuses.get(id).expect("a checked move leads to a status");
        let ending: Vec<TaskId> =
            self.tasks().iter().filter(|task| task.is_unfinished() && !task.stays).map(|task| task.id).collect();
        for task in ending {
            self.end_task(task, TaskState::Ended, None, Happening::TaskEnded { task });
        }
        if self.dossier.request.ended.is_some() && status.ends.is_none() {
            self.forget_lost_times();
        }
        let request = &mut self.dossier.request;
        request.status = id.clone();
        request.since = self.moment.now;
        request.ended = status.ends;
        self.dossier.request.due = status.due.as_ref().and_then(|due| self.deadline(due));
        let expected = self.plan(status.opens.iter().chain(opens));
        if let Some(end) = status.ends {
            self.log(Side::Client, Happening::Closed { end, status: id.clone() });
        }
        self.settle();
        if expected == tasks::Expected::Nothing {
            self.all_done();
        }
        self.already_late();
    }

    /// Notes that a task changed without closing: a file came or went.
    pub fn edit_task(&mut self, id: TaskId, edit: impl FnOnce(&mut Task)) {
        if let Some(task) = self.dossier.tasks.iter_mut().find(|task| task.id == id) {
            self.tasks.entry(id).or_insert(Expect::Loaded(task.version));
            edit(task);
        }
    }

    /// The batch that makes it so. `expect` is what is counted on for the request's own row.
    pub fn into_changes(self, expect: Expect) -> Changes {
        let mut changes = self.times_given_back();
        if let Some(job) = self.wake() {
            changes.create(Record::Job(job));
        }
        changes.write(Record::Request(self.dossier.request), expect);
        for document in self.dossier.documents {
            if let Some(expect) = self.documents.get(&document.id) {
                changes.write(Record::Document(document), *expect);
            }
        }
        for task in self.dossier.tasks {
            if let Some(expect) = self.tasks.get(&task.id) {
                changes.write(Record::Task(task), *expect);
            }
        }
        for message in self.messages {
            changes.create(Record::Message(message));
        }
        if !self.events.is_empty() {
            let id = JobId(self.moment.ids.uuid(self.moment.now));
            let job = Job { id, kind: JobKind::Notify, subject: self.act.0, due: self.moment.now, attempts: 0 };
            changes.create(Record::Job(job));
        }
        for event in self.events {
            changes.push(Change::Append(event));
        }
        changes
    }

    /// Ends the change and gives everything as it stands, for whoever keeps it in memory.
    pub fn into_parts(self) -> (Dossier, Vec<Event>) {
        (self.dossier, self.events)
    }
}

mod migrate;

pub(crate) use migrate::Migration;
#[cfg(test)]
mod tests;
