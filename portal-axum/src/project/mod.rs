//! Projects: their list, and one with how far it is. Both sides read the same pages, each among its own; only the team
//! finds the buttons that change something.

mod list;
mod view;

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{id::ProjectId, identity::Side};
use serde::Deserialize;

pub use list::ProjectsPage;
pub(crate) use list::{Asked, ProjectRow};
pub use view::ProjectPage;

use crate::{Web, path::At, problem::Problem, visit::Person};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/projects", get(all)).route("/projects/{project}", get(show))
}

/// Which project.
#[derive(Deserialize)]
pub(crate) struct Which {
    pub(crate) project: ProjectId,
}

async fn all(person: Person, axum::extract::Query(asked): axum::extract::Query<Asked>) -> Result<Response, Problem> {
    if person.viewer().side() == Side::Team {
        return Ok(Redirect::to(&person.links().team_projects()).into_response());
    }
    let page = ProjectsPage::load(&person, &asked).await?;
    Ok(person.page(page).await)
}

async fn show(person: Person, At(Which { project }): At<Which>) -> Result<Response, Problem> {
    if person.viewer().side() == Side::Team {
        return Ok(Redirect::to(&person.links().team_project(project)).into_response());
    }
    let page = ProjectPage::load(&person, project).await?;
    Ok(person.page(page).await)
}
