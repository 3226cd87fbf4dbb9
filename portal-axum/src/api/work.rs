//! Work of the portal that was given up, and taking it up again. For who manages all messages.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use portal_core::{
    Refused,
    id::JobId,
    store::{GivenUp, JobKind},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    caller::TeamCaller,
    dashboard::RequestName,
    problem::Problem,
    sent::{Nothing, Sent},
};
use crate::{Web, path::At};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(retry))
}

/// A piece of work that was given up.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Work)]
pub(crate) struct WorkBody {
    id: Uuid,
    #[schema(inline)]
    kind: Kind,
    /// What it is about; none when that cannot be told.
    request: Option<RequestName>,
    /// Why it could not be done.
    reason: String,
    attempts: u32,
    given_up: DateTime<Utc>,
}

/// What was to be done: telling people of an act, sending a message, or something this program does not know.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Notify,
    Deliver,
    Wake,
    Link,
    Alert,
    Other,
}

/// Work that was given up, newest first; at most 50.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkList {
    items: Vec<WorkBody>,
}

/// Which work.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The work.
    #[param(value_type = Uuid)]
    work: JobId,
}

/// List work that was given up
///
/// Nobody was told of an act, or a message cannot be read. At most 50, newest first. For who manages all messages.
#[utoipa::path(get, operation_id = "list_work", path = "/work", tag = "team",
    responses((status = 200, description = "The work.", body = WorkList)))]
async fn list(caller: TeamCaller) -> Result<Json<WorkList>, Problem> {
    let given_up = caller.desk().given_up().await?;
    Ok(Json(WorkList { items: given_up.iter().map(WorkBody::of).collect() }))
}

/// Take up work again
///
/// Work that was given up, from the start; when the cause is mended, it is done. For who manages all messages.
#[utoipa::path(post, operation_id = "retry_work", path = "/work/{work}/retry", tag = "team", params(Which),
    request_body(content = Option<Nothing>), responses((status = 204, description = "It is taken up again.")))]
async fn retry(
    caller: TeamCaller,
    At(Which { work }): At<Which>,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let retried = caller.desk().once(once.as_ref(), |desk| async move { desk.retry_job(work).await });
    match retried.await {
        Ok(()) | Err(Refused::Repeated(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(refused.into()),
    }
}

impl WorkBody {
    fn of(work: &GivenUp) -> Self {
        let request = work.request.as_ref();
        Self {
            id: work.id.0,
            kind: match work.kind {
                JobKind::Notify => Kind::Notify,
                JobKind::Deliver => Kind::Deliver,
                JobKind::Wake => Kind::Wake,
                JobKind::Link => Kind::Link,
                JobKind::Alert => Kind::Alert,
                JobKind::Other => Kind::Other,
            },
            request: request.map(|(id, title, reference)| RequestName::new(*id, reference, title)),
            reason: work.reason.clone(),
            attempts: work.attempts,
            given_up: work.at,
        }
    }
}
