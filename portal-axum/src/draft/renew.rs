//! Beginning a draft anew with the newer form of its type, on a page that says what would be lost.

use axum::response::{IntoResponse, Redirect, Response};
use portal_core::{Refused, form::Field};
use serde::Serialize;

use super::{DraftRow, Which};
use crate::{
    done::Done,
    page::Page,
    path::At,
    problem::Problem,
    show::{self, AnswerRow},
    tongue::Tongue,
    visit::Person,
};

/// The page that asks whether one wants to begin anew.
#[derive(Clone, Debug, Serialize)]
pub struct RenewPage {
    /// The draft.
    pub draft: DraftRow,
    /// Where it is begun anew.
    pub action: String,
    /// The answers that would be gone.
    pub dropped: Vec<AnswerRow>,
}

/// When the form is no newer (any more), one goes on with the draft.
pub(crate) async fn show(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    let view = person.desk().draft(draft).await?;
    let (links, tongue) = (person.links(), person.tongue());
    let Some(renewal) = view.renewal() else { return Ok(Redirect::to(&links.draft(draft)).into_response()) };
    let row = |field: &Field| show::answer_row(field, &view.draft.answers, tongue);
    let page = RenewPage {
        draft: DraftRow::of(&view, links, tongue),
        action: links.renew(draft),
        dropped: renewal.dropped.iter().map(row).collect(),
    };
    Ok(person.page(page).await)
}

pub(crate) async fn renew(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    match person.desk().renew_draft(draft).await {
        Ok(()) => Ok(Redirect::to(&Done::DraftRenewed.at(&person.links().steps(draft))).into_response()),
        // Pressed twice, or the older form is in force again.
        Err(Refused::NotHere) => Ok(Redirect::to(&person.links().draft(draft)).into_response()),
        Err(refused) => Err(refused.into()),
    }
}

impl Page for RenewPage {
    const TEMPLATE: &'static str = "renew.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let some = Self {
            draft: DraftRow::sample(tongue),
            action: "/drafts/1/renew".to_owned(),
            dropped: show::sample::answers().into_iter().flat_map(|step| step.rows).take(2).collect(),
        };
        vec![Self { dropped: Vec::new(), ..some.clone() }, some]
    }
}
