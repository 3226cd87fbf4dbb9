//! Changing one's name.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::Refused;
use serde::Deserialize;

use super::{back, show};
use crate::{Web, done::Done, people, problem::Problem, visit::Person};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/account/name", get(back).post(rename))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
}

async fn rename(person: Person, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    match person.desk().rename(&typed.name).await {
        Ok(()) => Ok(Redirect::to(&Done::Renamed.at(&person.links().account())).into_response()),
        Err(Refused::Answers(wrong)) => {
            let summary = people::faults(&wrong, person.tongue());
            show::page(&person, StatusCode::UNPROCESSABLE_ENTITY, typed.name, summary).await
        }
        Err(refused) => Err(refused.into()),
    }
}
