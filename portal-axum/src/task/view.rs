//! The page of a task: what is asked, by when, and the means to do it.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use portal_core::{
    definition::Definition,
    document::Document,
    form::{FieldFault, RawAnswers},
    id::TaskId,
    request::{Item, Particulars, TaskAction, TaskState, TaskView},
};
use serde::Serialize;

use super::{
    Which,
    answer::{self, Typed},
    samples,
};
use crate::{
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::{self, DocumentRow, FieldView, FormView, TaskName},
    tongue::Tongue,
    visit::Person,
};

/// The page of a task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskPage {
    /// The task in words.
    pub task: TaskName,
    /// `provide`, `answer`, `approve`, `do`, `read`, `reply` or `book`.
    pub action: &'static str,
    /// `waiting`, `open`, `checking`, `done`, `refused`, `waived` or `ended`.
    pub state: &'static str,
    /// Why it was refused.
    pub outcome: Option<String>,
    /// Whether the reader can do it.
    pub can_do: bool,
    /// Who can do it.
    pub doers: String,
    /// What the request is about.
    pub request: String,
    /// Its short public name.
    pub reference: String,
    /// Its page.
    pub back: String,
    /// Where the form goes.
    pub url: String,
    /// Where the team's verdict goes; none: the reader gives none now.
    pub check: Option<String>,
    /// The reply as typed.
    pub reply: String,
    /// The times to choose among.
    pub time: Option<FieldView>,
    /// Where refusing is.
    pub refuse: String,
    /// What is asked for.
    pub items: Vec<ItemView>,
    /// The fields to answer.
    pub fields: Vec<FieldView>,
    /// Fields that what was just answered brought up.
    pub revealed: Vec<Fault>,
    /// The version of the request whose answers are changed; none: it is a task.
    pub seen: Option<i64>,
    /// The request changed since it was seen.
    pub stale: bool,
    /// What is to be approved.
    pub papers: Vec<DocumentRow>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// One thing that is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// The name and `id` of its file input.
    pub id: String,
    /// What exactly.
    pub name: String,
    /// The time that was chosen.
    pub booked: Option<String>,
    /// What files may be, said first.
    pub limits: Option<String>,
    /// Usual extensions, for the file dialogue.
    pub accept: String,
    /// The files there are.
    pub files: Vec<Handed>,
    /// Whether another fits.
    pub room: bool,
    /// Why the team gave it back.
    pub returned: String,
    /// Where the blank to fill in is.
    pub blank: Option<String>,
    /// Where it is opened, to be read.
    pub open: Option<String>,
    /// Whether it is done: read, or accepted.
    pub done: bool,
    /// What is wrong.
    pub fault: Option<String>,
    /// The answer before it was corrected.
    pub was: Option<String>,
    /// The answer.
    pub now: Option<String>,
}

/// A file handed in.
#[derive(Clone, Debug, Serialize)]
pub struct Handed {
    /// The document.
    pub document: DocumentRow,
    /// What the button that takes it back sends.
    pub remove: String,
}

/// Most files per item, as in the core.
const PER_ITEM: usize = 10;

pub(crate) async fn show(person: Person, At(Which { task }): At<Which>) -> Result<Response, Problem> {
    respond(&person, task, StatusCode::OK, &BTreeMap::new()).await
}

/// Shows the task, with what is wrong by file input.
pub(crate) async fn respond(
    person: &Person,
    id: TaskId,
    status: StatusCode,
    wrong: &BTreeMap<String, String>,
) -> Result<Response, Problem> {
    respond_to(person, id, status, wrong, "").await
}

/// Shows the task, with what is wrong and a reply as typed.
pub(crate) async fn respond_to(
    person: &Person,
    id: TaskId,
    status: StatusCode,
    wrong: &BTreeMap<String, String>,
    reply: &str,
) -> Result<Response, Problem> {
    let view = person.desk().task(id).await?;
    let page = match view.open.is_empty() {
        true => TaskPage { reply: reply.to_owned(), ..TaskPage::of(person, &view, wrong) },
        false => TaskPage::asking(person, &view, &Typed::default()),
    };
    Ok(person.page_with(status, page).await)
}

impl TaskPage {
    /// The page of a task that asks for answers, as they were typed.
    pub(super) fn asking(person: &Person, view: &TaskView, typed: &Typed) -> Self {
        let (fields, revealed) = answer::fields(person, view, typed);
        let summary = fields.iter().flat_map(FieldView::faults).collect();
        Self { fields, revealed, summary, ..Self::of(person, view, &BTreeMap::new()) }
    }

    /// The page on which the answers of a request are changed, as they were typed.
    pub(crate) fn changing(person: &Person, view: &TaskView, typed: &Typed) -> Self {
        let page = Self::asking(person, view, typed);
        let request = &view.dossier.request;
        let mut task = page.task;
        task.title = person.tongue().say("request-change-answers");
        task.reason = Some(person.tongue().say("task-change-reason"));
        let (url, seen) = (person.links().change_answers(request.id), Some(request.version.0));
        Self { task, url, seen, items: Vec::new(), ..page }
    }

    /// The page of a task that books, with the time as typed and why it will not do.
    pub(super) fn with_time(person: &Person, view: &TaskView, typed: &RawAnswers, faults: &[FieldFault]) -> Self {
        let mut page = Self::of(person, view, &BTreeMap::new());
        page.time = time(person, view, typed, faults);
        page.summary = page.time.iter().flat_map(FieldView::faults).collect();
        page
    }

