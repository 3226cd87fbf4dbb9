//! Choosing what to request.

use axum::response::{IntoResponse, Redirect, Response};
use portal_core::request::Offer;
use serde::{Deserialize, Serialize};

use crate::{
    page::Page,
    path::At,
    problem::Problem,
    tongue::Tongue,
    visit::{Person, Visit},
};

/// How a request is begun: with one type at once, with several by choosing.
#[derive(Clone, Debug, Serialize)]
pub struct Start {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// Whether it begins a draft at once.
    pub at_once: bool,
}

/// The page where one chooses.
#[derive(Clone, Debug, Serialize)]
pub struct ChoosePage {
    /// The types on offer.
    pub offers: Vec<OfferView>,
}

/// A type on offer.
#[derive(Clone, Debug, Serialize)]
pub struct OfferView {
    /// What it is called.
    pub label: String,
    /// One sentence about it.
    pub explain: Option<String>,
    /// Where a draft of it begins.
    pub url: String,
}

#[derive(Deserialize)]
pub(crate) struct Type {
    request_type: String,
}

pub(crate) async fn show(person: Person) -> Result<Response, Problem> {
    let offers = person.desk().offers();
    Ok(person.page(ChoosePage { offers: offers.iter().map(|offer| OfferView::of(&person, offer)).collect() }).await)
}

/// After signing in again one is back where one chooses: looking at a page begins no draft.
pub(crate) async fn back(person: Person) -> Redirect {
    Redirect::to(&person.links().new_request())
}

pub(crate) async fn start(person: Person, At(Type { request_type }): At<Type>) -> Result<Response, Problem> {
    let draft = person.desk().start_draft(&request_type).await?;
    Ok(Redirect::to(&person.links().draft(draft)).into_response())
}

impl Start {
    /// How this person begins a request; `None`: they may not.
    pub(crate) fn of(person: &Person) -> Option<Self> {
        let (links, tongue) = (person.links(), person.tongue());
        match person.desk().offers().as_slice() {
            [] => None,
            [only] => Some(Self {
                label: tongue.text(&only.request_type.label).to_owned(),
                url: links.start(&only.request_type.id),
                at_once: true,
            }),
            _ => Some(Self { label: tongue.say("new-request"), url: links.new_request(), at_once: false }),
        }
    }

    /// One to show samples with.
    pub(crate) fn sample(tongue: &Tongue) -> Self {
        Self { label: tongue.say("new-request"), url: "/requests/new".to_owned(), at_once: false }
    }
}

impl OfferView {
    fn of(visit: &Visit, offer: &Offer) -> Self {
        let tongue = visit.tongue();
        Self {
            label: tongue.text(&offer.request_type.label).to_owned(),
            explain: offer.request_type.explain.as_ref().map(|text| tongue.text(text).to_owned()),
            url: visit.links().start(&offer.request_type.id),
        }
    }
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "choose.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        let offer = |label: &str, explain: Option<&str>| OfferView {
            label: label.to_owned(),
            explain: explain.map(str::to_owned),
            url: "/requests/new/quote".to_owned(),
        };
        let offers = vec![
            offer("Request a quote", Some("Tell us what you need. It takes about ten minutes.")),
            offer("Ask a question", None),
        ];
        vec![Self { offers }, Self { offers: Vec::new() }]
    }
}
