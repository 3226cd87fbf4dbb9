//! Closing a task: everything is handed in, or the answer is yes or no.

use axum::response::Response;
use portal_core::{
    Refused,
    form::{Field, FieldFault, Reason},
    id::Id,
    request::{Approval, CloseTask},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Which, body::TaskPage, of, shown};
use crate::{
    api::{
        answers::{self, SentAnswer},
        caller::Caller,
        code::Code,
        made::made,
        problem::Problem,
        sent::Sent,
        tag::Seen,
    },
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
    /// The answers to all fields of a task that asks for some, by field; a field that is left out is not answered. Needed
    /// to answer.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    answers: Map<String, Value>,
    /// The start of the time that is chosen, among the task's `times`; needed to book.
    #[serde(default)]
    time: Option<chrono::DateTime<chrono::Utc>>,
}

/// `done`: everything that was asked for is handed in, was read, or was done. `answer` answers or corrects fields, `reply` a
/// question, `book` chooses a time, `approve` and `refuse` decide.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    Done,
    Answer,
    Reply,
    Book,
    Approve,
    Refuse,
}

/// No time was chosen.
fn required() -> FieldFault {
    FieldFault { step: Id::from(""), field: Id::from("time"), reason: Reason::Required }
}

/// Close a task
///
/// What waited for it goes on by itself. Answers are those of the task's `fields`; the pointers of `errors` are into what was
/// sent.
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
    let (view, tongue) = (caller.desk().task(task).await?, caller.tongue());
    let fields: Vec<Field> = view.workflow.asked().cloned().collect();
    let approval = match body.outcome {
        Decision::Answer => match answers::read(&body.answers, &fields, "/answers", tongue) {
            Ok(raw) => Approval::Answers(raw),
            Err(faults) => return Err(Problem::with(Code::InvalidInput, faults)),
        },
        Decision::Done => Approval::Done,
        Decision::Reply => Approval::Reply(body.text),
        Decision::Book => match body.time {
            Some(time) => Approval::Book(time),
            None => return Err(Refused::Answers(vec![required()]).into()),
        },
        Decision::Approve => Approval::Approve,
        Decision::Refuse => Approval::Refuse(body.reason),
    };
    let input = &CloseTask { task, approval };
    let closed = desk.once(once.as_ref(), |desk| async move { desk.close_task(input).await.map(|_| task) });
    match made(closed.await) {
        Ok(id) => shown(&caller, id).await,
        Err(Refused::Answers(faults)) => {
            let faults = answers::faults(&faults, &view.workflow.asking(), "/answers", tongue);
            Err(Problem::with(Code::InvalidInput, faults))
        }
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}
