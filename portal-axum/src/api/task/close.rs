//! Closing a task: everything is handed in, or the answer is yes or no.

use axum::response::Response;
use portal_core::request::{Approval, CloseTask};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Which, body::TaskPage, must_see, of, shown};
use crate::{
    api::{caller::Caller, made::made, problem::Problem, sent::Sent, tag::Seen},
    path::At,
};

/// What somebody decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Outcome)]
pub(crate) struct Closing {
    #[schema(inline)]
    outcome: Decision,
    /// Why not; needed to refuse, and the team reads it.
    #[serde(default)]
    #[schema(max_length = 5_000)]
    reason: String,
    /// The answer to a task that asks a question; needed to reply.
    #[serde(default)]
    #[schema(max_length = 5_000)]
    text: String,
}

/// `done`: everything that was asked for is handed in, was read, or was done. `reply` answers a question, `approve` and
/// `refuse` an approval.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    Done,
    Reply,
    Approve,
    Refuse,
}

/// Close a task
///
/// What waited for it goes on by itself.
#[utoipa::path(post, operation_id = "close_task", path = "/tasks/{task}/outcome", tag = "tasks", params(Which),
    request_body = Closing, responses((status = 200, description = "The task.", body = TaskPage)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn close(
    caller: Caller,
    At(Which { task }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<Closing>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(task))?));
    must_see(&caller, task).await?;
    let approval = match body.outcome {
        Decision::Done => Approval::Done,
        Decision::Reply => Approval::Reply(body.text),
        Decision::Approve => Approval::Approve,
        Decision::Refuse => Approval::Refuse(body.reason),
    };
    let input = &CloseTask { task, approval };
    let closed = desk.once(once.as_ref(), |desk| async move { desk.close_task(input).await.map(|_| task) });
    let id = made(closed.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, id).await
}
