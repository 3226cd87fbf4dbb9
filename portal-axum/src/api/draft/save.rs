//! Saving the answers of a step.

use axum::{http::StatusCode, response::Response};
use portal_core::{Refused, id::DraftId};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::{form::DraftBody, of, shown};
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

/// Which step of which draft.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichStep {
    /// The draft.
    #[param(value_type = uuid::Uuid)]
    draft: DraftId,
    /// The step, as the draft names it.
    step: String,
}

/// The answers of a step.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepAnswers {
    /// All answers of the step, by field; a field that is left out is not answered. Files stay as they are attached.
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    answers: Map<String, Value>,
}

/// Save a step
///
/// Replaces the answers of one step. What can be kept is kept, right or wrong: `faults` of the draft says what will not do
/// yet. Nothing is saved when a value is of another type than its field, no date, no number or no option.
#[utoipa::path(put, operation_id = "save_step", path = "/drafts/{draft}/steps/{step}", tag = "drafts", params(WhichStep), request_body = StepAnswers,
    responses((status = 200, description = "The draft.", body = DraftBody)), extensions(("x-if-match" = json!(true))))]
pub(crate) async fn save(
    caller: Caller,
    At(at): At<WhichStep>,
    seen: Seen,
    Sent { body, once }: Sent<StepAnswers>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(at.draft))?));
    let (caller_ref, at_ref, body_ref) = (&caller, &at, &body);
    let saved = desk.once(once.as_ref(), |desk| async move {
        let view = desk.draft(at_ref.draft).await?;
        let step = view.step(&at_ref.step).ok_or(Refused::NotFound)?;
        let tongue = caller_ref.tongue();
        let raw = match answers::read(&body_ref.answers, &step.fields, "/answers", tongue) {
            Ok(raw) => raw,
            Err(faults) => return Ok(Err(Problem::with(Code::InvalidInput, faults))),
        };
        let mut unread = view.form().read_step(step, &raw, &view.draft.answers).faults;
        unread.retain(answers::unreadable);
        if !unread.is_empty() {
            let faults = answers::faults(&unread, &view.workflow.steps, "/answers", tongue);
            return Ok(Err(Problem::with(Code::InvalidInput, faults)));
        }
        desk.save_step(at_ref.draft, &at_ref.step, &raw).await?;
        Ok(Ok(at_ref.draft))
    });
    let id = match saved.await {
        Ok(saved) => saved?,
        Err(refused) => made(Err(refused)).map_err(|refused| Problem::from(refused).of_version())?,
    };
    shown(&caller, StatusCode::OK, id).await
}
