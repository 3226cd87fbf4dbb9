//! The page of a task: what is asked, by when, and the means to do it.

use std::collections::BTreeMap;

use axum::{http::StatusCode, response::Response};
use portal_core::{
    document::Document,
    form::{FieldFault, RawAnswers, Value},
    id::TaskId,
    request::{Item, TaskAction, TaskState, TaskView},
};
use serde::Serialize;

use super::{
    Which,
    answer::{self, Typed},
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
        let provides = task.action == TaskAction::Provide;
        let action = action(task.action);
        let named = provides || matches!(task.action, TaskAction::Answer | TaskAction::Correct | TaskAction::Book);
        let items: Vec<ItemView> = match named || view.can_check {
            true => task.items.iter().enumerate().map(|(n, item)| ItemView::of(person, view, n, item, wrong)).collect(),
            false => Vec::new(),
        };
        let papers = task.items.iter().filter(|_| !provides).flat_map(|item| documents(view, item));
        let fault = |item: &ItemView| Some(Fault { field: item.id.clone(), text: item.fault.clone()? });
        let other = |(field, text): (&String, &String)| {
            let of_item = items.iter().any(|item| item.id == *field);
            (!of_item).then(|| Fault { field: field.clone(), text: text.clone() })
        };
        Self {
            task: show::task_name(task, &view.workflow, portal.definition(), portal.now(), tongue),
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

impl ItemView {
    fn of(person: &Person, view: &TaskView, n: usize, item: &Item, wrong: &BTreeMap<String, String>) -> Self {
        let definition = person.portal().definition();
        let (links, tongue) = (person.links(), person.tongue());
        let kind = definition.kinds.get(&item.kind);
        let id = format!("item-{n}");
        let (now, was) = view.answer(item);
        let field = view.workflow.field(&item.kind);
        let written = |value: &Value| field.map(|field| show::written(field, value, tongue)).unwrap_or_default();
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
        use crate::show::sample;
        let documents = sample::documents(tongue);
        let item = |n: usize, name: &str, files: Vec<Handed>| ItemView {
            id: format!("item-{n}"),
            name: name.to_owned(),
            booked: None,
            limits: Some(sample::limits(tongue)),
            accept: ".pdf".to_owned(),
            files,
            room: true,
            returned: String::new(),
            fault: None,
            was: None,
            now: None,
        };
        let handed = Handed { document: documents[0].clone(), remove: "1".to_owned() };
        let provide = Self {
            task: sample::provide(tongue),
            action: "provide",
            state: "open",
            outcome: None,
            can_do: true,
            doers: "Claire Martin".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
            back: "/requests/1".to_owned(),
            url: "/tasks/1".to_owned(),
            check: None,
            reply: String::new(),
            time: None,
            refuse: "/tasks/1/refuse".to_owned(),
            items: vec![item(0, "Site plan", vec![handed]), item(1, "Company registration extract", Vec::new())],
            papers: Vec::new(),
            summary: Vec::new(),
            fields: Vec::new(),
            revealed: Vec::new(),
        };
        let mut wrong = provide.clone();
        wrong.items[1].fault = Some(tongue.say_with("missing-document", &[("kind", "Extract".into())]));
        wrong.summary = vec![Fault::at("item-1", wrong.items[1].fault.clone().unwrap_or_default())];
        let approve = Self {
            task: sample::approve(tongue),
            action: "approve",
            items: Vec::new(),
            papers: documents[..1].to_vec(),
            ..provide.clone()
        };
        let others = Self { can_do: false, doers: "Aline Roche".to_owned(), ..approve.clone() };
        let nobody = Self { can_do: false, doers: String::new(), ..approve.clone() };
        let done =
            |state, outcome: Option<&str>| Self { state, outcome: outcome.map(str::to_owned), ..approve.clone() };
        let closed = [done("done", None), done("refused", Some("Too late for us.")), done("ended", None)];
        let plain = Self { papers: Vec::new(), ..approve.clone() };
        let simple = ["do", "read"].map(|action| Self { action, ..plain.clone() });
        let reply = Self { action: "reply", ..plain };
        let fault = tongue.say("missing-message");
        let empty = Self { summary: vec![Fault::at("reply", fault)], ..reply.clone() };
        let mut returned = provide.clone();
        "It is not readable.".clone_into(&mut returned.items[0].returned);
        let check =
            Self { state: "checking", can_do: false, check: Some("/tasks/1/check".to_owned()), ..provide.clone() };
        let checked = Self { check: None, ..check.clone() };
        let unready = Self { summary: vec![Fault::at("reason-0", tongue.say("missing-reason"))], ..check.clone() };
        let book = |gone| Self { action: "book", time: Some(sample::time(tongue, gone)), ..reply.clone() };
        let (free, gone) = (book(false), book(true));
        let gone = Self { summary: gone.time.iter().flat_map(FieldView::faults).collect(), ..gone };
        let mut booked = provide.clone();
        (booked.action, booked.state, booked.can_do) = ("book", "done", false);
        booked.items.truncate(1);
        booked.items[0] =
            ItemView { booked: Some(sample::moment(tongue).text), files: Vec::new(), ..booked.items[0].clone() };
        let waiting = [free, gone, booked, done("waiting", None), done("waived", Some("We have it already."))];
        let answer = Self { action: "answer", fields: sample::fields(tongue, false), ..provide.clone() };
        let answer = Self { items: Vec::new(), ..answer };
        let fields = sample::fields(tongue, true);
        let summary = fields.iter().flat_map(FieldView::faults).collect();
        let unanswered = Self { fields, summary, ..answer.clone() };
        let mut given = answer.clone();
        given.items = vec![item(0, "How many rooms?", Vec::new())];
        "Two of them have no number.".clone_into(&mut given.items[0].returned);
        given.revealed = vec![Fault { field: "f-contract".to_owned(), text: "Contract number".to_owned() }];
        let mut corrected = Self { state: "done", fields: Vec::new(), ..given.clone() };
        corrected.items[0].returned.clear();
        (corrected.items[0].was, corrected.items[0].now) = (Some("2".to_owned()), Some("12".to_owned()));
        let to_check = Self { state: "checking", can_do: false, check: check.check.clone(), ..corrected.clone() };
        let answers = vec![answer, unanswered, given, corrected, to_check];
        let new = [vec![reply, empty, returned, check, checked, unready], simple.to_vec(), waiting.to_vec()].concat();
        [vec![provide, wrong, approve.clone(), others, nobody], closed.to_vec(), new, answers].concat()
    }
}
