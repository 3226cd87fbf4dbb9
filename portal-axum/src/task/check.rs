//! The team accepts what a client handed in, or gives parts of it back.

use std::collections::BTreeMap;

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{Refused, request::Verdict};

use super::{Which, view::respond};
use crate::{done::Done, path::At, problem::Problem, show, visit::Person};

pub(crate) async fn check(
    person: Person,
    At(Which { task }): At<Which>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, Problem> {
    let accepts = typed.get("portal.intent").is_some_and(|intent| intent == "accept");
    let verdict = if accepts { Verdict::Accept } else { Verdict::GiveBack(reasons(&typed)) };
    match person.desk().check_task(task, &verdict).await {
        Ok(request) => Ok(Redirect::to(&Done::Checked.at(&person.request_url(request))).into_response()),
        Err(Refused::Missing(missing)) => {
            let words = show::missing(&missing, person.portal().definition(), person.tongue());
            let wrong = BTreeMap::from([("reason-0".to_owned(), words)]);
            respond(&person, task, StatusCode::UNPROCESSABLE_ENTITY, &wrong).await
        }
        Err(Refused::NotHere) => respond(&person, task, StatusCode::CONFLICT, &BTreeMap::new()).await,
        Err(refused) => Err(refused.into()),
    }
}

/// The parts that have a reason, by their place.
fn reasons(typed: &BTreeMap<String, String>) -> Vec<(usize, String)> {
    let reason = |(name, text): (&String, &String)| {
        let at = name.strip_prefix("reason-")?.parse().ok()?;
        (!text.trim().is_empty()).then(|| (at, text.clone()))
    };
    typed.iter().filter_map(reason).collect()
}
