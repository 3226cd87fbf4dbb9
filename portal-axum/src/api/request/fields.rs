//! The team's own fields.

use std::collections::BTreeMap;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::{
    Refused,
    form::{FieldType, RawAnswers, as_sent},
    id::RequestId,
    request::{RequestView, TeamForm, WriteFields},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{Which, body::RequestBody, of, shown};
use crate::{
    api::{
        answers::{self, Answer, SentAnswer},
        caller::{Caller, TeamCaller},
        code::Code,
        draft::FieldBody,
        made::made,
        problem::{Fault, Problem},
        sent::Sent,
        tag::Seen,
    },
    path::At,
};

/// The team's own fields as they are shown now, with what was written down.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamFields {
    fields: Vec<FieldBody>,
    /// The answers so far, by field; those that are computed too.
    answers: BTreeMap<String, Answer>,
}

/// What the team writes down.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewTeamFields)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// The answers, by field. One that is not named stays; `null` takes it away.
    #[schema(value_type = BTreeMap<String, SentAnswer>)]
    fields: Map<String, Value>,
}

/// Read the team's fields
///
/// Those that the caller may fill in, and the answers so far. For the team only.
#[utoipa::path(get, operation_id = "get_team_fields", path = "/requests/{request}/fields", tag = "team", params(Which),
    responses((status = 200, description = "The fields.", body = TeamFields)))]
pub(crate) async fn read(caller: TeamCaller, At(Which { request }): At<Which>) -> Result<Response, Problem> {
    let form = caller.desk().team_fields(request, None).await?;
    let view = caller.desk().request(request).await?;
    let (definition, tongue) = (caller.portal().definition(), caller.tongue());
    let fields = form.page(&RawAnswers::new(), |shown, _| {
        shown.iter().map(|shown| FieldBody::shown(shown, definition, tongue)).collect()
    });
    let body = TeamFields { fields, answers: answers::shown(&view.dossier.request.team_answers) };
    Ok(caller.shows(StatusCode::OK, of(request), view.dossier.request.version, &body).into_response())
}

/// Write the team's fields
///
/// At any time, and beside the moves that need them. Files are documents that are added with `field`.
#[utoipa::path(put, operation_id = "write_team_fields", path = "/requests/{request}/fields", tag = "team", params(Which),
    request_body = Written, responses((status = 200, description = "The request.", body = RequestBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn write(
    caller: TeamCaller,
    At(Which { request }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<Written>,
) -> Result<Response, Problem> {
    let form = caller.desk().team_fields(request, None).await?;
    let view = caller.desk().request(request).await?;
    let fields = typed(&caller, &form, &view, &body.fields);
    let fields = fields.map_err(|faults| Problem::with(Code::InvalidInput, faults))?;
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(request))?));
    let input = &WriteFields { request, fields };
    let written = desk.once(once.as_ref(), |desk| async move { desk.write_fields(input).await });
    match made::<RequestId>(written.await) {
        Ok(id) => shown(&caller, StatusCode::OK, id).await,
        Err(Refused::Answers(faults)) => Err(super::moves::faults(&caller, &view, &faults)),
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}

/// What was sent for the team's fields as a browser would have sent it: what was not named as it is.
pub(super) fn typed(
    caller: &Caller,
    form: &TeamForm,
    view: &RequestView,
    sent: &Map<String, Value>,
) -> Result<RawAnswers, Vec<Fault>> {
    let known: Vec<_> = form.fields().cloned().collect();
    let mut raw = answers::read(sent, &known, "/fields", caller.tongue())?;
    let before = as_sent(&view.dossier.request.team_answers, caller.portal().definition().time_zone);
    for field in &known {
        let ticked = matches!(field.field_type, FieldType::Choices(_) | FieldType::Confirm);
        match sent.get(field.id.as_str()) {
            Some(Value::Null) => drop(raw.insert(field.id.to_string(), vec![String::new()])),
            None if ticked => {
                raw.extend(before.get_key_value(field.id.as_str()).map(|(id, sent)| (id.clone(), sent.clone())));
            }
            _ => {}
        }
    }
    Ok(raw)
}
