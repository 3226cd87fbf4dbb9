//! The client's start page: what to do, where things stand, what changed since the last visit.

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{
    dashboard::Dashboard,
    identity::Side,
    project::Project,
    request::{Particulars, Task},
    store::Summary,
};
use serde::Serialize;

use crate::{
    Web,
    draft::{DraftRow, Start},
    page::Page,
    paging,
    problem::Problem,
    project::ProjectRow,
    show::{self, DocumentRow, Line, RequestRow, Story, TaskName},
    tongue::Tongue,
    visit::Person,
};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/", get(show))
}

/// The client's start page.
#[derive(Clone, Debug, Serialize)]
pub struct DashboardPage {
    /// Whom to greet.
    pub name: String,
    /// Beginning a request, if one may.
    pub start: Option<Start>,
    /// What the reader can do now.
    pub todo: Vec<Todo>,
    /// What only colleagues can do.
    pub colleagues: Vec<Todo>,
    /// Forms that were not sent yet.
    pub drafts: Vec<DraftRow>,
    /// Requests that are not over.
    pub ongoing: Vec<RequestRow>,
    /// What others did since the last visit.
    pub news: Vec<News>,
    /// The latest documents.
    pub documents: Vec<Paper>,
    /// The newest open projects; empty where there are none.
    pub projects: Vec<ProjectRow>,
    /// All projects.
    pub projects_url: String,
    /// All requests.
    pub requests_url: String,
    /// All documents.
    pub documents_url: String,
}

/// A task with one clear button.
#[derive(Clone, Debug, Serialize)]
pub struct Todo {
    /// What to do.
    pub task: TaskName,
    /// Its page.
    pub url: String,
    /// What the request is about.
    pub request: String,
    /// The request's short name.
    pub reference: String,
}

/// Something that changed.
#[derive(Clone, Debug, Serialize)]
pub struct News {
    /// What happened.
    pub line: Line,
    /// To which request.
    pub request: String,
    /// Its page.
    pub url: String,
}

/// A document with its request.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    /// The document.
    pub document: DocumentRow,
    /// What the request is about.
    pub request: String,
    /// Its page.
    pub request_url: String,
}

async fn show(person: Person) -> Result<Response, Problem> {
    if person.viewer().side() == Side::Team {
        return Ok(Redirect::to(&person.links().to("/team")).into_response());
    }
    let board = person.desk().dashboard().await?;
    Ok(person.page(DashboardPage::of(&person, &board)).await)
}

impl DashboardPage {
    fn of(person: &Person, board: &Dashboard) -> Self {
        let (links, tongue) = (person.links(), person.tongue());
        let todo = |(task, summary): &(Task, Summary)| Todo::listed(person, board, task, summary);
        let named = |summary: &Summary| {
            let project = board.projects.iter().find(|project| Some(project.id) == summary.project);
            project.map(|project| project.name.clone())
        };
        let far = |project: &Project| ProjectRow::of(person, project, board.progress.get(&project.id), None);
        let definition = person.portal().definition();
        let several = person.viewer().organisations().count() > 1;
        let row = |summary| {
            let row = show::request_row(summary, &board.workflows, definition, Side::Client, links, tongue)?;
            Some(RequestRow { project: paging::joined(several.then_some(&row.organisation), named(summary)), ..row })
        };
        Self {
            name: person.account().first_name().to_owned(),
            start: Start::of(person),
            todo: board.mine.iter().filter_map(todo).collect(),
            colleagues: board.colleagues.iter().filter_map(todo).collect(),
            drafts: board.drafts.iter().map(|view| DraftRow::of(view, links, tongue)).collect(),
            ongoing: board.ongoing.iter().filter_map(row).collect(),
            news: board.news.iter().filter_map(|(event, summary)| News::of(person, board, event, summary)).collect(),
            documents: board.documents.iter().map(|(document, of)| Paper::of(person, document, of)).collect(),
            projects: board.projects.iter().map(far).collect(),
            projects_url: links.projects(),
            requests_url: links.requests(),
            documents_url: links.documents(),
        }
    }
}

impl Todo {
    fn listed(person: &Person, board: &Dashboard, task: &Task, summary: &Summary) -> Option<Self> {
        let workflow = board.workflows.get(&(summary.definition.clone(), summary.request_type.clone()))?;
        let portal = person.portal();
        let about = Particulars::listed(summary, board.answered.get(&summary.id), person.viewer());
        let why = person.words(workflow).reason(task, &about);
        Some(Self {
            task: show::task_name(task, workflow, portal.definition(), portal.now(), person.tongue()).because(why),
            url: person.links().task(task.id),
            request: summary.title.clone(),
            reference: summary.reference.to_string(),
        })
    }
}

impl News {
    fn of(person: &Person, board: &Dashboard, event: &portal_core::request::Event, summary: &Summary) -> Option<Self> {
        let tasks: Vec<Task> = board.mine.iter().chain(&board.colleagues).map(|(task, _)| task.clone()).collect();
        let documents: Vec<_> = board.documents.iter().map(|(document, _)| document.clone()).collect();
        let story = Story {
            workflow: board.workflows.get(&(summary.definition.clone(), summary.request_type.clone()))?,
            definition: person.portal().definition(),
            tasks: &tasks,
            documents: &documents,
            requester: (summary.opened_by, &summary.opened_by_name),
            names: &board.names,
            side: Side::Client,
            tongue: person.tongue(),
        };
        let (request, url) = (summary.title.clone(), person.links().request(summary.id));
        Some(Self { line: story.line(event)?, request, url })
    }
}

impl Paper {
    /// A document with its request.
    pub(crate) fn of(person: &Person, document: &portal_core::document::Document, summary: &Summary) -> Self {
        let definition = person.portal().definition();
        Self {
            document: show::document_row(document, definition, person.links(), person.tongue()),
            request: summary.title.clone(),
            request_url: person.request_url(summary.id),
        }
    }
}

impl Page for DashboardPage {
    const TEMPLATE: &'static str = "dashboard.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        use crate::show::sample;
        let todo = |task| Todo {
            task,
            url: "/tasks/1".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
        };
        let news =
            |line| News { line, request: "Cooling for the server room".to_owned(), url: "/requests/1".to_owned() };
        let busy = Self {
            name: "Claire".to_owned(),
            start: Some(Start::sample(tongue)),
            todo: vec![todo(sample::provide(tongue)), todo(sample::approve(tongue))],
            colleagues: vec![todo(sample::approve(tongue))],
            drafts: vec![DraftRow::sample(tongue)],
            ongoing: sample::rows(tongue),
            news: sample::lines(tongue).into_iter().map(news).collect(),
            documents: Paper::samples(tongue),
            projects: ProjectRow::samples(tongue),
            projects_url: "/projects".to_owned(),
            requests_url: "/requests".to_owned(),
            documents_url: "/documents".to_owned(),
        };
        let calm =
            Self { todo: Vec::new(), colleagues: Vec::new(), drafts: Vec::new(), news: Vec::new(), ..busy.clone() };
        let new = Self { ongoing: Vec::new(), documents: Vec::new(), projects: Vec::new(), ..calm.clone() };
        vec![busy, calm, Self { start: None, ..new.clone() }, new]
    }
}

impl Paper {
    /// Documents to show samples with.
    pub(crate) fn samples(tongue: &Tongue) -> Vec<Self> {
        let paper = |document| Self {
            document,
            request: "Cooling for the server room".to_owned(),
            request_url: "/requests/1".to_owned(),
        };
        crate::show::sample::documents(tongue).into_iter().map(paper).collect()
    }
}
