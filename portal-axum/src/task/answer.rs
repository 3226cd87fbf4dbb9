//! Answering the fields of a task, or correcting answers that were given back.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    form::{FieldFault, RawAnswers, ReadStep},
    id::Id,
    request::{Approval, CloseTask, TaskView},
};

use super::{Which, view::TaskPage};
use crate::{
    done::Done,
    draft::{ADD, DROP, INTENT, rows},
    page::Fault,
    path::At,
    problem::Problem,
    show::{FieldView, FormView},
    visit::Person,
};

/// The version of the request whose answers are changed.
const SEEN: &str = "portal.seen";

/// What was typed, what will not do, and what nobody has seen yet.
#[derive(Default)]
pub(crate) struct Typed {
    pub(crate) raw: RawAnswers,
    pub(crate) faults: Vec<FieldFault>,
    pub(crate) revealed: Vec<Id>,
}

/// What was sent from a page with fields: the answers, and which button.
pub(crate) struct Pressed {
    pub(crate) raw: RawAnswers,
    /// The version of the request that was seen.
    pub(crate) seen: Option<i64>,
    /// The page is to be shown again, as with another row.
    again: bool,
    moved: bool,
}

impl Pressed {
    pub(crate) fn of(sent: Vec<(String, String)>) -> Self {
        let mut raw = RawAnswers::new();
        for (name, value) in sent {
            raw.entry(name).or_default().push(value);
        }
        let mut pressed = |name: &str| raw.remove(name).and_then(|values| values.into_iter().next());
        let (intent, add, drop, seen) = (pressed(INTENT), pressed(ADD), pressed(DROP), pressed(SEEN));
        let moved = rows(&mut raw, add.as_deref(), drop.as_deref());
        let again = moved || intent.as_deref() == Some("update");
        Self { raw, seen: seen.and_then(|seen| seen.parse().ok()), again, moved }
    }

    /// What the page shows again before anything is done; `None`: it may be done.
    pub(crate) fn again(&self, read: &ReadStep) -> Option<Typed> {
        if !self.again && read.revealed.is_empty() {
            return None;
        }
        let (raw, faults, revealed) = (read.typed.clone(), read.faults.clone(), read.revealed.clone());
        let mut typed = Typed { raw, faults, revealed };
        // Nobody has seen what just came up: it is no fault yet.
        typed.faults.retain(|fault| !self.again && !typed.revealed.contains(&fault.field));
        if self.moved {
            typed.revealed.clear();
        }
        Some(typed)
    }
}

pub(crate) async fn answer(
    person: Person,
    At(Which { task }): At<Which>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let pressed = Pressed::of(sent);
    let view = person.desk().task(task).await?;
    if !view.can_do {
        return Err(Refused::Forbidden.into());
    }
    let read = view.form().read(&pressed.raw, &view.dossier.request.answers);
    if let Some(typed) = pressed.again(&read) {
        return Ok(shown(&person, &view, &typed).await);
    }
    match person.desk().close_task(&CloseTask { task, approval: Approval::Answers(pressed.raw) }).await {
        Ok(request) => Ok(Redirect::to(&Done::Ticked.at(&person.request_url(request))).into_response()),
        Err(Refused::Answers(faults)) => {
            let typed = Typed { raw: read.typed, faults, revealed: Vec::new() };
            Ok(shown(&person, &view, &typed).await)
        }
        Err(Refused::NotHere) => super::view::respond(&person, task, StatusCode::CONFLICT, &[].into()).await,
        Err(refused) => Err(refused.into()),
    }
}

async fn shown(person: &Person, view: &TaskView, typed: &Typed) -> Response {
    let status = if typed.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    person.page_with(status, TaskPage::asking(person, view, typed)).await
}

/// The fields of a task as its page shows them, and those of them that just came up.
pub(super) fn fields(person: &Person, view: &TaskView, typed: &Typed) -> (Vec<FieldView>, Vec<Fault>) {
    let form = view.form();
    let shown = form.page(&view.dossier.request.answers, &typed.raw);
    let all: Vec<_> = view.workflow.asked().cloned().collect();
    let (definition, tongue) = (person.portal().definition(), person.tongue());
    let look = FormView { typed: &typed.raw, faults: &typed.faults, definition, tongue };
    let fields = look.fields(&shown, &all);
    let named = |place: &Id| fields.iter().find_map(|field| field.at(place.as_str()));
    let new = typed.revealed.iter().filter_map(named);
    let new = new.map(|field| Fault { field: field.id.clone(), text: field.label.clone() }).collect();
    (fields, new)
}
