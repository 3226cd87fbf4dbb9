//! Submitting a draft.

use axum::response::Response;
use portal_core::{Refused, identity::Paced, request::Submit};

use super::{Which, of};
use crate::{
    api::{
        answers,
        caller::Caller,
        code::Code,
        made::made,
        problem::Problem,
        request,
        sent::{Nothing, Sent},
        tag::Seen,
    },
    path::At,
};

/// Submit a draft
///
/// It becomes a request, once, however often it is tried; the draft is gone then. The pointers of `errors` are into the
/// draft.
#[utoipa::path(post, operation_id = "submit_draft", path = "/drafts/{draft}/submission", tag = "drafts", params(Which),
    request_body(content = Option<Nothing>),
    responses((status = 201, description = "The request.", body = request::RequestBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn submit(
    caller: Caller,
    At(Which { draft }): At<Which>,
    seen: Seen,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(draft))?));
    desk.pace(Paced::Submit).await?;
    let submitted = desk
        .once(once.as_ref(), |desk| async move { desk.submit(&Submit { draft }).await.map(|receipt| receipt.request) });
    match made(submitted.await) {
        Ok(id) => request::created(&caller, id).await,
        Err(Refused::Answers(faults)) => {
            let view = caller.desk().draft(draft).await?;
            let faults = answers::faults(&faults, &view.workflow.steps, "/answers", caller.tongue());
            Err(Problem::with(Code::InvalidInput, faults))
        }
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}
