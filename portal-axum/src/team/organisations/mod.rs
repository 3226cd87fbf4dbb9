//! The team's clients: their list, one with its people and requests, making, changing, disabling.

mod form;
mod list;
mod view;

use axum::{
    Form, Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::id::{OrganisationId, Version};
use serde::Deserialize;

pub use form::OrganisationFormPage;
pub use list::OrganisationsPage;
pub use view::OrganisationPage;

use crate::{Web, done::Done, path::At, problem::Problem, visit::TeamPerson};
use portal_core::identity::DisableReason;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/team/organisations", get(list::show))
        .route("/team/organisations/new", get(form::fresh).post(form::make))
        .route("/team/organisations/{organisation}", get(view::show))
        .route("/team/organisations/{organisation}/change", get(form::show).post(form::change))
        .route("/team/organisations/{organisation}/disable", post(disable))
        .route("/team/organisations/{organisation}/enable", post(enable))
}

/// Which organisation.
#[derive(Deserialize)]
struct Which {
    organisation: OrganisationId,
}

/// The version that the page was made from, and why it is disabled.
#[derive(Deserialize)]
struct Turn {
    seen: i64,
    #[serde(default)]
    reason: String,
}

async fn disable(person: TeamPerson, At(at): At<Which>, Form(turn): Form<Turn>) -> Result<Response, Problem> {
    let why = DisableReason::parse(&turn.reason).unwrap_or(DisableReason::Other);
    person.desk().seeing(Some(Version(turn.seen))).disable_organisation(at.organisation, why).await?;
    Ok(back(&person, &at, Done::OrganisationDisabled))
}

async fn enable(person: TeamPerson, At(at): At<Which>, Form(turn): Form<Turn>) -> Result<Response, Problem> {
    person.desk().seeing(Some(Version(turn.seen))).enable_organisation(at.organisation).await?;
    Ok(back(&person, &at, Done::OrganisationEnabled))
}

fn back(person: &TeamPerson, at: &Which, done: Done) -> Response {
    Redirect::to(&done.at(&person.links().team_organisation(at.organisation))).into_response()
}
