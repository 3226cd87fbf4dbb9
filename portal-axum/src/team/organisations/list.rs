//! The list of the team's clients.

use axum::{extract::Query, response::Response};
use portal_core::{
    Refused,
    identity::{Organisation, OrganisationState, Paced},
    store::{OrganisationActivity, OrganisationFilter},
};
use serde::{Deserialize, Serialize};

use crate::{
    page::{Page, SeenBy},
    paging,
    problem::Problem,
    show::sample,
    tongue::{Tongue, When},
    visit::TeamPerson,
};

/// How many stand on a page.
const ROWS: u16 = 25;

/// The list of clients.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationsPage {
    /// The words looked for.
    pub words: String,
    /// `active`, `disabled` or `all`.
    pub state: &'static str,
    /// The clients, by name.
    pub rows: Vec<OrganisationRow>,
    /// Where one is made, for whoever may.
    pub make: Option<String>,
    /// This list.
    pub action: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A client in the list.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationRow {
    /// Its name.
    pub name: String,
    /// How many requests are open, in words.
    pub open: String,
    /// When something last happened.
    pub last: Option<When>,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Its page.
    pub url: String,
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    words: String,
    state: String,
    after: String,
}

pub(super) async fn show(person: TeamPerson, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    Ok(person.page(OrganisationsPage::load(&person, &asked).await?).await)
}

impl OrganisationsPage {
    async fn load(person: &TeamPerson, asked: &Asked) -> Result<Self, Refused> {
        let (links, desk) = (person.links(), person.desk());
        let (words, (state, only)) = (asked.words.trim(), state(&asked.state));
        let filter = OrganisationFilter { state: only, text: (!words.is_empty()).then(|| words.to_owned()) };
        if filter.text.is_some() {
            desk.pace(Paced::Search).await?;
        }
        let after = asked.after.parse().ok();
        let mut found = desk.organisations_after(&filter, after, ROWS + 1).await?;
        let more = found.len() > usize::from(ROWS);
        found.truncate(ROWS.into());
        let last = found.last().filter(|_| more).map(|(organisation, _)| organisation.id.to_string());
        let path = links.team_organisations();
        let address =
            |after: &str| paging::address(&path, &[("words", words), ("state", &asked.state), ("after", after)]);
        Ok(Self {
            words: asked.words.clone(),
            state,
            rows: found.iter().map(|(it, activity)| OrganisationRow::of(person, it, activity.as_ref())).collect(),
            make: desk.edits_organisations().then(|| links.new_organisation()),
            first: after.is_some().then(|| address("")),
            next: last.map(|last| address(&last)),
            action: path.clone(),
        })
    }
}

fn state(asked: &str) -> (&'static str, Option<OrganisationState>) {
    match asked {
        "all" => ("all", None),
        "disabled" => ("disabled", Some(OrganisationState::Disabled)),
        _ => ("active", Some(OrganisationState::Active)),
    }
}

/// How many requests are open, in words.
pub(super) fn open(activity: Option<&OrganisationActivity>, tongue: &Tongue) -> String {
    let count = activity.map_or(0, |activity| activity.open);
    tongue.say_with("organisation-open-requests", &[("count", count.into())])
}

impl OrganisationRow {
    fn of(person: &TeamPerson, it: &Organisation, activity: Option<&OrganisationActivity>) -> Self {
        let tongue = person.tongue();
        Self {
            name: it.name.clone(),
            open: open(activity, tongue),
            last: activity.map(|activity| tongue.day(activity.last)),
            disabled: !it.state.is_active(),
            url: person.links().team_organisation(it.id),
        }
    }
}

impl Page for OrganisationsPage {
    const TEMPLATE: &'static str = "team/organisations.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = |name: &str, count: u32, disabled| OrganisationRow {
            name: name.to_owned(),
            open: tongue.say_with("organisation-open-requests", &[("count", count.into())]),
            last: (count > 0).then(|| sample::day(tongue)),
            disabled,
            url: "/team/organisations/1".to_owned(),
        };
        let full = Self {
            words: String::new(),
            state: "all",
            rows: vec![row("Alpha Logistics", 3, false), row("Beta Conseil", 1, true), row("Gamma", 0, false)],
            make: Some("/team/organisations/new".to_owned()),
            action: "/team/organisations".to_owned(),
            first: None,
            next: Some("/team/organisations?after=1".to_owned()),
        };
        let none = Self { rows: Vec::new(), next: None, ..full.clone() };
        let no_match = Self { words: "pump".to_owned(), make: None, ..none.clone() };
        vec![full, none, no_match]
    }
}
