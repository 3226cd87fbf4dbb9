//! Before a second draft of the same type: the ones that are there, or another.

use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::Refused;
use serde::Serialize;

use super::{
    DraftRow,
    choose::{Origin, Type, organisation},
};
use crate::{page::Page, path::At, problem::Problem, tongue::Tongue, visit::Person};

/// The page that offers to go on with a draft that is there.
#[derive(Clone, Debug, Serialize)]
pub struct ExistsPage {
    /// What kind of request it is.
    pub kind: String,
    /// The drafts that are there.
    pub drafts: Vec<DraftRow>,
    /// Where another begins.
    pub action: String,
    /// The organisation that was chosen among several; empty: none was.
    pub organisation: String,
    /// The project that another will belong to, as it was chosen; empty: none was.
    pub project: String,
}

/// Looking at a page begins no draft: without one that is there, one chooses. That is also where one comes back to after
/// signing in again.
pub(crate) async fn show(
    person: Person,
    At(Type { request_type }): At<Type>,
    Query(from): Query<Origin>,
) -> Result<Response, Problem> {
    let drafts = match person.desk().drafts_like(&request_type, organisation(&from.organisation)?).await {
        Err(Refused::Answers(_)) => Vec::new(),
        drafts => drafts?,
    };
    let (links, tongue) = (person.links(), person.tongue());
    let Some(first) = drafts.first() else { return Ok(Redirect::to(&links.new_request()).into_response()) };
    let page = ExistsPage {
        kind: tongue.text(&first.workflow.label).to_owned(),
        action: links.start(&first.draft.request_type),
        drafts: drafts.iter().map(|view| DraftRow::of(view, links, tongue)).collect(),
        organisation: from.organisation,
        project: from.project,
    };
    Ok(person.page(page).await)
}

impl Page for ExistsPage {
    const TEMPLATE: &'static str = "exists.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let (kind, action) = ("Request a quote".to_owned(), "/requests/new/quote".to_owned());
        let (organisation, project) = (String::new(), String::new());
        vec![Self { kind, drafts: vec![DraftRow::sample(tongue)], action, organisation, project }]
    }
}
