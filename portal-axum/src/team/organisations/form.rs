//! Making a client, and changing one.

use axum::{
    Form,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    form::{FieldFault, RawAnswers},
    id::{OrganisationId, Version},
    identity::ChangeOrganisation,
};
use serde::Serialize;

use super::Which;
use crate::{
    done::Done,
    draft::{ADD, DROP, INTENT, rows},
    page::{Fault, Page, SeenBy},
    path::At,
    problem::Problem,
    show::{self, FieldView, FormView},
    tongue::Tongue,
    visit::TeamPerson,
};

/// The names under which an organisation's own parts are sent: no attribute can have one of them.
const NAME: &str = "portal.name";
const SEEN: &str = "portal.seen";

/// The page where a client is made or changed.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationFormPage {
    /// What it is called already; none: it is new.
    pub title: Option<String>,
    /// Its name, as typed.
    pub name: String,
    /// What is wrong with the name.
    pub name_fault: Option<String>,
    /// The attributes that the reader may change.
    pub fields: Vec<FieldView>,
    /// Where it goes.
    pub action: String,
    /// Where one came from.
    pub back: String,
    /// The version that the page was made from.
    pub seen: Option<i64>,
    /// It changed since it was seen.
    pub stale: bool,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// What was typed, and what will not do.
#[derive(Default)]
struct Typed {
    name: String,
    seen: Option<Version>,
    raw: RawAnswers,
    faults: Vec<FieldFault>,
}

impl Typed {
    /// What was sent, and whether it is to be kept; else a button was pressed that changes what the page shows.
    fn of(sent: Vec<(String, String)>) -> (Self, bool) {
        let mut raw = RawAnswers::new();
        for (name, value) in sent {
            raw.entry(name).or_default().push(value);
        }
        let mut take = |name: &str| raw.remove(name).and_then(|values| values.into_iter().next());
        let (name, seen) = (take(NAME).unwrap_or_default(), take(SEEN));
        let (intent, add, drop) = (take(INTENT), take(ADD), take(DROP));
        let moved = rows(&mut raw, add.as_deref(), drop.as_deref());
        let seen = seen.and_then(|seen| seen.parse().ok()).map(Version);
        let keeps = !moved && intent.as_deref() != Some("update");
        (Self { name, seen, raw, faults: Vec::new() }, keeps)
    }

    fn input(&self) -> ChangeOrganisation {
        ChangeOrganisation { name: self.name.clone(), attributes: self.raw.clone() }
    }

    fn status(&self) -> StatusCode {
        if self.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

pub(super) async fn fresh(person: TeamPerson) -> Result<Response, Problem> {
    Ok(person.page(OrganisationFormPage::of(&person, None, Some(Typed::default())).await?).await)
}

pub(super) async fn make(person: TeamPerson, Form(sent): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let (mut typed, keeps) = Typed::of(sent);
    if keeps {
        match person.desk().make_organisation(&typed.input()).await {
            Ok(id) => {
                let to = Done::OrganisationMade.at(&person.links().team_organisation(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Refused::Answers(faults)) => typed.faults = faults,
            Err(refused) => return Err(refused.into()),
        }
    }
    let status = typed.status();
    Ok(person.page_with(status, OrganisationFormPage::of(&person, None, Some(typed)).await?).await)
}

pub(super) async fn show(person: TeamPerson, At(at): At<Which>) -> Result<Response, Problem> {
    Ok(person.page(OrganisationFormPage::of(&person, Some(at.organisation), None).await?).await)
}

pub(super) async fn change(
    person: TeamPerson,
    At(at): At<Which>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (mut typed, keeps) = Typed::of(sent);
    if keeps {
        match person.desk().seeing(typed.seen).change_organisation(at.organisation, &typed.input()).await {
            Ok(()) => {
                let to = Done::OrganisationChanged.at(&person.links().team_organisation(at.organisation));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(Refused::Answers(faults)) => typed.faults = faults,
            // They keep what they typed, beside the version there is now.
            Err(Refused::Stale) => {
                let typed = Typed { seen: None, ..typed };
                let page = OrganisationFormPage::of(&person, Some(at.organisation), Some(typed)).await?;
                let page = OrganisationFormPage { stale: true, ..page };
                return Ok(person.page_with(StatusCode::CONFLICT, page).await);
            }
            Err(refused) => return Err(refused.into()),
        }
    }
    let status = typed.status();
    let page = OrganisationFormPage::of(&person, Some(at.organisation), Some(typed)).await?;
    Ok(person.page_with(status, page).await)
}

impl OrganisationFormPage {
    async fn of(person: &TeamPerson, id: Option<OrganisationId>, typed: Option<Typed>) -> Result<Self, Refused> {
        let (organisation, form) = person.desk().organisation_form(id).await?;
        let typed = typed.unwrap_or_else(|| Typed { name: organisation.name.clone(), ..Typed::default() });
        let (definition, tongue, links) = (person.portal().definition(), person.tongue(), person.links());
        let (of_name, of_fields): (Vec<FieldFault>, Vec<FieldFault>) =
            typed.faults.iter().cloned().partition(|fault| fault.field == "name");
        let look = FormView { typed: &typed.raw, faults: &of_fields, definition, tongue };
        let fields = look.fields(&form.page(&typed.raw), &form.step().fields);
        let fault = of_name.first().map(|fault| show::field_fault(fault, &tongue.say("organisation-name"), tongue));
        let back = id.map_or_else(|| links.team_organisations(), |id| links.team_organisation(id));
        let page = Self {
            title: id.map(|_| organisation.name.clone()),
            name: typed.name,
            name_fault: fault,
            fields,
            action: id.map_or_else(|| links.new_organisation(), |_| format!("{back}/change")),
            back,
            seen: id.map(|_| typed.seen.unwrap_or(organisation.version).0),
            stale: false,
            summary: Vec::new(),
        };
        Ok(page.summed_up())
    }

    fn summed_up(mut self) -> Self {
        let name = self.name_fault.clone().map(|text| Fault::at("organisation-name", text));
        self.summary = name.into_iter().chain(self.fields.iter().flat_map(FieldView::faults)).collect();
        self
    }
}

impl Page for OrganisationFormPage {
    const TEMPLATE: &'static str = "team/organisation_form.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            title: None,
            name: String::new(),
            name_fault: None,
            fields: show::sample::fields(tongue, false),
            action: "/team/organisations/new".to_owned(),
            back: "/team/organisations".to_owned(),
            seen: None,
            stale: false,
            summary: Vec::new(),
        };
        let label = tongue.say("organisation-name");
        let fault = Some(tongue.say_with("fault-required", &[("field", label.as_str().into())]));
        let wrong = Self { name_fault: fault, fields: Vec::new(), ..fresh.clone() }.summed_up();
        let changes = Self {
            title: Some("Alpha Logistics".to_owned()),
            name: "Alpha Logistics".to_owned(),
            seen: Some(3),
            action: "/team/organisations/1/change".to_owned(),
            back: "/team/organisations/1".to_owned(),
            ..fresh.clone()
        };
        vec![fresh, wrong, Self { stale: true, ..changes.clone() }, changes]
    }
}
