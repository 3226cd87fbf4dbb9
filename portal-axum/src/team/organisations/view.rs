//! One client: what is known of it, its people, its projects, its open requests.

use axum::response::Response;
use portal_core::{
    Refused,
    id::OrganisationId,
    identity::{OrganisationView, Side},
};
use serde::Serialize;

use super::{Which, list::open};
use crate::{
    page::{Page, SeenBy},
    path::At,
    people::{PeopleList, Place, reasons},
    problem::Problem,
    project::ProjectRow,
    show::{self, AnswerRow, OptionView, RequestRow, sample},
    tongue::{Tongue, When},
    visit::TeamPerson,
};

/// One client.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationPage {
    /// Its name.
    pub name: String,
    /// Whether it is disabled.
    pub disabled: bool,
    /// What else is known of it.
    pub facts: Vec<AnswerRow>,
    /// When it was made.
    pub created: When,
    /// When something last happened in one of its requests.
    pub last: Option<When>,
    /// How many requests are open, in words.
    pub open: String,
    /// Those that are open, the last active first.
    pub requests: Vec<RequestRow>,
    /// Its people and invitations.
    pub people: PeopleList,
    /// Its projects, newest first.
    pub projects: Vec<ProjectRow>,
    /// Changing it, for whoever may.
    pub manage: Option<Manage>,
    /// All clients.
    pub back: String,
}

/// Changing a client.
#[derive(Clone, Debug, Serialize)]
pub struct Manage {
    /// Where its name and attributes are changed.
    pub change: String,
    /// Where it is disabled, or enabled.
    pub turn: String,
    /// Why, to choose from.
    pub reasons: Vec<OptionView>,
    /// The version that the page was made from.
    pub seen: i64,
}

pub(super) async fn show(person: TeamPerson, At(at): At<Which>) -> Result<Response, Problem> {
    Ok(person.page(OrganisationPage::load(&person, at.organisation).await?).await)
}

impl OrganisationPage {
    async fn load(person: &TeamPerson, id: OrganisationId) -> Result<Self, Refused> {
        let view = person.desk().organisation_view(id).await?;
        let (links, tongue) = (person.links(), person.tongue());
        let definition = person.portal().definition();
        let row = |summary| show::request_row(summary, &view.workflows, definition, Side::Team, links, tongue);
        let organisation = &view.organisation;
        let attributes = definition.attributes.organisation.values().map(|attribute| &attribute.field);
        let known = attributes.filter(|field| organisation.attributes.contains_key(&field.id));
        let project = |project| ProjectRow::of(person, project, view.progress.get(&project.id), None);
        Ok(Self {
            name: organisation.name.clone(),
            disabled: !organisation.state.is_active(),
            facts: known.map(|field| show::answer_row(field, &organisation.attributes, tongue)).collect(),
            created: tongue.day(organisation.created),
            last: view.activity.map(|activity| tongue.moment(activity.last)),
            open: open(view.activity.as_ref(), tongue),
            requests: view.requests.iter().filter_map(row).collect(),
            people: PeopleList::of(person, &Place::of_client(person, id), &view.people),
            projects: view.projects.iter().map(project).collect(),
            manage: view.may_edit.then(|| Manage::of(person, &view)),
            back: links.team_organisations(),
        })
    }
}

impl Manage {
    fn of(person: &TeamPerson, view: &OrganisationView) -> Self {
        let organisation = &view.organisation;
        let page = person.links().team_organisation(organisation.id);
        let turn = if organisation.state.is_active() { "disable" } else { "enable" };
        Self {
            change: format!("{page}/change"),
            turn: format!("{page}/{turn}"),
            reasons: reasons(person.tongue()),
            seen: organisation.version.0,
        }
    }
}

impl Page for OrganisationPage {
    const TEMPLATE: &'static str = "team/organisation.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fact = |label: &str, text: &str| AnswerRow {
            label: label.to_owned(),
            text: Some(text.to_owned()),
            files: Vec::new(),
            table: None,
            change: None,
        };
        let count = |count: u32| tongue.say_with("organisation-open-requests", &[("count", count.into())]);
        let busy = Self {
            name: "Alpha Logistics".to_owned(),
            disabled: false,
            facts: vec![fact("Contract", "Gold"), fact("Account manager", "Nadia Petit")],
            created: sample::day(tongue),
            last: Some(sample::moment(tongue)),
            open: count(2),
            requests: sample::rows(tongue)[..2].to_vec(),
            people: PeopleList::sample(tongue),
            projects: ProjectRow::samples(tongue),
            manage: Some(Manage {
                change: "/team/organisations/1/change".to_owned(),
                turn: "/team/organisations/1/disable".to_owned(),
                reasons: reasons(tongue),
                seen: 1,
            }),
            back: "/team/organisations".to_owned(),
        };
        let nobody = PeopleList { rows: Vec::new(), invited: Vec::new(), ..busy.people.clone() };
        let new = Self {
            facts: Vec::new(),
            last: None,
            open: count(0),
            requests: Vec::new(),
            people: nobody,
            projects: Vec::new(),
            ..busy.clone()
        };
        let disabled = Self {
            disabled: true,
            people: PeopleList { invited: Vec::new(), invite: None, ..busy.people.clone() },
            ..busy.clone()
        };
        vec![busy.clone(), new, disabled, Self { manage: None, ..busy }]
    }
}
