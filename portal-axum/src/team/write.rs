//! Writing to the client, and writing a note that only the team reads.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use portal_core::{Refused, id::RequestId, identity::Side, request::Post};
use serde::Deserialize;

use super::{Which, WorkbenchPage, workbench::Unwritten};
use crate::{Web, done::Done, path::At, problem::Problem, show, visit::TeamPerson};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/team/requests/{request}/messages", post(message))
        .route("/team/requests/{request}/notes", post(note))
}

#[derive(Debug, Deserialize)]
struct Written {
    #[serde(default)]
    body: String,
    #[serde(default)]
    key: String,
    /// The usual reply whose button was pressed: it goes into the box, and nothing is sent yet.
    reply: Option<String>,
}

async fn message(person: TeamPerson, At(at): At<Which>, Form(written): Form<Written>) -> Result<Response, Problem> {
    write(&person, at.request, written, Side::Client).await
}

async fn note(person: TeamPerson, At(at): At<Which>, Form(written): Form<Written>) -> Result<Response, Problem> {
    write(&person, at.request, written, Side::Team).await
}

async fn write(person: &TeamPerson, request: RequestId, written: Written, audience: Side) -> Result<Response, Problem> {
    let Written { body, key, reply } = written;
    if reply.is_some() {
        let unwritten = Unwritten { note: audience == Side::Team, body, key, fault: None, reply };
        let page = WorkbenchPage::load(person, request, Some(unwritten)).await?;
        return Ok(person.page(page).await);
    }
    let input = Post { request, audience, body, key };
    let missing = match person.desk().post(&input).await {
        Ok(_) => {
            let done = if audience == Side::Team { Done::NoteKept } else { Done::MessageSent };
            return Ok(Redirect::to(&done.at(&person.links().team_request(request))).into_response());
        }
        Err(Refused::Missing(missing)) => missing,
        Err(refused) => return Err(refused.into()),
    };
    let note = audience == Side::Team;
    let fault = Some(show::missing(&missing, person.portal().definition(), person.tongue()));
    let unwritten = Unwritten { note, body: input.body, key: input.key, fault, reply: None };
    let page = WorkbenchPage::load(person, request, Some(unwritten)).await?;
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
}
