//! One project: what is known of it, and how far it is.

use portal_core::{
    Refused,
    id::ProjectId,
    identity::Side,
    project::{Progress, Project, ProjectView},
    request::{Particulars, Task},
    store::Summary,
};
use serde::Serialize;

use super::list::{far, kind};
use crate::{
    dashboard::{Paper, Todo},
    page::Page,
    paging,
    show::{self, AnswerRow, RequestRow},
    tongue::{Tongue, When},
    visit::Person,
};

/// One project.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectPage {
    /// What it is called.
    pub name: String,
    /// What its kind is called.
    pub kind: String,
    /// Whose it is, for the team.
    pub organisation: Option<String>,
    /// When it was made.
    pub created: When,
    /// Whether it is closed.
    pub closed: bool,
    /// What else is known of it.
    pub facts: Vec<AnswerRow>,
    /// How many of its requests are over, in words.
    pub progress: Option<String>,
    /// Where the reader begins a request in it, if they may.
    pub start: Option<String>,
    /// What the reader can do now.
    pub todo: Vec<Todo>,
    /// What is expected of the client besides.
    pub others: Vec<Todo>,
    /// Its requests that are not over.
    pub ongoing: Vec<RequestRow>,
    /// Its requests that are over.
    pub over: Vec<RequestRow>,
    /// The list of its requests, where more are than the page shows.
    pub requests: Option<String>,
    /// The documents of its requests.
    pub documents: Vec<Paper>,
    /// Changing it, for whoever may.
    pub manage: Option<Manage>,
    /// All projects.
    pub back: String,
}

/// Changing a project.
#[derive(Clone, Debug, Serialize)]
pub struct Manage {
    /// Where its name and its data are changed.
    pub change: String,
    /// Where it is closed, or opened again.
    pub turn: String,
    /// What the page was made from.
    pub seen: i64,
}

impl ProjectPage {
    /// The page as somebody sees it.
    pub(crate) async fn load(person: &Person, id: ProjectId) -> Result<Self, Refused> {
        let view = person.desk().project(id).await?;
        let begins = person.viewer().side() == Side::Client && !person.desk().offers_in(&view.project).is_empty();
        let start = begins.then(|| person.links().new_request_in(id));
        Ok(Self { start, ..Self::of(person, &view) })
    }

    fn of(person: &Person, view: &ProjectView) -> Self {
        let (links, tongue, side) = (person.links(), person.tongue(), person.viewer().side());
        let project = &view.project;
        let definition = person.portal().definition();
        let row = |summary| show::request_row(summary, &view.workflows, definition, side, links, tongue);
        let is_team = side == Side::Team;
        let more = view.ongoing_count as usize > view.ongoing.len() || view.over_count as usize > view.over.len();
        let id = project.id.to_string();
        Self {
            name: project.name.clone(),
            kind: kind(person, project),
            organisation: is_team.then(|| view.organisation.name.clone()),
            created: tongue.day(project.created),
            closed: !project.is_open(),
            facts: facts(person, view),
            progress: far(Progress { all: view.ongoing_count + view.over_count, over: view.over_count }, tongue),
            start: None,
            todo: view.mine.iter().filter_map(|(task, of)| todo(person, view, task, of)).collect(),
            others: view.others.iter().filter_map(|(task, of)| todo(person, view, task, of)).collect(),
            ongoing: view.ongoing.iter().filter_map(row).collect(),
            over: view.over.iter().filter_map(row).collect(),
            requests: (more && !is_team).then(|| paging::address(&links.requests(), &[("project", &id)])),
            documents: view.documents.iter().map(|(document, of)| Paper::of(person, document, of)).collect(),
            manage: (view.may_manage && is_team).then(|| Manage::of(person, project)),
            back: if is_team { links.team_projects() } else { links.projects() },
        }
    }
}

impl Manage {
    fn of(person: &Person, project: &Project) -> Self {
        let page = person.links().team_project(project.id);
        let turn = if project.is_open() { "close" } else { "reopen" };
        Self { change: format!("{page}/change"), turn: format!("{page}/{turn}"), seen: project.version.0 }
    }
}

/// What is known of it, as far as it is.
fn facts(person: &Person, view: &ProjectView) -> Vec<AnswerRow> {
    let fields = view.kind.iter().flat_map(|kind| &kind.fields);
    let known = fields.filter(|field| view.project.fields.contains_key(&field.id));
    known.map(|field| show::answer_row(field, &view.project.fields, person.tongue())).collect()
}

fn todo(person: &Person, view: &ProjectView, task: &Task, summary: &Summary) -> Option<Todo> {
    let workflow = view.workflows.get(&(summary.definition.clone(), summary.request_type.clone()))?;
    let portal = person.portal();
    let about = Particulars::listed(summary, view.answered.get(&summary.id), person.viewer());
    let why = person.words(workflow).reason(task, &about);
    Some(Todo {
        task: show::task_name(task, workflow, portal.definition(), portal.now(), person.tongue()).because(why),
        url: match person.viewer().side() {
            Side::Client => person.links().task(task.id),
            Side::Team => person.links().team_request(summary.id),
        },
        request: summary.title.clone(),
        reference: summary.reference.to_string(),
    })
}

impl Page for ProjectPage {
    const TEMPLATE: &'static str = "project.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        use crate::show::sample;
        let todo = |task| Todo {
            task,
            url: "/tasks/1".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
        };
        let rows = sample::rows(tongue);
        let fact = |label: &str, text: &str| AnswerRow {
            label: label.to_owned(),
            text: Some(text.to_owned()),
            files: Vec::new(),
            table: None,
            change: None,
        };
        let busy = Self {
            name: "New website".to_owned(),
            kind: "Website".to_owned(),
            organisation: None,
            created: sample::day(tongue),
            closed: false,
            facts: vec![fact("Who approves", "Aline Roche"), fact("Launch", "1 March 2027")],
            progress: far(Progress { all: 5, over: 3 }, tongue),
            start: Some("/requests/new?project=1".to_owned()),
            todo: vec![todo(sample::provide(tongue))],
            others: vec![todo(sample::approve(tongue))],
            ongoing: rows[..2].to_vec(),
            over: rows[2..].to_vec(),
            requests: Some("/requests?project=1".to_owned()),
            documents: Paper::samples(tongue),
            manage: None,
            back: "/projects".to_owned(),
        };
        let manage = |turn: &str| Manage {
            change: "/team/projects/1/change".to_owned(),
            turn: format!("/team/projects/1/{turn}"),
            seen: 3,
        };
        let team = Self {
            organisation: Some("Alpha Logistics".to_owned()),
            manage: Some(manage("close")),
            requests: None,
            start: None,
            todo: Vec::new(),
            back: "/team/projects".to_owned(),
            ..busy.clone()
        };
        let closed = Self {
            closed: true,
            manage: Some(manage("reopen")),
            others: Vec::new(),
            ongoing: Vec::new(),
            ..team.clone()
        };
        let new = Self {
            facts: Vec::new(),
            progress: None,
            todo: Vec::new(),
            others: Vec::new(),
            ongoing: Vec::new(),
            over: Vec::new(),
            requests: None,
            documents: Vec::new(),
            ..busy.clone()
        };
        vec![busy, team, closed, new]
    }
}
