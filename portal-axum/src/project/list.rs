//! The list of projects.

use std::collections::HashMap;

use portal_core::{
    Refused,
    identity::{Organisation, Paced, Side},
    project::{Progress, Project},
    store::ProjectFilter,
};
use serde::{Deserialize, Serialize};

use crate::{links::Links, page::Page, paging, tongue::Tongue, visit::Person};

/// The list of projects.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectsPage {
    /// The words looked for.
    pub words: String,
    /// `all`, `open` or `closed`.
    pub state: &'static str,
    /// Whether the list is narrowed.
    pub narrowed: bool,
    /// The projects, newest first.
    pub rows: Vec<ProjectRow>,
    /// Where one is made, for whoever may.
    pub make: Option<String>,
    /// This list.
    pub action: String,
    /// The first page, from a later one.
    pub first: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

/// A project in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectRow {
    /// What it is called.
    pub name: String,
    /// What its kind is called.
    pub kind: String,
    /// Whose it is, where that is not said by itself.
    pub organisation: Option<String>,
    /// How many of its requests are over, in words; none where it has none.
    pub progress: Option<String>,
    /// Whether it is closed.
    pub closed: bool,
    /// Its page.
    pub url: String,
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    words: String,
    state: String,
    after: String,
}

impl ProjectsPage {
    /// The list as somebody sees it.
    pub(crate) async fn load(person: &Person, asked: &Asked) -> Result<Self, Refused> {
        let (links, desk) = (person.links(), person.desk());
        let (words, state) = (asked.words.trim(), state(&asked.state));
        let filter = ProjectFilter {
            open: (state != "all").then_some(state == "open"),
            text: (!words.is_empty()).then(|| words.to_owned()),
            organisation: None,
        };
        if filter.text.is_some() {
            desk.pace(Paced::Search).await?;
        }
        let after = paging::read(&asked.after);
        let found = desk.projects(&filter, after.as_ref(), 25).await?;
        let is_team = person.viewer().side() == Side::Team;
        let organisations = if is_team { desk.organisations_of(&found.rows).await? } else { HashMap::new() };
        let path = if is_team { links.team_projects() } else { links.projects() };
        let address =
            |after: &str| paging::address(&path, &[("words", &asked.words), ("state", &asked.state), ("after", after)]);
        let progress = desk.project_progress(&found.rows).await?;
        let row = |project: &Project| {
            let company = organisations.get(&project.organisation);
            ProjectRow::of(person, project, progress.get(&project.id), company)
        };
        Ok(Self {
            words: asked.words.clone(),
            state,
            narrowed: filter != ProjectFilter::default(),
            rows: found.rows.iter().map(row).collect(),
            make: (is_team && desk.makes_projects()).then(|| links.new_project()),
            first: after.is_some().then(|| address("")),
            next: found.next.as_ref().map(|cursor| address(&paging::write(cursor))),
            action: path.clone(),
        })
    }
}

fn state(asked: &str) -> &'static str {
    match asked {
        "all" => "all",
        "closed" => "closed",
        _ => "open",
    }
}

impl ProjectRow {
    /// Shows a project to a side.
    pub(crate) fn of(
        person: &Person,
        project: &Project,
        progress: Option<&Progress>,
        organisation: Option<&Organisation>,
    ) -> Self {
        Self {
            name: project.name.clone(),
            kind: kind(person, project),
            organisation: organisation.map(|found| found.name.clone()),
            progress: progress.and_then(|progress| far(*progress, person.tongue())),
            closed: !project.is_open(),
            url: page_of(person.links(), project, person.viewer().side()),
        }
    }

    /// Two to show samples with.
    pub(crate) fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = |name: &str, closed| Self {
            name: name.to_owned(),
            kind: "Website".to_owned(),
            organisation: None,
            progress: far(Progress { all: 5, over: if closed { 5 } else { 2 } }, tongue),
            closed,
            url: "/projects/1".to_owned(),
        };
        vec![row("New website", false), row("Autumn campaign", true)]
    }
}

/// How many of its requests are over, in words; none where it has none.
pub(super) fn far(progress: Progress, tongue: &Tongue) -> Option<String> {
    let Progress { all, over } = progress;
    (all > 0).then(|| tongue.say_with("project-progress", &[("over", over.into()), ("all", all.into())]))
}

/// What the kind of a project is called.
pub(super) fn kind(person: &Person, project: &Project) -> String {
    let kind = person.portal().definition().projects.get(&project.kind);
    kind.map_or(project.kind.as_str(), |kind| person.tongue().text(&kind.label)).to_owned()
}

/// Its page for a side.
fn page_of(links: &Links, project: &Project, side: Side) -> String {
    match side {
        Side::Client => links.project(project.id),
        Side::Team => links.team_project(project.id),
    }
}

impl Page for ProjectsPage {
    const TEMPLATE: &'static str = "projects.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let full = Self {
            words: String::new(),
            state: "open",
            narrowed: false,
            rows: ProjectRow::samples(tongue),
            make: None,
            action: "/projects".to_owned(),
            first: None,
            next: Some("/projects?after=1.2".to_owned()),
        };
        let of = |row: ProjectRow| ProjectRow { organisation: Some("Alpha Logistics".to_owned()), ..row };
        let team = Self {
            rows: full.rows.iter().cloned().map(of).collect(),
            make: Some("/team/projects/new".to_owned()),
            next: None,
            ..full.clone()
        };
        let nothing = Self { rows: Vec::new(), next: None, ..full.clone() };
        let no_match = Self { words: "pump".to_owned(), narrowed: true, ..nothing.clone() };
        vec![full, team, Self { make: Some("/team/projects/new".to_owned()), ..nothing.clone() }, nothing, no_match]
    }
}
