//! Tasks in the life of a request: planned from their templates, opened when their turn comes, closed.

use chrono::{DateTime, Utc};

use super::Life;
use crate::{
    definition::{Action, TaskTemplate, Trigger, WhoWord},
    document::Document,
    id::{AccountId, DocumentId, Id, TaskId, Version},
    identity::Side,
    request::{Happening, Item, Task, TaskAction, TaskState},
    store::Expect,
};

/// What a status expects of somebody when it is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// It names no tasks, or some are there to be done.
    Something,
    /// It names required tasks, and none of them is needed.
    Nothing,
}

impl Life<'_> {
    /// Plans the tasks that are needed, and opens those whose turn it is.
    pub(super) fn plan<'t>(&mut self, templates: impl Iterator<Item = &'t Id>) -> Expected {
        let workflow = self.moment.workflow;
        let mut expected = Expected::Something;
        for id in templates {
            let template = workflow.tasks.get(id).expect("a checked workflow opens tasks it has");
            match template.when.as_ref().is_none_or(|when| when.holds(&self.facts())) {
                true => self.plan_one(id, template),
                false if template.required => expected = Expected::Nothing,
                false => {}
            }
        }
        self.release();
        expected
    }

    fn plan_one(&mut self, id: &Id, template: &TaskTemplate) {
        let (action, items) = self.parts(&template.action);
        let mut task = self.blank_task(action, items, None);
        task.side = template.side;
        task.template = Some(id.clone());
        task.by = self.people(&template.by.0);
        task.required = template.required;
        task.stays = template.stays;
        task.state = TaskState::Waiting;
        self.tasks.insert(task.id, Expect::New);
        self.dossier.tasks.push(task);
    }

    /// A path names whomever it leads to now; one that leads to nobody stays, and the task is nobody's until then.
    fn people(&self, words: &[WhoWord]) -> Vec<WhoWord> {
        let person = |word: &WhoWord| match word {
            WhoWord::Path(path) => path.person(&self.facts()).map_or_else(|| word.clone(), WhoWord::Account),
            other => other.clone(),
        };
        words.iter().map(person).collect()
    }

    fn parts(&self, action: &Action) -> (TaskAction, Vec<Item>) {
        let each = |ids: &[Id]| ids.iter().cloned().map(Item::new).collect::<Vec<_>>();
        match action {
            Action::Provide(kinds) => (TaskAction::Provide, each(kinds)),
            Action::Answer(fields) => {
                (TaskAction::Answer, fields.iter().map(|field| Item::new(field.id.clone())).collect())
            }
            Action::Correct(fields) => (TaskAction::Correct, each(fields)),
            Action::ApproveDocument(kind) => (TaskAction::ApproveDocument, vec![self.shown(kind)]),
            Action::ApproveRequest => (TaskAction::ApproveRequest, vec![Item::new(Id::from("request"))]),
            Action::Read(what) => (TaskAction::Read, what.iter().map(|kind| self.shown(kind)).collect()),
            Action::Reply(_) => (TaskAction::Reply, vec![Item::new(Id::from("reply"))]),
            Action::Book(slots) => {
                let slots = slots.choose(&self.facts()).cloned();
                (TaskAction::Book, slots.into_iter().map(Item::new).collect())
            }
            Action::Do(_) => (TaskAction::Do, vec![Item::new(Id::from("do"))]),
        }
    }

    /// A part that shows the latest shared document of a kind.
    fn shown(&self, kind: &Id) -> Item {
        Item { documents: self.latest(kind).into_iter().collect(), ..Item::new(kind.clone()) }
    }

    fn latest(&self, kind: &Id) -> Option<DocumentId> {
        let shared = |document: &&Document| document.kind == *kind && document.audience == Side::Client;
        self.documents().iter().find(shared).map(|document| document.id)
    }

    /// Opens the planned tasks that wait for no other any more. Gives whether there was one.
    fn release(&mut self) -> bool {
        let workflow = self.moment.workflow;
        let turn = |task: &&Task| task.state == TaskState::Waiting && !self.is_held_up(task);
        let ready: Vec<(TaskId, Id)> =
            self.tasks().iter().filter(turn).filter_map(|task| Some((task.id, task.template.clone()?))).collect();
        let some = !ready.is_empty();
        for (id, template) in ready {
            let Some(template) = workflow.tasks.get(&template) else { continue };
            let due = template.due.as_ref().and_then(|due| self.deadline(due));
            let now = self.moment.now;
            let shown: Vec<Option<DocumentId>> = match &template.action {
                Action::ApproveDocument(kind) => vec![self.latest(kind)],
                Action::Read(kinds) => kinds.iter().map(|kind| self.latest(kind)).collect(),
                _ => Vec::new(),
            };
            self.edit_task(id, |task| {
                (task.state, task.due, task.opened) = (TaskState::Open, due, now);
                for (item, document) in task.items.iter_mut().zip(shown) {
                    if let Some(document) = document {
                        item.documents = vec![document];
                    }
                }
            });
            let audience = self.audience(id);
            self.log(audience, Happening::TaskOpened { task: id });
        }
        some
    }

    /// Whether one of the tasks it comes after is not done: of several rows of a template, the latest counts. One that
    /// was never needed holds nothing up.
    fn is_held_up(&self, task: &Task) -> bool {
        let template = task.template.as_ref().and_then(|id| self.moment.workflow.tasks.get(id));
        let latest = |id: &Id| self.tasks().iter().rev().find(|other| other.template.as_ref() == Some(id));
        let holds =
            |id: &Id| latest(id).is_some_and(|other| other.is_unfinished() || other.state == TaskState::Refused);
        template.is_some_and(|template| template.after.iter().any(holds))
    }

    /// Which side learns of what happens to a task.
    pub(super) fn audience(&self, id: TaskId) -> Side {
        let task = self.tasks().iter().find(|task| task.id == id);
        match task {
            Some(task) if task.side == Side::Team && !self.moment.workflow.client_sees(task) => Side::Team,
            _ => Side::Client,
        }
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
            reminded: None,
            required: true,
            stays: false,
            state: TaskState::Open,
            outcome: None,
            opened: self.moment.now,
            closed: None,
            closed_by: None,
            version: Version::FIRST,
        }
    }

    /// Opens a task.
    pub fn open(&mut self, task: Task) {
        let id = task.id;
        self.tasks.insert(id, Expect::New);
        self.dossier.tasks.push(task);
        let audience = self.audience(id);
        self.log(audience, Happening::TaskOpened { task: id });
        self.settle();
    }

    /// Closes a task that somebody did, or refused; what waited for it goes on by itself. One that the team checks goes
    /// to the team first; one that several people must approve waits for the last of them.
    pub fn close(&mut self, id: TaskId, outcome: Result<(), String>) {
        let Some(task) = self.tasks().iter().find(|task| task.id == id && task.is_open()).cloned() else { return };
        let template = task.template.as_ref().and_then(|id| self.moment.workflow.tasks.get(id));
        match outcome {
            Err(reason) => self.finish(id, TaskState::Refused, Some(reason)),
            Ok(()) if template.is_some_and(|template| template.checked) => self.hand_in(id),
            Ok(()) if task.action.is_approval() => {
                let approved = self.approve(id);
                if approved >= template.map_or(1, |template| template.quorum) {
                    self.finish(id, TaskState::Done, None);
                }
            }
            Ok(()) => self.finish(id, TaskState::Done, None),
        }
    }

    /// Counts whoever acts among those who approved, once. Gives how many there are.
    fn approve(&mut self, id: TaskId) -> usize {
        let actor = self.moment.actor;
        let mut approved = 1;
        self.edit_task(id, |task| {
            if let Some(item) = task.items.first_mut() {
                let new: Vec<AccountId> = actor.into_iter().filter(|who| !item.approved_by.contains(who)).collect();
                item.approved_by.extend(new);
                approved = item.approved_by.len().max(1);
            }
        });
        approved
    }

    fn hand_in(&mut self, id: TaskId) {
        self.edit_task(id, |task| {
            task.state = TaskState::Checking;
            task.items.iter_mut().for_each(|item| item.returned.clear());
        });
        let audience = self.audience(id);
        self.log(audience, Happening::TaskHandedIn { task: id });
        self.settle();
    }

    /// The team accepts what was handed in.
    pub fn accept(&mut self, id: TaskId) {
        if self.tasks().iter().any(|task| task.id == id && task.state == TaskState::Checking) {
            self.finish(id, TaskState::Done, None);
        }
    }

    /// The team gives parts of it back, each with a reason; the others are accepted.
    pub fn give_back(&mut self, id: TaskId, reasons: &[(usize, String)]) {
        if !self.tasks().iter().any(|task| task.id == id && task.state == TaskState::Checking) {
            return;
        }
        self.edit_task(id, |task| {
            task.state = TaskState::Open;
            task.items.iter_mut().for_each(|item| item.done = true);
            for (at, reason) in reasons {
                if let Some(item) = task.items.get_mut(*at) {
                    (item.done, item.returned) = (false, reason.clone());
                }
            }
        });
        let audience = self.audience(id);
        self.log(audience, Happening::TaskReturned { task: id });
        self.settle();
    }

    /// The team does without it, and says why. It counts as done for what waits for it, but a decision that nobody made
    /// was not made.
    pub fn waive(&mut self, id: TaskId, reason: String) {
        if self.tasks().iter().any(|task| task.id == id && task.is_unfinished()) {
            self.finish(id, TaskState::Waived, Some(reason));
        }
    }

    fn finish(&mut self, id: TaskId, state: TaskState, outcome: Option<String>) {
        let Some(task) = self.tasks().iter().find(|task| task.id == id).cloned() else { return };
        let what = match state {
            TaskState::Refused => Happening::TaskRefused { task: id },
            TaskState::Waived => Happening::TaskWaived { task: id },
            _ => Happening::TaskDone { task: id },
        };
        if state == TaskState::Done {
            self.edit_task(id, |task| {
                for item in &mut task.items {
                    (item.done, item.returned) = (true, String::new());
                }
            });
        }
        self.end_task(id, state, outcome, what);
        let opened = self.release();
        self.settle();
        let trigger = match state {
            TaskState::Refused => task.template.map(Trigger::TaskRefused),
            TaskState::Waived if task.action.is_approval() => None,
            _ => task.template.map(Trigger::TaskDone),
        };
        let all_done = !self.waits_for_tasks();
        self.go_on(|on| Some(on) == trigger.as_ref() || (all_done && *on == Trigger::TasksDone));
        if opened {
            self.already_late();
        }
    }

    pub(super) fn end_task(&mut self, id: TaskId, state: TaskState, outcome: Option<String>, what: Happening) {
        let Some(task) = self.dossier.tasks.iter_mut().find(|task| task.id == id) else { return };
        self.tasks.entry(id).or_insert(Expect::Loaded(task.version));
        let never_opened = task.state == TaskState::Waiting;
        task.state = state;
        task.outcome = outcome;
        task.closed = Some(self.moment.now);
        task.closed_by = self.moment.actor;
        if !(never_opened && state == TaskState::Ended) {
            let audience = self.audience(id);
            self.log(audience, what);
        }
    }
}
