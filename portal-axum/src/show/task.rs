//! A task in words.

use chrono::{DateTime, Utc};
use portal_core::{
    definition::{Definition, RequestType},
    request::{Item, Task, TaskAction, Words},
};
use serde::Serialize;

use crate::tongue::{Tongue, When};

/// A task in words.
#[derive(Clone, Debug, Serialize)]
pub struct TaskName {
    /// What to do.
    pub title: String,
    /// Why.
    pub reason: Option<String>,
    /// What its button says.
    pub button: String,
    /// Its parts by name.
    pub items: Vec<String>,
    /// How much of what is to be read was read.
    pub progress: Option<String>,
    /// By when.
    pub due: Option<When>,
    /// Whether that has passed.
    pub late: bool,
}

/// Names a task: in the words of its template, else after what it asks for. Why is said by [`TaskName::because`], where the
/// particulars of the request are known.
pub fn task_name(
    task: &Task,
    workflow: &RequestType,
    definition: &Definition,
    now: DateTime<Utc>,
    tongue: &Tongue,
) -> TaskName {
    let words = Words { live: definition, kept: workflow, locale: tongue.locale() };
    let (general, button) = match task.action {
        TaskAction::Provide => ("task-provide", "task-provide-button"),
        TaskAction::ApproveDocument => ("task-approve", "task-approve-button"),
        TaskAction::ApproveRequest => ("task-approve-request", "task-approve-button"),
        TaskAction::Answer => ("task-answer", "task-answer-button"),
        TaskAction::Correct if task.is_unasked() => ("task-change", "task-answer-button"),
        TaskAction::Correct => ("task-correct", "task-answer-button"),
        TaskAction::Read => ("task-read", "task-read-button"),
        TaskAction::Reply => ("task-reply", "task-answer-button"),
        TaskAction::Book => ("task-book", "task-book-button"),
        TaskAction::Do => ("task-do", "task-do-button"),
    };
    TaskName {
        title: words.task(task).map_or_else(|| tongue.say(general), str::to_owned),
        reason: (!task.reason.is_empty()).then(|| task.reason.clone()),
        button: tongue.say(button),
        items: part_names(task, workflow, definition, tongue),
        progress: progress(task, tongue),
        due: task.due.map(|at| due(at, tongue)),
        late: task.is_open() && task.due.is_some_and(|due| due < now),
    }
}

impl TaskName {
    /// With why it is asked.
    pub fn because(self, reason: String) -> Self {
        Self { reason: Some(reason).filter(|reason| !reason.is_empty()), ..self }
    }
}

/// How much of what is to be read was read, once something was.
fn progress(task: &Task, tongue: &Tongue) -> Option<String> {
    let done = task.items.iter().filter(|item| item.done).count();
    let told = task.action == TaskAction::Read && task.is_open() && done > 0;
    let args = [("done", done.into()), ("all", task.items.len().into())];
    told.then(|| tongue.say_with("task-progress", &args))
}

/// What an item asks for: its kind of document or its resource, and what exactly in the asker's words.
pub fn item_name(item: &Item, definition: &Definition, tongue: &Tongue) -> String {
    let kind = definition.kinds.get(&item.kind);
    let label = kind.map(|kind| &kind.label).or_else(|| definition.resources.get(&item.kind).map(|found| &found.label));
    let kind = label.map_or(item.kind.as_str(), |label| tongue.text(label));
    if item.name.is_empty() { kind.to_owned() } else { format!("{kind} – {}", item.name) }
}

/// What a part of a task is called: its field where it is one, else as [`item_name`].
fn part_name(item: &Item, workflow: &RequestType, definition: &Definition, tongue: &Tongue) -> String {
    match workflow.field(&item.kind) {
        Some(field) if !definition.kinds.contains_key(&item.kind) => tongue.text(&field.label).to_owned(),
        _ => item_name(item, definition, tongue),
    }
}

/// What a part of this task is called: the slot whose time it books, else what its field or its kind is called.
pub fn part_of(task: &Task, item: &Item, workflow: &RequestType, definition: &Definition, tongue: &Tongue) -> String {
    match definition.slots.get(&item.kind).filter(|_| task.action == TaskAction::Book) {
        Some(slot) => tongue.text(&slot.label).to_owned(),
        None => part_name(item, workflow, definition, tongue),
    }
}

/// The parts of a task by name; of one with a single nameless part none.
fn part_names(task: &Task, workflow: &RequestType, definition: &Definition, tongue: &Tongue) -> Vec<String> {
    match task.action {
        TaskAction::ApproveRequest | TaskAction::Reply | TaskAction::Book | TaskAction::Do => Vec::new(),
        _ => task.items.iter().map(|item| part_name(item, workflow, definition, tongue)).collect(),
    }
}

/// A deadline: its day. Deadlines of days and longer end with the day; shorter ones are the team's own.
pub fn due(at: DateTime<Utc>, tongue: &Tongue) -> When {
    tongue.day(at)
}
