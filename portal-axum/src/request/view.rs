//! One request: where it stands, what to do, what was said and what happened.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use portal_core::{
    id::RequestId,
    identity::Side,
    request::{Particulars, RequestView, Task},
};
use serde::Serialize;

use super::Which;
use crate::{
    dashboard::Todo,
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::{self, AnswerStep, DocumentRow, Line, MessageView, Status, Story, Turn},
    tongue::{Tongue, When},
    visit::Person,
};

/// One request.
#[derive(Clone, Debug, Serialize)]
pub struct RequestPage {
    /// What it is about.
    pub title: String,
    /// Its short public name.
    pub reference: String,
    /// What kind of request it is.
    pub kind: String,
    /// Where it stands.
    pub status: Status,
    /// By when the status should be left.
    pub due: Option<When>,
    /// Who works it for the team.
    pub owner: Option<String>,
    /// Whose it is, for somebody who belongs to several organisations, or not to this one.
    pub organisation: Option<String>,
    /// The project it belongs to, with its page.
    pub project: Option<ProjectLink>,
    /// Who opened it.
    pub opened_by: String,
    /// When it was sent.
    pub submitted: When,
    /// What the reader can do now.
    pub todo: Vec<Todo>,
    /// What only colleagues can do.
    pub colleagues: Vec<Todo>,
    /// Moves the reader can make.
    pub moves: Vec<MoveLink>,
    /// What was said.
    pub messages: Vec<MessageView>,
    /// Writing a message; none when one may not.
    pub reply: Option<Reply>,
    /// What will not do.
    pub summary: Vec<Fault>,
    /// What happened, newest first.
    pub timeline: Vec<Line>,
    /// The answers.
    pub answers: Vec<AnswerStep>,
    /// Where they are changed; none when they may not be.
    pub change: Option<String>,
    /// The documents.
    pub documents: Vec<DocumentRow>,
    /// Those who were invited to it alone; none for whoever does not see them.
    pub people: Option<String>,
    /// All requests.
    pub back: String,
}

/// A project by name.
#[derive(Clone, Debug, Serialize)]
pub struct ProjectLink {
    /// What it is called.
    pub name: String,
    /// Its page.
    pub url: String,
}

/// A move one can make.
#[derive(Clone, Debug, Serialize)]
pub struct MoveLink {
    /// What its button says.
    pub label: String,
    /// Its page.
    pub url: String,
}

/// The form for a message.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    /// Where it goes.
    pub action: String,
    /// What was typed.
    pub body: String,
    /// Makes two presses one message.
    pub key: String,
}

pub(crate) async fn show(person: Person, At(Which { request }): At<Which>) -> Result<Response, Problem> {
    if person.viewer().side() == Side::Team {
        return Ok(Redirect::to(&person.links().team_request(request)).into_response());
    }
    respond(&person, request, String::new(), None).await
}

/// Shows the request, with a message that was not sent and why.
pub(crate) async fn respond(
    person: &Person,
    id: RequestId,
    body: String,
    wrong: Option<String>,
) -> Result<Response, Problem> {
    let view = person.desk().request(id).await?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut page = RequestPage::of(person, &view);
    if let Some(reply) = &mut page.reply {
        reply.body = body;
    }
    page.summary = wrong.map(|text| Fault::at("body", text)).into_iter().collect();
    Ok(person.page_with(status, page).await)
}

impl RequestPage {
    fn of(person: &Person, view: &RequestView) -> Self {
        let (links, tongue) = (person.links(), person.tongue());
        let (request, workflow) = (&view.dossier.request, view.workflow.as_ref());
        let definition = person.portal().definition();
        let story = Story {
            workflow,
            definition,
            tasks: &view.dossier.tasks,
            documents: &view.dossier.documents,
            requester: show::requester(view),
            names: &view.names,
            side: Side::Client,
            tongue,
        };
        let (words, about) = (person.words(workflow), Particulars::of(view, person.viewer()));
        let name = |id| view.names.get(&id).cloned().unwrap_or_default();
        let turn =
            Turn { status: &request.status, waits_for: request.waits_for, ended: request.ended, since: request.since };
        let open = view.dossier.tasks.iter().filter(|task| task.is_open() && task.side == Side::Client);
        let (mine, colleagues): (Vec<&Task>, Vec<&Task>) = open.partition(|task| view.mine.contains(&task.id));
        let todo = |task: &Task| Todo::of(person, view, task);
        let mut timeline = show::timeline(story, &view.history.events);
        timeline.reverse();
        Self {
            title: request.title.clone(),
            reference: request.reference.to_string(),
            kind: words.request_type().to_owned(),
            status: show::status(words, turn, Side::Client, tongue).explained(words.explain(&request.status, &about)),
            due: request.due.filter(|_| request.ended.is_none()).map(|due| tongue.day(due)),
            owner: request.owner.map(name),
            organisation: whose(person, view),
            project: view
                .dossier
                .project
                .as_ref()
                .map(|project| ProjectLink { name: project.name.clone(), url: links.project(project.id) }),
            opened_by: name(request.opened_by),
            submitted: tongue.moment(request.submitted),
            todo: mine.into_iter().map(todo).collect(),
            colleagues: colleagues.into_iter().map(todo).collect(),
            moves: view.moves.iter().map(|offered| MoveLink::of(person, request.id, offered)).collect(),
            messages: show::messages(story, person.account().id, &view.history.messages),
            reply: view.may_write.then(|| Reply::of(links.messages(request.id))),
            summary: Vec::new(),
            timeline,
            answers: answers(view, tongue),
            change: view.may_change.then(|| links.change_answers(request.id)),
            documents: view
                .dossier
                .documents
                .iter()
                .map(|document| show::document_row(document, definition, links, tongue))
                .collect(),
            people: person.desk().sees_guests(request).then(|| links.people_of(request.id)),
            back: links.requests(),
        }
    }
}

