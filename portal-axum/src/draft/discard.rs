//! Throwing a draft away, on a page of its own.

use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::{DraftRow, Which};
use crate::{done::Done, page::Page, path::At, problem::Problem, tongue::Tongue, visit::Person};

/// The page that asks whether one really means it.
#[derive(Clone, Debug, Serialize)]
pub struct DiscardPage {
    /// The draft.
    pub draft: DraftRow,
}

pub(crate) async fn show(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().draft(draft).await?;
    let draft = DraftRow::of(&view, person.links(), person.tongue());
    Ok(person.page(DiscardPage { draft }).await)
}

pub(crate) async fn discard(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    person.desk().discard_draft(draft).await?;
    Ok(Redirect::to(&Done::DraftDiscarded.at(&person.links().requests())).into_response())
}

impl Page for DiscardPage {
    const TEMPLATE: &'static str = "discard.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        vec![Self { draft: DraftRow::sample(tongue) }]
    }
}
