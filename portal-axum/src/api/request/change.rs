//! Changing the answers of a request that was sent.

use axum::{http::StatusCode, response::Response};
use portal_core::{Refused, form::Field, id::RequestId};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Which, body::RequestBody, of, shown};
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

/// The answers of a request as they are to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedAnswers {
    /// The answers to all fields of the form but files, times and what is locked, by field; a field that is left out is not
    /// answered.
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    answers: Map<String, Value>,
}

/// Change the answers
///
/// Of a request that was sent, for its client, as long as its status lets them (`may_change`). What was answered before is
/// kept for the team; files, times and what is locked stay as they are. The pointers of `errors` are into what was sent.
#[utoipa::path(put, operation_id = "change_answers", path = "/requests/{request}/answers", tag = "requests", params(Which),
    request_body = ChangedAnswers, responses((status = 200, description = "The request.", body = RequestBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn change(
    caller: Caller,
    At(Which { request }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<ChangedAnswers>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(request))?));
    let (view, tongue) = (caller.desk().request(request).await?, caller.tongue());
    let fields: Vec<Field> = view.workflow.fields().cloned().collect();
    let raw = match answers::read(&body.answers, &fields, "/answers", tongue) {
        Ok(raw) => raw,
        Err(faults) => return Err(Problem::with(Code::InvalidInput, faults)),
    };
    let input = &raw;
    let changed =
        desk.once(once.as_ref(), |desk| async move { desk.change_answers(request, input).await.map(|()| request) });
    match made::<RequestId>(changed.await) {
        Ok(id) => shown(&caller, StatusCode::OK, id).await,
        Err(Refused::Answers(faults)) => {
            let faults = answers::faults(&faults, &view.workflow.asking(), "/answers", tongue);
            Err(Problem::with(Code::InvalidInput, faults))
        }
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}
