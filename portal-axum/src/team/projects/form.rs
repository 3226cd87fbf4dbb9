//! Making a project, and changing one.

use axum::{
    Form,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    form::{FieldFault, RawAnswers},
    id::{AccountId, Id, OrganisationId, Version},
    project::{ChangeProject, MakeProject, ProjectForm},
};
use serde::{Deserialize, Serialize};

use super::begin::BeginProjectPage;
use crate::{
    done::Done,
    draft::{ADD, DROP, INTENT, rows},
    page::{Fault, Page, SeenBy},
    paging,
    path::At,
    problem::Problem,
    project::Which,
    show::{self, FieldView, FormView, OptionView},
    tongue::Tongue,
    visit::TeamPerson,
};

/// The names under which a project's own parts are sent: no field can have one of them.
const NAME: &str = "portal.name";
const CONTACT: &str = "portal.contact";
const SEEN: &str = "portal.seen";

/// The page where a project is made or changed.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectFormPage {
    /// What it is called already; none: it is new.
    pub title: Option<String>,
    /// What its kind is called.
    pub kind: String,
    /// Whose it is.
    pub organisation: String,
    /// Its name, as typed.
    pub name: String,
    /// What is wrong with the name.
    pub name_fault: Option<String>,
    /// The fields of its kind.
    pub fields: Vec<FieldView>,
    /// What it will open, for whom.
    pub opens: Option<Opens>,
    /// Where it goes.
    pub action: String,
    /// Where one came from.
    pub back: String,
    /// The version that the page was made from.
    pub seen: Option<i64>,
    /// The project changed since it was seen.
    pub stale: bool,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// What a new project opens.
#[derive(Clone, Debug, Serialize)]
pub struct Opens {
    /// The types of request.
    pub requests: Vec<String>,
    /// Who may be their requester.
    pub contacts: Vec<OptionView>,
    /// What is wrong with the choice.
    pub fault: Option<String>,
}

/// For whom, and of which kind.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Of {
    organisation: String,
    kind: String,
}

/// What was typed, and what will not do.
#[derive(Default)]
struct Typed {
    name: String,
    contact: Option<AccountId>,
    raw: RawAnswers,
    faults: Vec<FieldFault>,
}

/// What somebody pressed.
enum Pressed {
    /// The button that keeps it.
    Keep,
    /// A button that changes what the page shows.
    Show,
}

impl Typed {
    fn of(sent: Vec<(String, String)>) -> (Self, Option<Version>, Pressed) {
        let mut raw = RawAnswers::new();
        for (name, value) in sent {
            raw.entry(name).or_default().push(value);
        }
        let mut take = |name: &str| raw.remove(name).and_then(|values| values.into_iter().next());
        let (name, contact, seen) = (take(NAME).unwrap_or_default(), take(CONTACT), take(SEEN));
        let (intent, add, drop) = (take(INTENT), take(ADD), take(DROP));
        let moved = rows(&mut raw, add.as_deref(), drop.as_deref());
        let pressed = if moved || intent.as_deref() == Some("update") { Pressed::Show } else { Pressed::Keep };
        let contact = contact.and_then(|id| id.parse().ok());
        let seen = seen.and_then(|seen| seen.parse().ok()).map(Version);
        (Self { name, contact, raw, faults: Vec::new() }, seen, pressed)
    }

    /// What is wrong with a part that is not of the fields.
    fn fault(&self, part: &str, label: &str, tongue: &Tongue) -> Option<String> {
        let found = self.faults.iter().find(|fault| fault.step != "" && fault.field == part);
        found.map(|fault| show::field_fault(fault, &tongue.say(label), tongue))
    }

