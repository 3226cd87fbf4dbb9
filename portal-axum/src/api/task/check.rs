//! What the team decides about a task that was handed in, or is not needed any more.

use axum::response::Response;
use portal_core::request::Verdict;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Which, body::TaskPage, must_see, of, shown};
use crate::{
    api::{caller::Caller, made::made, problem::Problem, sent::Sent, tag::Seen},
    path::At,
};

/// What the team decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    #[schema(inline)]
    verdict: VerdictName,
    /// Why it is not needed; needed to waive.
    #[serde(default)]
    #[schema(max_length = 5_000)]
    reason: String,
    /// The parts that are given back; the others are accepted.
    #[serde(default)]
    #[schema(max_items = 100)]
    parts: Vec<Part>,
}

/// A part that is given back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReturnedPart)]
pub(crate) struct Part {
    /// Its place among the items, from 0.
    #[schema(maximum = 1_000)]
    item: usize,
    /// Why; the client reads it.
    #[schema(max_length = 5_000)]
    reason: String,
}

/// `accept` and `give_back` answer what a client handed in; `waive` does without the task.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictName {
    Accept,
    GiveBack,
    Waive,
}

/// Check or waive a task
///
/// For the team. What waited for the task goes on by itself.
#[utoipa::path(post, operation_id = "check_task", path = "/tasks/{task}/verdict", tag = "tasks", params(Which),
    request_body = Check, responses((status = 200, description = "The task.", body = TaskPage)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn check(
    caller: Caller,
    At(Which { task }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<Check>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(task))?));
    must_see(&caller, task).await?;
    let verdict = match body.verdict {
        VerdictName::Accept => Verdict::Accept,
        VerdictName::GiveBack => {
            Verdict::GiveBack(body.parts.into_iter().map(|part| (part.item, part.reason)).collect())
        }
        VerdictName::Waive => Verdict::Waive(body.reason),
    };
    let verdict = &verdict;
    let checked = desk.once(once.as_ref(), |desk| async move { desk.check_task(task, verdict).await.map(|_| task) });
    let id = made(checked.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, id).await
}
