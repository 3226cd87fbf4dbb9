//! Giving a request to somebody of the team, or to nobody.

use axum::{Form, Router, response::Redirect, routing::post};
use portal_core::Refused;
use serde::Deserialize;

use super::Which;
use crate::{Web, done::Done, path::At, problem::Problem, visit::TeamPerson};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/team/requests/{request}/owner", post(assign))
}

#[derive(Debug, Deserialize)]
struct Chosen {
    /// An account; empty: nobody.
    owner: String,
}

async fn assign(person: TeamPerson, At(at): At<Which>, Form(chosen): Form<Chosen>) -> Result<Redirect, Problem> {
    let request = at.request;
    let owner = match chosen.owner.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Refused::NotFound)?),
    };
    person.desk().assign(request, owner).await?;
    Ok(Redirect::to(&Done::Assigned.at(&person.links().team_request(request))))
}