/// Whose a request is, unless it is plain: that of the one organisation of whoever reads.
fn whose(person: &Person, view: &RequestView) -> Option<String> {
    let organisation = &view.dossier.organisation;
    let own: Vec<_> = person.viewer().organisations().collect();
    (own != [organisation.id]).then(|| organisation.name.clone())
}

/// The client's answers, and those of the team's that they see.
fn answers(view: &RequestView, tongue: &Tongue) -> Vec<AnswerStep> {
    let request = &view.dossier.request;
    let mut steps = show::answers(&view.workflow, &request.answers, tongue);
    let rows = show::team_answers(&view.workflow, &request.team_answers, tongue);
    if !rows.is_empty() {
        steps.push(AnswerStep { label: tongue.say("request-team-answers"), change: None, rows });
    }
    steps
}

impl Todo {
    fn of(person: &Person, view: &RequestView, task: &Task) -> Self {
        let portal = person.portal();
        let why = person.words(&view.workflow).reason(task, &Particulars::of(view, person.viewer()));
        Self {
            task: show::task_name(task, &view.workflow, portal.definition(), portal.now(), person.tongue())
                .because(why),
            url: person.links().task(task.id),
            request: view.dossier.request.title.clone(),
            reference: view.dossier.request.reference.to_string(),
        }
    }
}

impl MoveLink {
    fn of(person: &Person, request: RequestId, offered: &portal_core::request::OfferedMove) -> Self {
        let label = person.tongue().text(&offered.made.label).to_owned();
        Self { label, url: person.links().make_move(request, &offered.id) }
    }
}

impl Reply {
    /// An empty form.
    pub(crate) fn of(action: String) -> Self {
        Self { action, body: String::new(), key: uuid::Uuid::now_v7().simple().to_string() }
    }
}

impl Page for RequestPage {
    const TEMPLATE: &'static str = "request.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        use crate::show::sample;
        let todo = |task| Todo {
            task,
            url: "/tasks/1".to_owned(),
            request: "Cooling for the server room".to_owned(),
            reference: "QUO-7F3K-9M2C".to_owned(),
        };
        let row = sample::rows(tongue).remove(0);
        let waiting = Self {
            title: row.title,
            reference: row.reference,
            kind: row.kind,
            status: row.status,
            due: Some(sample::day(tongue)),
            owner: Some("Tom Weber".to_owned()),
            organisation: Some("Alpha Logistics".to_owned()),
            project: Some(ProjectLink { name: "New website".to_owned(), url: "/projects/1".to_owned() }),
            opened_by: "Claire Martin".to_owned(),
            submitted: sample::moment(tongue),
            todo: vec![todo(sample::provide(tongue))],
            colleagues: vec![todo(sample::approve(tongue))],
            moves: vec![MoveLink { label: "Withdraw".to_owned(), url: "/requests/1/moves/withdraw".to_owned() }],
            messages: sample::messages(tongue, false),
            reply: Some(Reply::of("/requests/1/messages".to_owned())),
            summary: Vec::new(),
            timeline: sample::lines(tongue),
            answers: sample::answers(),
            change: Some("/requests/1/answers".to_owned()),
            documents: sample::documents(tongue),
            people: Some("/requests/1/people".to_owned()),
            back: "/requests".to_owned(),
        };
        let over = Self {
            status: sample::rows(tongue).remove(2).status,
            due: None,
            owner: None,
            organisation: None,
            project: None,
            todo: Vec::new(),
            colleagues: Vec::new(),
            moves: Vec::new(),
            messages: Vec::new(),
            reply: None,
            change: None,
            people: None,
            documents: Vec::new(),
            ..waiting.clone()
        };
        let summary = vec![Fault::at("body", tongue.say("missing-message"))];
        vec![waiting.clone(), over, Self { summary, ..waiting }]
    }
}
