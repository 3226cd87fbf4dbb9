//! What happened to a request.

use axum::Json;
use chrono::{DateTime, Utc};
use portal_core::request::RequestView;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Which, body::Person};
use crate::{
    api::{caller::Caller, problem::Problem},
    path::At,
    show::{self, Story},
};

/// What happened, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Timeline {
    items: Vec<Happened>,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct Happened {
    /// Its place in the history; what only the other side sees leaves a gap.
    seq: i64,
    /// What, for programs: `request.submitted`, `request.moved`, `task.opened`, …
    kind: &'static str,
    /// What, in words.
    text: String,
    /// More of it: a reason.
    detail: Option<String>,
    /// Who did it; none: the portal itself.
    by: Option<Person>,
    at: DateTime<Utc>,
}

/// Read the timeline
///
/// What happened, as far as the caller's side sees it.
#[utoipa::path(get, operation_id = "get_timeline", path = "/requests/{request}/timeline", tag = "requests", params(Which),
    responses((status = 200, description = "The timeline.", body = Timeline)))]
pub(crate) async fn show(caller: Caller, At(Which { request }): At<Which>) -> Result<Json<Timeline>, Problem> {
    let view = caller.desk().request(request).await?;
    Ok(Json(Timeline { items: happened(&caller, &view) }))
}

fn happened(caller: &Caller, view: &RequestView) -> Vec<Happened> {
    let story = Story {
        workflow: &view.workflow,
        definition: caller.portal().definition(),
        tasks: &view.dossier.tasks,
        documents: &view.dossier.documents,
        requester: show::requester(view),
        names: &view.names,
        side: caller.side(),
        tongue: caller.tongue(),
    };
    let each = view.history.events.iter().filter_map(|event| {
        let line = story.line(event)?;
        Some(Happened {
            seq: event.seq,
            kind: event.what.kind(),
            text: line.text,
            detail: line.detail,
            by: event.actor.map(|id| Person { id: id.0, name: line.by.unwrap_or_default() }),
            at: event.at,
        })
    });
    each.collect()
}
