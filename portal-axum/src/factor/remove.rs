//! Taking one's second factor away.

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Serialize;

use crate::{Web, done::Done, page::Page, problem::Problem, tongue::Tongue, visit::Person};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/account/second-factor/remove", get(ask).post(remove))
}

/// The page that asks before a second factor is taken away.
#[derive(Clone, Debug, Serialize)]
pub struct RemovePage {
    /// Where the form goes.
    pub action: String,
    /// Leaving it.
    pub leave: String,
}

async fn ask(person: Person) -> Result<Response, Problem> {
    person.desk().require_fresh()?;
    let (action, leave) = (person.links().remove_factor(), person.links().account());
    Ok(person.page(RemovePage { action, leave }).await)
}

async fn remove(person: Person) -> Result<Response, Problem> {
    person.desk().remove_factor().await?;
    Ok(Redirect::to(&Done::FactorRemoved.at(&person.links().account())).into_response())
}

impl Page for RemovePage {
    const TEMPLATE: &'static str = "factor/remove.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        vec![Self { action: "/account/second-factor/remove".to_owned(), leave: "/account".to_owned() }]
    }
}
