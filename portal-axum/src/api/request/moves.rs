//! Making a move: taking a request, asking the client for something, proposing, refusing, withdrawing.

use axum::{http::StatusCode, response::Response};
use chrono::NaiveDate;
use portal_core::{
    Refused,
    form::{FieldFault, RawAnswers},
    id::{Id, RequestId},
    identity::Side,
    request::{AskedFor, MoveRequest, RequestView},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use super::{body::RequestBody, of, shown};
use crate::{
    api::{
        answers::{self, SentAnswer},
        caller::Caller,
        code::Code,
        made::made,
        problem::{Fault, Problem},
        schema::below,
        sent::Sent,
        tag::Seen,
    },
    path::At,
    show,
};

/// Which move of which request.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichMove {
    /// The request.
    #[param(value_type = uuid::Uuid)]
    request: RequestId,
    /// The move, as the request's `moves` name it.
    #[serde(rename = "move")]
    by: String,
}

/// What a move is made with. The `needs` of the move say what must be given.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewMove)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Made {
    /// A message to the client.
    #[schema(max_length = 5_000)]
    comment: String,
    /// A note for the team.
    #[schema(max_length = 5_000)]
    note: String,
    /// Why; the client reads it.
    #[schema(max_length = 5_000)]
    reason: String,
    /// What the client is asked for.
    asked: Vec<Asked>,
    /// By when the client is asked for it.
    asked_by: Option<NaiveDate>,
    /// The team's own answers, by field.
    #[schema(value_type = std::collections::BTreeMap<String, SentAnswer>)]
    fields: Map<String, Value>,
}

/// One thing the client is asked for.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[schema(as = AskedFor)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// The kind of document.
    #[schema(max_length = 100)]
    kind: String,
    /// What exactly; the kind's label may say enough.
    #[serde(default)]
    #[schema(max_length = 120)]
    name: String,
}

/// Make a move
#[utoipa::path(post, operation_id = "make_move", path = "/requests/{request}/moves/{move}", tag = "requests",
    params(WhichMove), request_body = Made, responses((status = 200, description = "The request.", body = RequestBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn make(
    caller: Caller,
    At(at): At<WhichMove>,
    seen: Seen,
    Sent { body, once }: Sent<Made>,
) -> Result<Response, Problem> {
    let version = seen.version(&caller, of(at.request))?;
    let fields = read_fields(&caller, at.request, &at.by, &body).await?;
    let input = &MoveRequest {
        seen: version.0,
        by: at.by,
        comment: body.comment,
        note: body.note,
        reason: body.reason,
        asked: body.asked.into_iter().map(|asked| AskedFor { kind: Id::from(asked.kind), name: asked.name }).collect(),
        asked_by: body.asked_by,
        fields,
    };
    let id = at.request;
    let moved =
        caller.desk().once(once.as_ref(), |desk| async move { desk.move_request(id, input).await.map(|()| id) });
    match made(moved.await) {
        Ok(id) => shown(&caller, StatusCode::OK, id).await,
        Err(Refused::Answers(faults)) => Err(will_not_do(&caller, id, &faults).await?),
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}

/// The team's own answers; and nothing asked for that clients do not hand in.
async fn read_fields(caller: &Caller, request: RequestId, by: &str, body: &Made) -> Result<RawAnswers, Problem> {
    let kinds = &caller.portal().definition().kinds;
    let handed_in = |kind: &str| kinds.get(kind).is_some_and(|kind| kind.added_by.contains(&Side::Client));
    let wrong = body.asked.iter().enumerate().filter(|(_, asked)| !handed_in(&asked.kind));
    let mut faults: Vec<Fault> =
        wrong.map(|(place, _)| caller.fault(&format!("/asked/{place}/kind"), "option")).collect();
    let mut raw = RawAnswers::new();
    // Clients know nothing of the team's fields.
    if caller.side() != Side::Team {
        let each = body.fields.keys().map(|name| caller.fault(&below("/fields", name), "unknown_field"));
        faults.extend(each);
    } else if !body.fields.is_empty() {
        let view = caller.desk().request(request).await?;
        let form = caller.desk().team_fields(request, Some(&Id::from(by))).await?;
        match super::fields::typed(caller, &form, &view, &body.fields) {
            Ok(read) => raw = read,
            Err(more) => faults.extend(more),
        }
    }
    if faults.is_empty() { Ok(raw) } else { Err(Problem::with(Code::InvalidInput, faults)) }
}

async fn will_not_do(caller: &Caller, request: RequestId, found: &[FieldFault]) -> Result<Problem, Problem> {
    let view = caller.desk().request(request).await?;
    Ok(faults(caller, &view, found))
}

/// What will not do of the team's fields, and of the deadline.
pub(super) fn faults(caller: &Caller, view: &RequestView, found: &[FieldFault]) -> Problem {
    let each = found.iter().map(|fault| {
        let label = show::place_label(&view.workflow.team_fields, fault.field.as_str(), caller.tongue());
        let place = if fault.field == "asked_by" { "" } else { "/fields" };
        answers::fault(fault, &label, place, caller.tongue())
    });
    Problem::with(Code::InvalidInput, each.collect())
}
