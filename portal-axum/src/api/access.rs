//! Why somebody may or may not. For whoever may explain access.

use axum::Json;
use chrono::{DateTime, Utc};
use portal_core::{
    Refused,
    identity::{Explanation, Ground},
    request::{AccessExplained, AccessObject},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{caller::TeamCaller, code::Code, problem::Problem, query::Asked};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(explain))
}

/// Who, and what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhoAndWhat {
    /// The person: their mail address, or the id of their account.
    person: String,
    /// The thing: the reference of a request, or the id of a request, a document or a task.
    object: String,
}

/// What somebody may do about a thing, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessExplained)]
pub(crate) struct ExplainedBody {
    /// The account.
    person: Uuid,
    /// Its name.
    name: String,
    object: ObjectName,
    /// The request that it is, or belongs to.
    request: Uuid,
    /// Its short public name.
    reference: String,
    /// Whether they see it.
    sees: bool,
    /// Whether they can do the task now; of tasks alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    can_do: Option<bool>,
    /// What they may do, each with its grounds.
    permissions: Vec<PermissionBody>,
    /// The fields of the request whose answers they do not see, if they see the request.
    hidden_fields: Vec<String>,
}

/// What access is explained to.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AccessObject)]
pub(crate) enum ObjectName {
    Request,
    Document,
    Task,
}

/// Whether a permission reaches the thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessPermission)]
pub(crate) struct PermissionBody {
    permission: &'static str,
    admitted: bool,
    /// What each membership says, the oldest first: they may when one admits.
    grounds: Vec<GroundBody>,
}

/// What one membership says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessGround)]
pub(crate) struct GroundBody {
    membership: Uuid,
    /// The organisation it is in; none: the team.
    organisation: Option<Uuid>,
    /// The request of it that the membership is at alone; none: it is not narrowed to one.
    request: Option<Uuid>,
    role: String,
    /// How far the role reaches; none: it does not give the permission.
    reach: Option<String>,
    /// The projects that the membership is narrowed to; none: it is not.
    projects: Option<Vec<Uuid>>,
    /// The queues that the membership is narrowed to; none: it is not.
    queues: Option<Vec<String>>,
    since: DateTime<Utc>,
    /// What it says, as a stable word: `admits`, or the rule by which it does not.
    says: &'static str,
}

/// Why somebody may or may not
///
/// By the rule that every read and every change asks: what each membership of the person says about a request, a document or
/// a task that the caller sees. Takes the permission `access.explain`.
#[utoipa::path(get, operation_id = "explain_access", path = "/access", tag = "team", params(WhoAndWhat),
    responses((status = 200, description = "The explanation.", body = ExplainedBody)))]
async fn explain(caller: TeamCaller, Asked(asked): Asked<WhoAndWhat>) -> Result<Json<ExplainedBody>, Problem> {
    match caller.desk().explain_access(&asked.person, &asked.object).await {
        Ok(explained) => Ok(Json(ExplainedBody::of(&explained))),
        Err(Refused::Answers(_)) => Err(Code::NotFound.into()),
        Err(refused) => Err(refused.into()),
    }
}

impl ExplainedBody {
    fn of(explained: &AccessExplained) -> Self {
        let (object, can_do) = match explained.object {
            AccessObject::Request => (ObjectName::Request, None),
            AccessObject::Document { .. } => (ObjectName::Document, None),
            AccessObject::Task { can_do, .. } => (ObjectName::Task, Some(can_do)),
        };
        Self {
            person: explained.person.id.0,
            name: explained.person.name.clone(),
            object,
            request: explained.request.0,
            reference: explained.reference.clone(),
            sees: explained.sees(),
            can_do,
            permissions: explained.answers.iter().map(PermissionBody::from).collect(),
            hidden_fields: explained.hidden.iter().map(ToString::to_string).collect(),
        }
    }
}

impl From<&Explanation> for PermissionBody {
    fn from(it: &Explanation) -> Self {
        let grounds = it.grounds.iter().map(GroundBody::from).collect();
        Self { permission: it.to.name(), admitted: it.admitted, grounds }
    }
}

impl From<&Ground> for GroundBody {
    fn from(it: &Ground) -> Self {
        let named = |ids: &Vec<portal_core::id::ProjectId>| ids.iter().map(|id| id.0).collect();
        Self {
            membership: it.membership.0,
            organisation: it.seat.organisation().map(|id| id.0),
            request: it.seat.request().map(|id| id.0),
            role: it.role.to_string(),
            reach: it.reach.map(|reach| reach.name().to_owned()),
            projects: it.limits.projects.as_ref().map(named),
            queues: it.limits.queues.as_ref().map(|ids| ids.iter().map(ToString::to_string).collect()),
            since: it.since,
            says: it.says.name(),
        }
    }
}
