//! Which project a request will belong to: asked before the form, changed from where the answers are checked.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    form::{AskedProject, ProjectChoice},
};
use serde::{Deserialize, Serialize};

use super::{
    Which,
    choose::{Begins, Type, organisation},
};
use crate::{
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::OptionView,
    tongue::Tongue,
    visit::Person,
};

/// The page that asks.
#[derive(Clone, Debug, Serialize)]
pub struct WhichProjectPage {
    /// What kind of request it will be.
    pub kind: String,
    /// One sentence about it.
    pub explain: Option<String>,
    /// The projects to choose from, and none of them where one need not.
    pub options: Vec<OptionView>,
    /// Whether a project is needed and there is none.
    pub nothing: bool,
    /// Where the choice goes.
    pub action: String,
    /// The organisation that was chosen among several, as it is sent.
    pub organisation: Option<String>,
    /// Whether another draft is wanted beside those that are there.
    pub another: bool,
    /// Whether it changes a draft that is there.
    pub changes: bool,
    /// Where one came from.
    pub back: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// What was chosen, as it is sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    project: String,
    organisation: String,
    another: String,
}

impl Chosen {
    /// `none` is none of them; what is no id can be no choice.
    pub(super) fn read(project: &str) -> Result<ProjectChoice, Refused> {
        match project {
            "" => Ok(ProjectChoice::Unsaid),
            "none" => Ok(ProjectChoice::NoneOfThem),
            id => id.parse().map(ProjectChoice::In).map_err(|_| Refused::NotFound),
        }
    }
}

/// Before a form is begun.
pub(crate) async fn ask(
    person: Person,
    At(Type { request_type }): At<Type>,
    axum::extract::Query(chosen): axum::extract::Query<Chosen>,
) -> Result<Response, Problem> {
    let (organisation, another) = (organisation(&chosen.organisation)?, chosen.another == "yes");
    let begins = Begins { request_type: &request_type, organisation, another };
    Ok(person.page(WhichProjectPage::before(&person, begins, None).await?).await)
}

/// Asks again, saying what will not do.
pub(super) async fn ask_again(person: &Person, begins: Begins<'_>) -> Result<Response, Problem> {
    let fault = Some(person.tongue().say("project-choose-fault"));
    let page = WhichProjectPage::before(person, begins, fault).await?;
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
}

/// The project of a draft that is there.
pub(crate) async fn show(person: Person, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    Ok(person.page(WhichProjectPage::of(&person, draft, None).await?).await)
}

pub(crate) async fn choose(
    person: Person,
    At(Which { draft }): At<Which>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let chosen = match Chosen::read(&chosen.project)? {
        ProjectChoice::Unsaid => Err(Refused::Answers(Vec::new())),
        choice => person.desk().choose_project(draft, choice).await,
    };
    match chosen {
        Ok(()) => {
            let (view, links) = (person.desk().draft(draft).await?, person.links());
            let to = view.next_step().map_or_else(|| links.check(draft), |step| links.change(draft, &step.id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Refused::Answers(_)) => {
            let fault = Some(person.tongue().say("project-choose-fault"));
            let page = WhichProjectPage::of(&person, draft, fault).await?;
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl WhichProjectPage {
    async fn before(person: &Person, begins: Begins<'_>, fault: Option<String>) -> Result<Self, Refused> {
        let Begins { request_type, organisation, another } = begins;
        let asked = person.desk().asked_project(request_type, organisation).await?.ok_or(Refused::NotFound)?;
        let links = person.links();
        let action = links.start(&asked.request_type.id);
        let page = Self::asking(person, &asked, None, action, links.new_request(), fault);
        Ok(Self { another, organisation: organisation.map(|id| id.to_string()), ..page })
    }

    async fn of(person: &Person, draft: portal_core::id::DraftId, fault: Option<String>) -> Result<Self, Refused> {
        let desk = person.desk();
        let asked = desk.other_projects(draft).await?.ok_or(Refused::NotFound)?;
        let view = desk.draft(draft).await?;
        let now = match &view.project {
            Some(project) => project.id.to_string(),
            None => "none".to_owned(),
        };
        let (links, action) = (person.links(), person.links().draft_project(draft));
        let page = Self::asking(person, &asked, Some(&now), action, links.check(draft), fault);
        Ok(Self { changes: true, ..page })
    }

    fn asking(
        person: &Person,
        asked: &AskedProject,
        now: Option<&str>,
        action: String,
        back: String,
        fault: Option<String>,
    ) -> Self {
        let tongue = person.tongue();
        let projects = asked.projects.iter().map(|project| (project.id.to_string(), project.name.clone()));
        let none = (!asked.required).then(|| ("none".to_owned(), tongue.say("project-none-of-them")));
        let option = |(place, (value, label)): (usize, (String, String))| OptionView {
            id: if place == 0 { "project".to_owned() } else { format!("project-{place}") },
            checked: now == Some(value.as_str()),
            value,
            label,
        };
        let options: Vec<OptionView> = projects.chain(none).enumerate().map(option).collect();
        Self {
            kind: tongue.text(&asked.request_type.label).to_owned(),
            explain: person.desk().explain(&asked.request_type, asked.organisation, tongue.locale()),
            nothing: options.is_empty(),
            options,
            action,
            organisation: None,
            another: false,
            changes: false,
            back,
            summary: fault.map(|text| Fault::at("project", text)).into_iter().collect(),
        }
    }
}

impl Page for WhichProjectPage {
    const TEMPLATE: &'static str = "which_project.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let option =
            |id: &str, label: String| OptionView { id: id.to_owned(), value: id.to_owned(), label, checked: false };
        let asks = Self {
            kind: "Ask for a change".to_owned(),
            explain: Some("A text, a picture, a new page.".to_owned()),
            options: vec![
                option("project", "New website".to_owned()),
                option("project-1", "Autumn campaign".to_owned()),
                option("project-2", tongue.say("project-none-of-them")),
            ],
            nothing: false,
            action: "/requests/new/change".to_owned(),
            organisation: None,
            another: false,
            changes: false,
            back: "/requests/new".to_owned(),
            summary: Vec::new(),
        };
        let wrong = Self { summary: vec![Fault::at("project", tongue.say("project-choose-fault"))], ..asks.clone() };
        let changes = Self { changes: true, back: "/drafts/1/check".to_owned(), ..asks.clone() };
        let nothing = Self { options: Vec::new(), nothing: true, ..asks.clone() };
        vec![asks, wrong, changes, nothing]
    }
}
