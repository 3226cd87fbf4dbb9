//! Choosing the time that a task books.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chrono::DateTime;
use portal_core::{
    Refused,
    form::{FieldFault, RawAnswers, Reason},
    id::{Id, TaskId},
    request::{Approval, CloseTask},
};
use serde::Deserialize;

use super::{Which, view::TaskPage};
use crate::{done::Done, path::At, problem::Problem, visit::Person};

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    time: String,
}

pub(crate) async fn book(
    person: Person,
    At(Which { task }): At<Which>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let Ok(starts) = DateTime::parse_from_rfc3339(&typed.time) else {
        return again(&person, task, typed.time, StatusCode::UNPROCESSABLE_ENTITY, Some(Reason::Required)).await;
    };
    match person.desk().close_task(&CloseTask { task, approval: Approval::Book(starts.to_utc()) }).await {
        Ok(request) => Ok(Redirect::to(&Done::Ticked.at(&person.request_url(request))).into_response()),
        Err(Refused::Answers(_)) => {
            again(&person, task, typed.time, StatusCode::UNPROCESSABLE_ENTITY, Some(Reason::NotFree)).await
        }
        Err(Refused::NotHere) => again(&person, task, typed.time, StatusCode::CONFLICT, None).await,
        Err(refused) => Err(refused.into()),
    }
}

/// Shows the task again, with why the time will not do.
async fn again(
    person: &Person,
    task: TaskId,
    time: String,
    status: StatusCode,
    why: Option<Reason>,
) -> Result<Response, Problem> {
    let view = person.desk().task(task).await?;
    if view.task.is_open() && !view.can_do {
        return Err(Refused::Forbidden.into());
    }
    let fault = |reason| FieldFault { step: Id::from(""), field: Id::from("time"), reason };
    let faults: Vec<FieldFault> = why.into_iter().map(fault).collect();
    let page = TaskPage::with_time(person, &view, &RawAnswers::from([("time".to_owned(), vec![time])]), &faults);
    Ok(person.page_with(status, page).await)
}
