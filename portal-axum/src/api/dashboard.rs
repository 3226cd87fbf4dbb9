//! A client's start: what to do, where things stand, what changed.

use axum::Json;
use chrono::{DateTime, Utc};
use portal_core::{
    dashboard::Dashboard,
    id::{Reference, RequestId},
    identity::Side,
    request::{Event, Particulars, Task},
    store,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{caller::Caller, code::Code, document::DocumentBody, draft::DraftHead, problem::Problem, request::Summary};
use crate::{
    Web,
    show::{self, Story},
};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(show))
}

/// A client's start.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dashboard)]
pub(crate) struct Board {
    /// Open tasks that the caller can do, what is due soonest first.
    mine: Vec<TaskLine>,
    /// Open tasks that only colleagues can do.
    colleagues: Vec<TaskLine>,
    /// Requests that are open, where something happened last first; at most 50.
    ongoing: Vec<Summary>,
    /// Forms that were not sent yet.
    drafts: Vec<DraftHead>,
    /// What others did since the last visit, newest first.
    news: Vec<News>,
    /// The latest documents; at most five.
    documents: Vec<DocumentBody>,
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TaskSummary)]
pub(crate) struct TaskLine {
    id: Uuid,
    request: RequestName,
    title: String,
    reason: Option<String>,
    /// What is asked for.
    items: Vec<String>,
    due: Option<DateTime<Utc>>,
}

/// A request by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestName {
    id: Uuid,
    reference: String,
    title: String,
}

/// Something others did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct News {
    request: RequestName,
    kind: &'static str,
    text: String,
    by: Option<String>,
    at: DateTime<Utc>,
}

/// Read the dashboard
///
/// What the caller can do, where things stand and what changed. For clients; the team's is the list of requests.
#[utoipa::path(get, operation_id = "get_dashboard", path = "/dashboard", tag = "me",
    responses((status = 200, description = "The dashboard.", body = Board)))]
async fn show(caller: Caller) -> Result<Json<Board>, Problem> {
    if caller.side() == Side::Team {
        return Err(Code::Forbidden.into());
    }
    let board = caller.desk().dashboard().await?;
    let task = |(task, of): &(Task, store::Summary)| TaskLine::of(&caller, &board, task, of);
    Ok(Json(Board {
        mine: board.mine.iter().filter_map(task).collect(),
        colleagues: board.colleagues.iter().filter_map(task).collect(),
        ongoing: board
            .ongoing
            .iter()
            .filter_map(|row| Summary::of(&caller, row, &board.workflows, &board.answered))
            .collect(),
        drafts: board.drafts.iter().map(|view| DraftHead::of(view, caller.tongue())).collect(),
        news: board.news.iter().filter_map(|(event, of)| News::of(&caller, &board, event, of)).collect(),
        documents: board.documents.iter().map(|(document, _)| DocumentBody::of(&caller, document)).collect(),
    }))
}

impl RequestName {
    pub(crate) fn of(summary: &store::Summary) -> Self {
        Self::new(summary.id, &summary.reference, &summary.title)
    }

    pub(crate) fn new(id: RequestId, reference: &Reference, title: &str) -> Self {
        Self { id: id.0, reference: reference.to_string(), title: title.to_owned() }
    }
}

impl TaskLine {
    fn of(caller: &Caller, board: &Dashboard, task: &Task, summary: &store::Summary) -> Option<Self> {
        let workflow = board.workflows.get(&(summary.definition.clone(), summary.request_type.clone()))?;
        let portal = caller.portal();
        let about = Particulars::listed(summary, board.answered.get(&summary.id), caller.viewer());
        let why = caller.words(workflow).reason(task, &about);
        let name = show::task_name(task, workflow, portal.definition(), portal.now(), caller.tongue()).because(why);
        Some(Self {
            id: task.id.0,
            request: RequestName::of(summary),
            title: name.title,
            reason: name.reason,
            items: name.items,
            due: task.due,
        })
    }
}

impl News {
    fn of(caller: &Caller, board: &Dashboard, event: &Event, summary: &store::Summary) -> Option<Self> {
        let tasks: Vec<Task> = board.mine.iter().chain(&board.colleagues).map(|(task, _)| task.clone()).collect();
        let documents: Vec<_> = board.documents.iter().map(|(document, _)| document.clone()).collect();
        let story = Story {
            workflow: board.workflows.get(&(summary.definition.clone(), summary.request_type.clone()))?,
            definition: caller.portal().definition(),
            tasks: &tasks,
            documents: &documents,
            requester: (summary.opened_by, &summary.opened_by_name),
            names: &board.names,
            side: Side::Client,
            tongue: caller.tongue(),
        };
        let line = story.line(event)?;
        let (kind, at) = (event.what.kind(), event.at);
        Some(Self { request: RequestName::of(summary), kind, text: line.text, by: line.by, at })
    }
}
