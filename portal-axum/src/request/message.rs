//! Writing a message to the team.

use axum::{
    Form,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{Refused, identity::Side, request::Post};
use serde::Deserialize;

use super::{Which, view};
use crate::{done::Done, path::At, problem::Problem, show, visit::Person};

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    body: String,
    #[serde(default)]
    key: String,
}

/// After signing in again, or choosing the language, one is back at the request.
pub(crate) async fn back(person: Person, At(Which { request }): At<Which>) -> Redirect {
    Redirect::to(&person.links().request(request))
}

pub(crate) async fn post(
    person: Person,
    At(Which { request }): At<Which>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let input = Post { request, audience: Side::Client, body: typed.body, key: typed.key };
    match person.desk().post(&input).await {
        Ok(_) => {
            let url = format!("{}#messages", Done::MessageSent.at(&person.links().request(request)));
            Ok(Redirect::to(&url).into_response())
        }
        Err(Refused::Missing(missing)) => {
            let wrong = show::missing(&missing, person.portal().definition(), person.tongue());
            view::respond(&person, request, input.body, Some(wrong)).await
        }
        Err(refused) => Err(refused.into()),
    }
}
