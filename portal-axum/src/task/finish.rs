//! Ticking what was read or done, and answering a question in one's own words.

use std::collections::BTreeMap;

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    request::{Approval, CloseTask},
};
use serde::Deserialize;

use super::{
    Which,
    view::{respond, respond_to},
};
use crate::{done::Done, path::At, problem::Problem, show, visit::Person};

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    reply: String,
}

pub(crate) async fn done(person: Person, At(Which { task }): At<Which>) -> Result<Response, Problem> {
    match person.desk().close_task(&CloseTask { task, approval: Approval::Done }).await {
        Ok(request) => Ok(Redirect::to(&Done::Ticked.at(&person.request_url(request))).into_response()),
        Err(Refused::NotHere) => respond(&person, task, StatusCode::CONFLICT, &BTreeMap::new()).await,
        Err(refused) => Err(refused.into()),
    }
}

pub(crate) async fn reply(
    person: Person,
    At(Which { task }): At<Which>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let approval = Approval::Reply(typed.reply.clone());
    match person.desk().close_task(&CloseTask { task, approval }).await {
        Ok(request) => Ok(Redirect::to(&Done::Ticked.at(&person.request_url(request))).into_response()),
        Err(Refused::Missing(missing)) => {
            let words = show::missing(&missing, person.portal().definition(), person.tongue());
            let wrong = BTreeMap::from([("reply".to_owned(), words)]);
            respond_to(&person, task, StatusCode::UNPROCESSABLE_ENTITY, &wrong, &typed.reply).await
        }
        Err(Refused::NotHere) => respond(&person, task, StatusCode::CONFLICT, &BTreeMap::new()).await,
        Err(refused) => Err(refused.into()),
    }
}
