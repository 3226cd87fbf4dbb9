//! Choosing what to request.

use axum::{
    Form,
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    form::{BeginDraft, ProjectChoice},
    id::{Id, OrganisationId},
    identity::Organisation,
    project::Project,
    request::Offer,
};
use serde::{Deserialize, Serialize};

use super::project;
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
    /// The organisations to choose from first, for somebody who belongs to several.
    pub organisations: Vec<OrganisationRow>,
    /// The one that was chosen among several.
    pub organisation: Option<Chosen>,
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

/// An organisation to choose.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationRow {
    /// Its name.
    pub name: String,
    /// Where one goes on for it.
    pub url: String,
}

/// The organisation that was chosen.
#[derive(Clone, Debug, Serialize)]
pub struct Chosen {
    /// What the forms send.
    pub value: String,
    /// Its name.
    pub name: String,
    /// Where another is chosen.
    pub another: String,
}

/// Where one came from: the project, and the organisation that was chosen among several.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Origin {
    pub(super) project: String,
    pub(super) organisation: String,
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
    organisation: String,
    project: String,
    /// `yes` from the page that asks for the project.
    asked: String,
}

/// The organisation that was named, if any; what is no id can be none.
pub(super) fn organisation(named: &str) -> Result<Option<OrganisationId>, Refused> {
    if named.is_empty() { Ok(None) } else { named.parse().map(Some).map_err(|_| Refused::NotFound) }
}

pub(crate) async fn show(person: Person, Query(from): Query<Origin>) -> Result<Response, Problem> {
    if let ProjectChoice::In(id) = project::Chosen::read(&from.project)? {
        let project = person.desk().bare_project(id).await?;
        let offers = OfferView::all(&person, &person.desk().offers_in(&project));
        let (organisations, project) = (Vec::new(), Some(Within::of(&person, &project)));
        return Ok(person.page(ChoosePage { organisations, organisation: None, offers, project }).await);
    }
    let mut offers = person.desk().offers();
    let mut organisations = person.desk().organisations().await?;
    organisations.retain(|found| offers.iter().any(|offer| offer.organisation == found.id));
    let (named, among_several) = (organisation(&from.organisation)?, organisations.len() > 1);
    if among_several && named.is_none() {
        let organisations = organisations.iter().map(|found| OrganisationRow::of(&person, found)).collect();
        let page = ChoosePage { organisations, organisation: None, offers: Vec::new(), project: None };
        return Ok(person.page(page).await);
    }
    offers.retain(|offer| named.is_none_or(|named| offer.organisation == named));
    let chosen = organisations.into_iter().find(|found| among_several && Some(found.id) == named);
    let organisation = chosen.map(|found| Chosen {
        value: found.id.to_string(),
        name: found.name,
        another: person.links().new_request(),
    });
    let offers = OfferView::all(&person, &offers);
    Ok(person.page(ChoosePage { organisations: Vec::new(), organisation, offers, project: None }).await)
}

pub(crate) async fn start(
    person: Person,
    At(Type { request_type }): At<Type>,
    Form(wish): Form<Wish>,
) -> Result<Response, Problem> {
    let (desk, links) = (person.desk(), person.links());
    let (id, another) = (Id::from(request_type.as_str()), wish.another == "yes");
    let (mut project, organisation) = (project::Chosen::read(&wish.project)?, organisation(&wish.organisation)?);
    let begins = Begins { request_type: &request_type, organisation, another };
    if project == ProjectChoice::Unsaid {
        let asked = match desk.asked_project(&request_type, organisation).await {
            // It could be for several organisations: the page before asks.
            Err(Refused::Answers(_)) => return Ok(Redirect::to(&links.new_request()).into_response()),
            asked => asked?,
        };
        if let Some(asked) = asked {
            if !another && !desk.drafts_like(&request_type, organisation).await?.is_empty() {
                let to = paging::address(&links.start(&id), &[("organisation", &wish.organisation)]);
                return Ok(Redirect::to(&to).into_response());
            }
            match asked.goes_without_saying() {
                Some(choice) => project = choice,
                None if wish.asked == "yes" => return project::ask_again(&person, begins).await,
                None => {
                    let said = [("another", wish.another.as_str()), ("organisation", &wish.organisation)];
                    return Ok(Redirect::to(&paging::address(&links.ask_project(&id), &said)).into_response());
                }
            }
        }
    }
    let begin = BeginDraft { request_type: request_type.clone(), organisation, project, another };
    let to = match desk.begin_draft(&begin).await {
        Ok(draft) => links.draft(draft),
        Err(Refused::DraftExists(_)) => {
            let said = [("project", wish.project.as_str()), ("organisation", &wish.organisation)];
            paging::address(&links.start(&id), &said)
        }
        Err(Refused::Answers(_)) => return project::ask_again(&person, begins).await,
        Err(refused) => return Err(refused.into()),
    };
    Ok(Redirect::to(&to).into_response())
}

/// What is begun, while it is asked for which project.
#[derive(Clone, Copy)]
pub(super) struct Begins<'a> {
    pub(super) request_type: &'a str,
    pub(super) organisation: Option<OrganisationId>,
    pub(super) another: bool,
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

impl OrganisationRow {
    fn of(person: &Person, organisation: &Organisation) -> Self {
        let id = organisation.id.to_string();
        let url = paging::address(&person.links().new_request(), &[("organisation", &id)]);
        Self { name: organisation.name.clone(), url }
    }
}

impl OfferView {
    fn all(person: &Person, offers: &[Offer]) -> Vec<Self> {
        offers.iter().map(|offer| Self::of(person, offer)).collect()
    }

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
        let row =
            |name: &str| OrganisationRow { name: name.to_owned(), url: "/requests/new?organisation=1".to_owned() };
        let chosen =
            Chosen { value: "1".to_owned(), name: "Alpha Logistics".to_owned(), another: "/requests/new".to_owned() };
        let nothing = Self { organisations: Vec::new(), organisation: None, offers: Vec::new(), project: None };
        vec![
            Self { offers: offers.clone(), ..nothing.clone() },
            Self { offers: offers.clone(), project: Some(project), ..nothing.clone() },
            Self { organisations: vec![row("Alpha Logistics"), row("Beta Foods")], ..nothing.clone() },
            Self { offers, organisation: Some(chosen), ..nothing.clone() },
            nothing,
        ]
    }
}
