//! My requests and drafts, as one list.

use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    Refused,
    id::{OrganisationId, ProjectId},
    identity::{Organisation, Paced, Side},
    project::Project,
    store::{Filter, ProjectFilter, Summary},
};
use serde::{Deserialize, Serialize};

use crate::{
    draft::{DraftRow, Start},
    page::Page,
    paging,
    problem::Problem,
    show::{self, OptionView, RequestRow},
    tongue::Tongue,
    visit::Person,
};

/// The list of requests.
#[derive(Clone, Debug, Serialize)]
pub struct RequestsPage {
    /// Beginning a request, if one may.
    pub start: Option<Start>,
    /// The words looked for.
    pub words: String,
    /// `all`, `open` or `closed`.
    pub state: &'static str,
    /// The projects to narrow it to; empty where there are none.
    pub projects: Vec<OptionView>,
    /// The organisations to narrow it to, for whoever belongs to several; else empty.
    pub organisations: Vec<OptionView>,
    /// Whether the list is narrowed.
    pub narrowed: bool,
    /// Forms that were not sent yet.
    pub drafts: Vec<DraftRow>,
    /// Requests, where something happened last first.
    pub rows: Vec<RequestRow>,
    /// This list.
    pub action: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    words: String,
    state: String,
    project: String,
    organisation: String,
    after: String,
}

pub(crate) async fn show(person: Person, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if person.viewer().side() == Side::Team {
        return Ok(Redirect::to(&person.links().to("/team")).into_response());
    }
    let filter = asked.filter();
    let after = paging::read(&asked.after);
    if filter.text.is_some() {
        person.desk().pace(Paced::Search).await?;
    }
    let found = person.desk().requests(&filter, after.as_ref()).await?;
    let workflows = person.desk().workflows(&found.rows).await?;
    let whole = filter.text.is_none()
        && filter.project.is_none()
        && filter.organisation.is_none()
        && filter.open != Some(false)
        && after.is_none();
    let drafts = if whole { person.desk().drafts().await? } else { Vec::new() };
    let (links, tongue) = (person.links(), person.tongue());
    let projects = projects(&person, &asked).await?;
    let organisations = organisations(&person, &asked).await?;
    let several = !organisations.is_empty();
    let named = |summary: &Summary| {
        let id = summary.project?.to_string();
        projects.iter().find(|option| option.value == id).map(|option| option.label.clone())
    };
    let row = |summary| {
        let row = show::request_row(summary, &workflows, person.portal().definition(), Side::Client, links, tongue)?;
        Some(RequestRow { project: paging::joined(several.then_some(&row.organisation), named(summary)), ..row })
    };
    let page = RequestsPage {
        start: Start::of(&person),
        words: asked.words.clone(),
        state: state(&asked.state),
        narrowed: filter != Filter::default(),
        drafts: drafts.iter().map(|view| DraftRow::of(view, links, tongue)).collect(),
        rows: found.rows.iter().filter_map(row).collect(),
        projects,
        organisations,
        first: after.is_some().then(|| asked.address(&links.requests(), "")),
        next: found.next.as_ref().map(|cursor| asked.address(&links.requests(), &paging::write(cursor))),
        action: links.requests(),
    };
    Ok(person.page(page).await)
}

impl Asked {
    fn filter(&self) -> Filter {
        let words = self.words.trim();
        let state = state(&self.state);
        Filter {
            open: (state != "all").then_some(state == "open"),
            project: self.project.parse().ok().map(ProjectId),
            organisation: self.organisation.parse().ok().map(OrganisationId),
            text: (!words.is_empty()).then(|| words.to_owned()),
            ..Filter::default()
        }
    }

    /// The same list from a cursor on.
    fn address(&self, path: &str, after: &str) -> String {
        paging::address(
            path,
            &[
                ("words", &self.words),
                ("state", &self.state),
                ("project", &self.project),
                ("organisation", &self.organisation),
                ("after", after),
            ],
        )
    }
}

/// The projects that the list can be narrowed to, by name, with the one that it is.
async fn projects(person: &Person, asked: &Asked) -> Result<Vec<OptionView>, Refused> {
    let mut found = person.desk().projects(&ProjectFilter::default(), None, 100).await?.rows;
    found.sort_by_key(|project| (project.name.to_lowercase(), project.id));
    let option = |project: Project| {
        let value = project.id.to_string();
        OptionView { id: String::new(), checked: value == asked.project, value, label: project.name }
    };
    Ok(found.into_iter().map(option).collect())
}

/// The organisations that the list can be narrowed to, by name, for whoever belongs to several.
async fn organisations(person: &Person, asked: &Asked) -> Result<Vec<OptionView>, Refused> {
    let found = person.desk().organisations().await?;
    let option = |organisation: Organisation| {
        let value = organisation.id.to_string();
        OptionView { id: String::new(), checked: value == asked.organisation, value, label: organisation.name }
    };
    Ok(found.into_iter().map(option).filter(|_| person.viewer().organisations().count() > 1).collect())
}

fn state(asked: &str) -> &'static str {
    match asked {
        "open" => "open",
        "closed" => "closed",
        _ => "all",
    }
}

impl Page for RequestsPage {
    const TEMPLATE: &'static str = "requests.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            start: Some(Start::sample(tongue)),
            words: String::new(),
            state: "all",
            projects: vec![OptionView {
                id: String::new(),
                value: "1".to_owned(),
                label: "New website".to_owned(),
                checked: false,
            }],
            organisations: Vec::new(),
            narrowed: false,
            drafts: vec![DraftRow::sample(tongue)],
            rows: show::sample::rows(tongue),
            action: "/requests".to_owned(),
            first: None,
            next: Some("/requests?after=1.2".to_owned()),
        };
        let nothing = Self { projects: Vec::new(), drafts: Vec::new(), rows: Vec::new(), next: None, ..full.clone() };
        let no_match = Self { words: "pump".to_owned(), state: "open", narrowed: true, ..nothing.clone() };
        let may_not = Self { start: None, ..nothing.clone() };
        let later = Self { first: Some("/requests".to_owned()), next: None, drafts: Vec::new(), ..full.clone() };
        let option = |value: &str, label: &str| OptionView {
            id: String::new(),
            value: value.to_owned(),
            label: label.to_owned(),
            checked: false,
        };
        let mut several =
            Self { organisations: vec![option("1", "Alpha Logistics"), option("2", "Beta Conseil")], ..full.clone() };
        for row in &mut several.rows {
            row.project = Some(row.organisation.clone());
        }
        vec![full, nothing, no_match, may_not, later, several]
    }
}