    fn status(&self) -> StatusCode {
        if self.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

pub(super) async fn fresh(person: TeamPerson, Query(of): Query<Of>) -> Result<Response, Problem> {
    if of.organisation.is_empty() {
        if !person.desk().makes_projects() {
            return Err(Refused::Forbidden.into());
        }
        return Ok(person.page(BeginProjectPage::load(&person).await?).await);
    }
    Ok(person.page(ProjectFormPage::fresh(&person, &of, &Typed::default()).await?).await)
}

pub(super) async fn make(
    person: TeamPerson,
    Query(of): Query<Of>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (mut typed, _, pressed) = Typed::of(sent);
    if let Pressed::Keep = pressed {
        let input = MakeProject {
            organisation: of.organisation()?,
            kind: of.kind(&person).to_string(),
            name: typed.name.clone(),
            fields: typed.raw.clone(),
            contact: typed.contact,
        };
        match person.desk().make_project(&input).await {
            Ok(project) => {
                let to = Done::ProjectMade.at(&person.links().team_project(project));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Refused::Answers(faults)) => typed.faults = faults,
            Err(refused) => return Err(refused.into()),
        }
    }
    let page = ProjectFormPage::fresh(&person, &of, &typed).await?;
    Ok(person.page_with(typed.status(), page).await)
}

pub(super) async fn show(person: TeamPerson, At(at): At<Which>) -> Result<Response, Problem> {
    Ok(person.page(ProjectFormPage::of(&person, &at, None).await?).await)
}

pub(super) async fn change(
    person: TeamPerson,
    At(at): At<Which>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (mut typed, seen, pressed) = Typed::of(sent);
    if let Pressed::Keep = pressed {
        let input = ChangeProject { name: typed.name.clone(), fields: typed.raw.clone() };
        match person.desk().seeing(seen).change_project(at.project, &input).await {
            Ok(()) => {
                let to = Done::ProjectChanged.at(&person.links().team_project(at.project));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Refused::Answers(faults)) => typed.faults = faults,
            // They keep what they typed, beside the version there is now.
            Err(Refused::Stale) => {
                let page = ProjectFormPage::of(&person, &at, Some((typed, None))).await?;
                return Ok(person.page_with(StatusCode::CONFLICT, ProjectFormPage { stale: true, ..page }).await);
            }
            Err(refused) => return Err(refused.into()),
        }
    }
    let status = typed.status();
    let page = ProjectFormPage::of(&person, &at, Some((typed, seen))).await?;
    Ok(person.page_with(status, page).await)
}

impl Of {
    fn organisation(&self) -> Result<OrganisationId, Refused> {
        self.organisation.parse().map_err(|_| Refused::NotFound)
    }

    /// The kind that was chosen, or the only one.
    fn kind(&self, person: &TeamPerson) -> Id {
        let kinds = &person.portal().definition().projects;
        match (self.kind.as_str(), kinds.keys().next()) {
            ("", Some(only)) if kinds.len() == 1 => only.clone(),
            (chosen, _) => Id::from(chosen),
        }
    }
}

impl ProjectFormPage {
    async fn fresh(person: &TeamPerson, of: &Of, typed: &Typed) -> Result<Self, Refused> {
        let (desk, tongue, links) = (person.desk(), person.tongue(), person.links());
        let (organisation, id) = (of.organisation()?, of.kind(person));
        let form = desk.new_project_form(organisation, id.as_str()).await?;
        let definition = person.portal().definition();
        let kind = definition.projects.get(&id).ok_or(Refused::NotFound)?;
        let found = desk.organisations_for_projects().await?.into_iter().find(|found| found.id == organisation);
        let opens = match kind.opens.is_empty() {
            true => None,
            false => Some(Opens {
                requests: kind
                    .opens
                    .iter()
                    .filter_map(|opening| definition.requests.get(&opening.request))
                    .map(|workflow| tongue.text(&workflow.label).to_owned())
                    .collect(),
                contacts: desk
                    .contacts(organisation)
                    .await?
                    .into_iter()
                    .map(|(id, label)| contact(id, label, typed.contact == Some(id)))
                    .collect(),
                fault: typed.fault("contact", "project-contact", tongue),
            }),
        };
        let query = [("organisation", of.organisation.as_str()), ("kind", of.kind.as_str())];
        let page = Self {
            title: None,
            kind: tongue.text(&kind.label).to_owned(),
            organisation: found.map(|found| found.name).unwrap_or_default(),
            opens,
            action: paging::address(&links.new_project(), &query),
            back: links.new_project(),
            ..Self::asking(person, &form, typed)
        };
        Ok(page.summed_up())
    }

    async fn of(person: &TeamPerson, at: &Which, typed: Option<(Typed, Option<Version>)>) -> Result<Self, Refused> {
        let (project, form) = person.desk().project_form(at.project).await?;
        let (typed, seen) = typed.unwrap_or_else(|| (Typed { name: project.name.clone(), ..Typed::default() }, None));
        let mut organisations = person.desk().organisations_of(std::slice::from_ref(&project)).await?;
        let kind = person.portal().definition().projects.get(&project.kind);
        let back = person.links().team_project(project.id);
        let asking = match &form {
            Some(form) => Self::asking(person, form, &typed),
            None => Self::blank(person, &typed),
        };
        let page = Self {
            title: Some(project.name.clone()),
            kind: kind.map_or(project.kind.as_str(), |kind| person.tongue().text(&kind.label)).to_owned(),
            organisation: organisations.remove(&project.organisation).map(|found| found.name).unwrap_or_default(),
            action: format!("{back}/change"),
            back,
            seen: Some(seen.unwrap_or(project.version).0),
            ..asking
        };
        Ok(page.summed_up())
    }

    fn asking(person: &TeamPerson, form: &ProjectForm, typed: &Typed) -> Self {
        let of_fields: Vec<FieldFault> = typed.faults.iter().filter(|fault| fault.step == "").cloned().collect();
        let (definition, tongue) = (person.portal().definition(), person.tongue());
        let look = FormView { typed: &typed.raw, faults: &of_fields, definition, tongue };
        let fields = look.fields(&form.page(&typed.raw), &form.step().fields);
        Self { fields, ..Self::blank(person, typed) }
    }

    fn blank(person: &TeamPerson, typed: &Typed) -> Self {
        Self {
            title: None,
            kind: String::new(),
            organisation: String::new(),
            name: typed.name.clone(),
            name_fault: typed.fault("name", "project-name", person.tongue()),
            fields: Vec::new(),
            opens: None,
            action: String::new(),
            back: String::new(),
            seen: None,
            stale: false,
            summary: Vec::new(),
        }
    }

    fn summed_up(mut self) -> Self {
        let name = self.name_fault.clone().map(|text| Fault::at("project-name", text));
        let contact = self.opens.as_ref().and_then(|opens| opens.fault.clone());
        let contact = contact.map(|text| Fault::at("project-contact", text));
        let fields = self.fields.iter().flat_map(FieldView::faults);
        self.summary = name.into_iter().chain(fields).chain(contact).collect();
        self
    }
}

fn contact(id: AccountId, label: String, checked: bool) -> OptionView {
    OptionView { id: String::new(), value: id.to_string(), label, checked }
}

impl Page for ProjectFormPage {
    const TEMPLATE: &'static str = "team/project_form.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            title: None,
            kind: "Website".to_owned(),
            organisation: "Alpha Logistics".to_owned(),
            name: String::new(),
            name_fault: None,
            fields: show::sample::fields(tongue, false),
            opens: Some(Opens {
                requests: vec!["Your texts and pictures".to_owned(), "A meeting".to_owned()],
                contacts: vec![contact(AccountId(uuid::Uuid::nil()), "Claire Martin".to_owned(), false)],
                fault: None,
            }),
            action: "/team/projects/new?organisation=1&kind=website".to_owned(),
            back: "/team/projects/new".to_owned(),
            seen: None,
            stale: false,
            summary: Vec::new(),
        };
        let fault =
            |label: &str| Some(tongue.say_with("fault-required", &[("field", tongue.say(label).as_str().into())]));
        let opens = fresh.opens.clone().map(|opens| Opens { fault: fault("project-contact"), ..opens });
        let wrong = Self { name_fault: fault("project-name"), opens, ..fresh.clone() }.summed_up();
        let changes = Self {
            title: Some("New website".to_owned()),
            name: "New website".to_owned(),
            opens: None,
            seen: Some(3),
            action: "/team/projects/1/change".to_owned(),
            back: "/team/projects/1".to_owned(),
            ..fresh.clone()
        };
        vec![fresh, wrong, Self { stale: true, ..changes.clone() }, changes]
    }
}