    fn of(person: &Person, view: &TaskView, wrong: &BTreeMap<String, String>) -> Self {
        let (links, tongue, portal) = (person.links(), person.tongue(), person.portal());
        let (task, request) = (&view.task, &view.dossier.request);
        let why = person.words(&view.workflow).reason(task, &Particulars::of_task(view, person.viewer()));
        let provides = task.action == TaskAction::Provide;
        let action = action(task.action);
        let reads = task.action == TaskAction::Read;
        let fills = matches!(task.action, TaskAction::Answer | TaskAction::Correct | TaskAction::Book);
        let named = provides || reads || fills;
        let items: Vec<ItemView> = match named || view.can_check {
            true => task.items.iter().enumerate().map(|(n, item)| ItemView::of(person, view, n, item, wrong)).collect(),
            false => Vec::new(),
        };
        let papers = task.items.iter().filter(|_| !provides && !reads).flat_map(|item| documents(view, item));
        let fault = |item: &ItemView| Some(Fault { field: item.id.clone(), text: item.fault.clone()? });
        let other = |(field, text): (&String, &String)| {
            let of_item = items.iter().any(|item| item.id == *field);
            (!of_item).then(|| Fault { field: field.clone(), text: text.clone() })
        };
        Self {
            task: show::task_name(task, &view.workflow, portal.definition(), portal.now(), tongue).because(why),
            action,
            state: match task.state {
                TaskState::Waiting => "waiting",
                TaskState::Open => "open",
                TaskState::Checking => "checking",
                TaskState::Done => "done",
                TaskState::Refused => "refused",
                TaskState::Waived => "waived",
                TaskState::Ended => "ended",
            },
            outcome: task.outcome.clone(),
            can_do: view.can_do,
            doers: view.doers.join(", "),
            request: request.title.clone(),
            reference: request.reference.to_string(),
            back: person.request_url(request.id),
            url: match action {
                "provide" => links.task(task.id),
                "approve" => links.approve(task.id),
                "reply" => links.reply(task.id),
                "answer" => links.answers(task.id),
                "book" => links.book(task.id),
                _ => links.task_done(task.id),
            },
            check: view.can_check.then(|| links.check_task(task.id)),
            reply: String::new(),
            time: time(person, view, &RawAnswers::new(), &[]),
            refuse: links.refuse(task.id),
            papers: papers.map(|document| show::document_row(document, portal.definition(), links, tongue)).collect(),
            summary: items.iter().filter_map(fault).chain(wrong.iter().filter_map(other)).collect(),
            items,
            fields: Vec::new(),
            revealed: Vec::new(),
            seen: None,
            stale: false,
        }
    }
}

/// What is done on the page.
fn action(action: TaskAction) -> &'static str {
    match action {
        TaskAction::Provide => "provide",
        TaskAction::ApproveDocument | TaskAction::ApproveRequest => "approve",
        TaskAction::Do => "do",
        TaskAction::Read => "read",
        TaskAction::Reply => "reply",
        TaskAction::Answer | TaskAction::Correct => "answer",
        TaskAction::Book => "book",
    }
}

/// The times that a task offers.
fn time(person: &Person, view: &TaskView, typed: &RawAnswers, faults: &[FieldFault]) -> Option<FieldView> {
    let (slot, openings) = view.times.as_ref()?;
    let definition = person.portal().definition();
    let look = FormView { typed, faults, definition, tongue: person.tongue() };
    let label = definition.slots.get(slot).map_or("", |slot| person.tongue().text(&slot.label));
    Some(look.time_alone("time", label.to_owned(), slot, openings))
}

fn documents<'v>(view: &'v TaskView, item: &'v Item) -> impl Iterator<Item = &'v Document> {
    view.dossier.documents.iter().filter(|document| item.documents.contains(&document.id))
}

/// Whether a part of a reading task shows something.
fn opens(view: &TaskView, item: &Item, definition: &Definition) -> bool {
    let resource = definition.resources.contains_key(&item.kind);
    view.task.action == TaskAction::Read && (resource || documents(view, item).next().is_some())
}

impl ItemView {
    fn of(person: &Person, view: &TaskView, n: usize, item: &Item, wrong: &BTreeMap<String, String>) -> Self {
        let definition = person.portal().definition();
        let (links, tongue) = (person.links(), person.tongue());
        let kind = definition.kinds.get(&item.kind);
        let id = format!("item-{n}");
        let (now, was) = view.answer(item);
        let field = view.workflow.field(&item.kind);
        let written =
            |(value, words)| field.map(|field| show::with_words(field, value, words, tongue)).unwrap_or_default();
        let handed = |document: &Document| Handed {
            document: show::document_row(document, definition, links, tongue),
            remove: document.id.to_string(),
        };
        Self {
            name: show::part_of(&view.task, item, &view.workflow, definition, tongue),
            booked: item.booked.map(|at| {
                let length = definition.slots.get(&item.kind).map(|slot| slot.length).unwrap_or_default();
                tongue.span(at, at + length)
            }),
            limits: kind.map(|kind| show::limits(kind, PER_ITEM, tongue)),
            accept: kind.map(show::accept).unwrap_or_default(),
            files: documents(view, item).map(handed).collect(),
            room: item.documents.len() < PER_ITEM,
            blank: kind.filter(|kind| kind.model.is_some()).map(|_| links.blank(&item.kind)),
            open: opens(view, item, definition).then(|| links.task_item(view.task.id, n)),
            done: item.done,
            returned: item.returned.clone(),
            fault: wrong.get(&id).cloned(),
            was: was.map(written),
            now: now.map(written),
            id,
        }
    }
}

impl Page for TaskPage {
    const TEMPLATE: &'static str = "task.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        samples::tasks(tongue)
    }
}
