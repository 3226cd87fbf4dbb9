//! The team's projects: the list, one, making, changing, closing.

mod begin;
mod form;

use axum::{
    Form, Router,
    extract::Query,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    Refused,
    id::{ProjectId, Version},
};
use serde::Deserialize;

pub use begin::BeginProjectPage;
pub use form::ProjectFormPage;

use crate::{
    Web,
    done::Done,
    path::At,
    problem::Problem,
    project::{Asked, ProjectPage, ProjectsPage, Which},
    visit::TeamPerson,
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/team/projects", get(all))
        .route("/team/projects/new", get(form::fresh).post(form::make))
        .route("/team/projects/{project}", get(show))
        .route("/team/projects/{project}/change", get(form::show).post(form::change))
        .route("/team/projects/{project}/close", post(close))
        .route("/team/projects/{project}/reopen", post(reopen))
}

async fn all(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let page = ProjectsPage::load(&person, &asked).await?;
    Ok(person.page(page).await)
}

async fn show(person: TeamPerson, At(Which { project }): At<Which>) -> Result<Response, Problem> {
    let page = ProjectPage::load(&person, project).await?;
    Ok(person.page(page).await)
}

/// The version that the page was made from.
#[derive(Deserialize)]
struct Seen {
    seen: i64,
}

async fn close(person: TeamPerson, At(at): At<Which>, Form(seen): Form<Seen>) -> Result<Response, Problem> {
    let desk = person.desk().seeing(Some(Version(seen.seen)));
    turned(&person, at.project, desk.close_project(at.project).await, Done::ProjectClosed)
}

async fn reopen(person: TeamPerson, At(at): At<Which>, Form(seen): Form<Seen>) -> Result<Response, Problem> {
    let desk = person.desk().seeing(Some(Version(seen.seen)));
    turned(&person, at.project, desk.reopen_project(at.project).await, Done::ProjectReopened)
}

fn turned(
    person: &TeamPerson,
    project: ProjectId,
    turned: Result<(), Refused>,
    done: Done,
) -> Result<Response, Problem> {
    turned?;
    Ok(Redirect::to(&done.at(&person.links().team_project(project))).into_response())
}
