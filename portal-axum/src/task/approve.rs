//! Approving what a task shows, or refusing it on a page of its own, with a reason.

use std::collections::BTreeMap;

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    id::TaskId,
    request::{Approval, CloseTask, Particulars, TaskState, TaskView},
};
use serde::{Deserialize, Serialize};

use super::{Which, view::respond};
use crate::{
    done::Done,
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::{self, TaskName},
    tongue::Tongue,
    visit::Person,
};

/// The page where one refuses.
#[derive(Clone, Debug, Serialize)]
pub struct RefusePage {
    /// The task in words.
    pub task: TaskName,
    /// What the request is about.
    pub request: String,
    /// Where it goes.
    pub action: String,
    /// The reason as typed.
    pub reason: String,
    /// What will not do.
    pub summary: Vec<Fault>,
    /// The task.
    pub back: String,
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    reason: String,
}

/// After signing in again, or choosing the language, one is back at the task.
pub(crate) async fn back(person: Person, At(Which { task }): At<Which>) -> Redirect {
    Redirect::to(&person.links().task(task))
}

pub(crate) async fn approve(person: Person, At(Which { task }): At<Which>) -> Result<Response, Problem> {
    match person.desk().close_task(&CloseTask { task, approval: Approval::Approve }).await {
        Ok(request) => Ok(Redirect::to(&Done::Approved.at(&person.links().request(request))).into_response()),
        Err(Refused::NotHere) => respond(&person, task, StatusCode::CONFLICT, &BTreeMap::new()).await,
        Err(refused) => Err(refused.into()),
    }
}

pub(crate) async fn ask(person: Person, At(Which { task }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().task(task).await?;
    if !view.can_do {
        return Err(Refused::Forbidden.into());
    }
    if view.task.state != TaskState::Open {
        return respond(&person, task, StatusCode::CONFLICT, &BTreeMap::new()).await;
    }
    Ok(person.page(RefusePage::of(&person, &view, String::new(), None)).await)
}

pub(crate) async fn refuse(
    person: Person,
    At(Which { task }): At<Which>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let approval = Approval::Refuse(typed.reason.clone());
    match person.desk().close_task(&CloseTask { task, approval }).await {
        Ok(request) => Ok(Redirect::to(&Done::Refused.at(&person.links().request(request))).into_response()),
        Err(Refused::Missing(missing)) => wrong(&person, task, typed.reason, &missing).await,
        Err(Refused::NotHere) => respond(&person, task, StatusCode::CONFLICT, &BTreeMap::new()).await,
        Err(refused) => Err(refused.into()),
    }
}

async fn wrong(
    person: &Person,
    task: TaskId,
    reason: String,
    missing: &portal_core::Missing,
) -> Result<Response, Problem> {
    let view = person.desk().task(task).await?;
    let words = show::missing(missing, person.portal().definition(), person.tongue());
    let page = RefusePage::of(person, &view, reason, Some(words));
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
}

impl RefusePage {
    fn of(person: &Person, view: &TaskView, reason: String, wrong: Option<String>) -> Self {
        let portal = person.portal();
        let why = person.words(&view.workflow).reason(&view.task, &Particulars::of_task(view, person.viewer()));
        Self {
            task: show::task_name(&view.task, &view.workflow, portal.definition(), portal.now(), person.tongue())
                .because(why),
            request: view.dossier.request.title.clone(),
            action: person.links().refuse(view.task.id),
            reason,
            summary: wrong.map(|text| Fault::at("reason", text)).into_iter().collect(),
            back: person.links().task(view.task.id),
        }
    }
}

impl Page for RefusePage {
    const TEMPLATE: &'static str = "refuse.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            task: show::sample::approve(tongue),
            request: "Cooling for the server room".to_owned(),
            action: "/tasks/1/refuse".to_owned(),
            reason: String::new(),
            summary: Vec::new(),
            back: "/tasks/1".to_owned(),
        };
        vec![Self { summary: vec![Fault::at("reason", tongue.say("missing-reason"))], ..fresh.clone() }, fresh]
    }
}
