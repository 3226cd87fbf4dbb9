//! The life of a request: how it enters statuses, opens and closes tasks, and moves by itself. Every use case that
//! changes a request goes through [`Life`]; it works on a copy and gives the batch that makes it so.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Event, Facts, Happening, Item, Message, Request, Task, TaskAction, TaskState};
use crate::{
    clock::Ids,
    definition::{Action, Definition, Duration, Move, RequestType, Status, TaskTemplate, Trigger, WaitsFor, due_at},
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
}

impl<'a> Life<'a> {
    /// Takes up a request as it was loaded (or, with no events yet, as it is being submitted).
    pub fn new(moment: Moment<'a>, dossier: Dossier) -> Self {
        let act = ActId(moment.ids.uuid(moment.now));
        let (tasks, documents) = (BTreeMap::new(), BTreeMap::new());
        Self { moment, act, dossier, events: Vec::new(), tasks, documents, messages: Vec::new() }
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

    /// For the rare change of a plain column: the owner, the team's answers.
    pub fn request_mut(&mut self) -> &mut Request {
        &mut self.dossier.request
    }

    /// Logs what happened.
    pub fn log(&mut self, audience: Side, what: Happening) {
        let request = &mut self.dossier.request;
        request.events += 1;
        request.activity = self.moment.now;
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
        if let (true, Some(owner)) = (made.owner_is_actor, self.moment.actor) {
            self.assign(Some(owner));
        }
        self.enter(&made.to);
    }

    /// Gives the request to somebody of the team, or to nobody.
    pub fn assign(&mut self, owner: Option<AccountId>) {
        if self.dossier.request.owner != owner {
            self.dossier.request.owner = owner;
            self.log(Side::Team, Happening::Assigned { owner });
        }
    }

    /// Enters a status: what is no longer needed ends, what the status expects opens.
    pub fn enter(&mut self, id: &Id) {
        let workflow = self.moment.workflow;
        let status = workflow.statuses.get(id).expect("a checked move leads to a status");
        let ending: Vec<TaskId> =
            self.tasks().iter().filter(|task| task.is_open() && !task.stays).map(|task| task.id).collect();
        for task in ending {
            self.end_task(task, TaskState::Ended, None, Happening::TaskEnded { task });
        }
        let request = &mut self.dossier.request;
        request.status = id.clone();
        request.since = self.moment.now;
        request.ended = status.ends;
        request.due = status.due.map(|due| self.moment.due(due));
        for template in &status.opens {
            let found = workflow.tasks.get(template).expect("a checked status opens a task of the workflow");
            self.open_from(template, found);
        }
        if let Some(end) = status.ends {
            self.log(Side::Client, Happening::Closed { end, status: id.clone() });
        }
        self.settle();
    }

    /// Opens a task from its template.
    fn open_from(&mut self, id: &Id, template: &TaskTemplate) {
        let (action, items) = match &template.action {
            Action::Provide(kinds) => {
                let item = |kind: &Id| Item { kind: kind.clone(), name: String::new(), documents: Vec::new() };
                (TaskAction::Provide, kinds.iter().map(item).collect())
            }
            Action::ApproveDocument(kind) => {
                let shared = |document: &&Document| document.kind == *kind && document.audience == Side::Client;
                let documents = self.documents().iter().find(shared).map(|document| document.id);
                let item = Item { kind: kind.clone(), name: String::new(), documents: documents.into_iter().collect() };
                (TaskAction::ApproveDocument, vec![item])
            }
            Action::ApproveRequest => (TaskAction::ApproveRequest, Vec::new()),
        };
        let due = template.due.map(|due| self.moment.due(due));
        let mut task = self.blank_task(action, items, due);
        task.template = Some(id.clone());
        task.by.clone_from(&template.by.0);
        task.required = template.required;
        task.stays = template.stays;
        self.open(task);
    }

    /// A task for the client that is not open yet.
    pub fn blank_task(&self, action: TaskAction, items: Vec<Item>, due: Option<DateTime<Utc>>) -> Task {
        Task {
            id: TaskId(self.moment.ids.uuid(self.moment.now)),
            organisation: self.dossier.request.organisation,
            request: self.dossier.request.id,
            template: None,
            side: Side::Client,
            action,
            by: Vec::new(),
            reason: String::new(),
            items,
            due,
            required: true,
            stays: false,
            state: TaskState::Open,
            outcome: None,
            opened: self.moment.now,
            closed: None,
            closed_by: None,
            version: crate::id::Version::FIRST,
        }
    }

    /// Opens a task.
    pub fn open(&mut self, task: Task) {
        self.tasks.insert(task.id, Expect::New);
        self.log(task.side, Happening::TaskOpened { task: task.id });
        self.dossier.tasks.push(task);
        self.settle();
    }

    /// Closes a task; what waited for it goes on by itself.
    pub fn close(&mut self, id: TaskId, outcome: Result<(), String>) {
        let Some(task) = self.tasks().iter().find(|task| task.id == id && task.is_open()).cloned() else { return };
        let template = task.template.clone();
        let trigger = match outcome {
            Ok(()) => {
                self.end_task(id, TaskState::Done, None, Happening::TaskDone { task: id });
                template.map(Trigger::TaskDone)
            }
            Err(reason) => {
                self.end_task(id, TaskState::Refused, Some(reason), Happening::TaskRefused { task: id });
                template.map(Trigger::TaskRefused)
            }
        };
        self.settle();
        let all_done = !self.tasks().iter().any(|task| task.is_open() && task.required && !task.stays);
        let triggers: Vec<Trigger> = trigger.into_iter().chain(all_done.then_some(Trigger::TasksDone)).collect();
        self.go_on(&triggers);
    }

    /// Takes the first move in the file that one of these sets off.
    fn go_on(&mut self, triggers: &[Trigger]) {
        let workflow = self.moment.workflow;
        let goes = |found: &Move| {
            found.from.contains(&self.dossier.request.status)
                && found.on.as_ref().is_some_and(|on| triggers.contains(on))
                && self.allows(found)
        };
        if let Some((id, found)) = workflow.moves.iter().find(|(_, found)| goes(found)) {
            self.make(id, found);
        }
    }

    /// Whether the `when` of a move holds.
    pub fn allows(&self, made: &Move) -> bool {
        made.when.as_ref().is_none_or(|when| when.holds(&Facts::new(&self.moment, &self.dossier)))
    }

    /// Whether the `within` of a move still runs.
    pub fn in_time(&self, made: &Move) -> bool {
        made.within.is_none_or(|within| {
            let end = self.moment.due_from(self.dossier.request.since, within);
            self.moment.now <= end
        })
    }

    fn end_task(&mut self, id: TaskId, state: TaskState, outcome: Option<String>, what: Happening) {
        let Some(task) = self.dossier.tasks.iter_mut().find(|task| task.id == id) else { return };
        self.tasks.entry(id).or_insert(Expect::Loaded(task.version));
        task.state = state;
        task.outcome = outcome;
        task.closed = Some(self.moment.now);
        task.closed_by = self.moment.actor;
        let side = task.side;
        self.log(side, what);
    }

    /// Works out who must act and by when, from the status and its tasks.
    fn settle(&mut self) {
        let request = &self.dossier.request;
        let status = &self.moment.workflow.statuses[&request.status];
        let waiting = |task: &&Task| task.is_open() && task.required;
        let client = self.tasks().iter().filter(waiting).any(|task| task.side == Side::Client);
        let waits_for = waits_for(status, client);
        let asked = self.tasks().iter().filter(waiting).filter_map(|task| task.due).max();
        let request = &mut self.dossier.request;
        request.waits_for = waits_for;
        if waits_for == WaitsFor::Client && status.ends.is_none() {
            request.due = asked.or(request.due);
        }
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
        let mut changes = Changes::new();
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
}

/// Who must act in a status, when the client has (or has not) a required task open.
pub fn waits_for(status: &Status, client_must: bool) -> WaitsFor {
    match status.waits_for {
        _ if status.ends.is_some() => WaitsFor::Nobody,
        WaitsFor::Tasks if client_must => WaitsFor::Client,
        WaitsFor::Tasks => WaitsFor::Team,
        fixed => fixed,
    }
}

impl Moment<'_> {
    /// When a duration that starts now ends, by the calendar of the request's type.
    pub fn due(&self, duration: Duration) -> DateTime<Utc> {
        self.due_from(self.now, duration)
    }

    fn due_from(&self, from: DateTime<Utc>, duration: Duration) -> DateTime<Utc> {
        let calendars = &self.definition.calendars;
        let found = calendars.get(&self.workflow.calendar).or_else(|| calendars.values().next());
        match found {
            Some(calendar) => due_at(from, duration, calendar, self.definition.time_zone),
            None => from + TimeDelta::days(i64::from(duration.count)),
        }
    }
}

#[cfg(test)]
mod tests;
