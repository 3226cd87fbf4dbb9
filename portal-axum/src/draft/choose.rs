//! Choosing what to request.

use axum::{
    Form,
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    form::{BeginDraft, ProjectChoice},
    id::Id,
    project::Project,
    request::Offer,
};
use serde::{Deserialize, Serialize};

use super::project::{self, Chosen};
use crate::{page::Page, paging, path::At, problem::Problem, tongue::Tongue, visit::Person};

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
    /// The project that the request will belong to, where one came from its page.
    pub project: Option<Within>,
}

/// The project that a request is begun in.
#[derive(Clone, Debug, Serialize)]
pub struct Within {
    /// What the forms send.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Its page.
    pub url: String,
    /// Where one chooses without it.
    pub anything: String,
}

/// The project one came from.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Origin {
    pub(super) project: String,
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
    pub(super) request_type: String,
}

/// What one said besides: `yes` to another draft beside those that are there, and the project.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    another: String,
    project: String,
    /// `yes` from the page that asks for the project.
    asked: String,
}

pub(crate) async fn show(person: Person, Query(from): Query<Origin>) -> Result<Response, Problem> {
    let (offers, project) = match Chosen::read(&from.project)? {
        ProjectChoice::In(id) => {
            let project = person.desk().bare_project(id).await?;
            (person.desk().offers_in(&project), Some(Within::of(&person, &project)))
        }
        ProjectChoice::Unsaid | ProjectChoice::NoneOfThem => (person.desk().offers(), None),
    };
    let offers = offers.iter().map(|offer| OfferView::of(&person, offer)).collect();
    Ok(person.page(ChoosePage { offers, project }).await)
}

pub(crate) async fn start(
    person: Person,
    At(Type { request_type }): At<Type>,
    Form(wish): Form<Wish>,
) -> Result<Response, Problem> {
    let (desk, links) = (person.desk(), person.links());
    let (id, another) = (Id::from(request_type.as_str()), wish.another == "yes");
    let mut project = Chosen::read(&wish.project)?;
    if project == ProjectChoice::Unsaid
        && let Some(asked) = desk.asked_project(&request_type).await?
    {
        if !another && !desk.drafts_like(&request_type).await?.is_empty() {
            return Ok(Redirect::to(&links.start(&id)).into_response());
        }
        match asked.goes_without_saying() {
            Some(choice) => project = choice,
            None if wish.asked == "yes" => return project::ask_again(&person, &request_type, another).await,
            None => {
                let another = if another { "yes" } else { "" };
                let to = paging::address(&links.ask_project(&id), &[("another", another)]);
                return Ok(Redirect::to(&to).into_response());
            }
        }
    }
    let begun = desk.begin_draft(&BeginDraft { request_type: request_type.clone(), project, another }).await;
    let to = match begun {
        Ok(draft) => links.draft(draft),
        Err(Refused::DraftExists(_)) => paging::address(&links.start(&id), &[("project", &wish.project)]),
        Err(Refused::Answers(_)) => return project::ask_again(&person, &request_type, another).await,
        Err(refused) => return Err(refused.into()),
    };
    Ok(Redirect::to(&to).into_response())
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

impl Within {
    fn of(person: &Person, project: &Project) -> Self {
        let links = person.links();
        Self {
            value: project.id.to_string(),
            name: project.name.clone(),
            url: links.project(project.id),
            anything: links.new_request(),
        }
    }
}

impl OfferView {
    fn of(person: &Person, offer: &Offer) -> Self {
        let tongue = person.tongue();
        Self {
            label: tongue.text(&offer.request_type.label).to_owned(),
            explain: person.desk().explain(&offer.request_type, offer.organisation, tongue.locale()),
            url: person.links().start(&offer.request_type.id),
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
        let project = Within {
            value: "1".to_owned(),
            name: "New website".to_owned(),
            url: "/projects/1".to_owned(),
            anything: "/requests/new".to_owned(),
        };
        let in_project = Self { offers: offers.clone(), project: Some(project) };
        vec![Self { offers, project: None }, in_project, Self { offers: Vec::new(), project: None }]
    }
}
