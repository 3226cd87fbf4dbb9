//! Changing the answers of a request that was sent, as long as its status lets its client do so.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    id::{RequestId, Version},
    request::TaskView,
};

use super::Which;
use crate::{
    done::Done,
    path::At,
    problem::Problem,
    task::{Pressed, TaskPage, Typed},
    visit::Person,
};

pub(crate) async fn show(person: Person, At(Which { request }): At<Which>) -> Result<Response, Problem> {
    match person.desk().answers_to_change(request).await {
        Ok(view) => Ok(person.page(TaskPage::changing(&person, &view, &Typed::default())).await),
        Err(refused) => gone(&person, request, refused),
    }
}

pub(crate) async fn change(
    person: Person,
    At(Which { request }): At<Which>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let pressed = Pressed::of(sent);
    let view = match person.desk().answers_to_change(request).await {
        Ok(view) => view,
        Err(refused) => return gone(&person, request, refused),
    };
    let read = view.form().read(&pressed.raw, &view.dossier.request.answers);
    if let Some(typed) = pressed.again(&read) {
        return Ok(shown(&person, &view, &typed).await);
    }
    match person.desk().seeing(pressed.seen.map(Version)).change_answers(request, &pressed.raw).await {
        Ok(()) => Ok(Redirect::to(&Done::Changed.at(&person.links().request(request))).into_response()),
        Err(Refused::Answers(faults)) => {
            let typed = Typed { raw: read.typed, faults, revealed: Vec::new() };
            Ok(shown(&person, &view, &typed).await)
        }
        // They keep what they typed, beside the version there is now.
        Err(Refused::Stale) => {
            let typed = Typed { raw: read.typed, faults: Vec::new(), revealed: Vec::new() };
            let page = TaskPage { stale: true, ..TaskPage::changing(&person, &view, &typed) };
            Ok(person.page_with(StatusCode::CONFLICT, page).await)
        }
        Err(refused) => gone(&person, request, refused),
    }
}

/// What can no longer be changed is looked at.
fn gone(person: &Person, request: RequestId, refused: Refused) -> Result<Response, Problem> {
    match refused {
        Refused::NotHere => Ok(Redirect::to(&person.request_url(request)).into_response()),
        refused => Err(refused.into()),
    }
}

async fn shown(person: &Person, view: &TaskView, typed: &Typed) -> Response {
    let status = if typed.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    person.page_with(status, TaskPage::changing(person, view, typed)).await
}
