//! Who the caller is, and what they may do where.

use axum::Json;
use portal_core::identity::{Permission, Side};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{caller::Caller, problem::Problem};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(show))
}

/// A person and what they may do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    id: Uuid,
    name: String,
    email: String,
    /// The language of texts, a BCP 47 tag.
    locale: String,
    side: SideName,
    /// The client organisations they belong to; none for the team.
    organisations: Vec<Seat>,
    /// What they may do somewhere.
    permissions: Vec<&'static str>,
}

/// A place in a client organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Seat {
    id: Uuid,
    name: String,
    /// The role there, as the definition names it.
    role: String,
}

/// The side somebody works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Side)]
pub(crate) enum SideName {
    Client,
    Team,
}

impl From<Side> for SideName {
    fn from(side: Side) -> Self {
        match side {
            Side::Client => Self::Client,
            Side::Team => Self::Team,
        }
    }
}

/// Who am I
///
/// The person whose token or session it is, and what they may do.
#[utoipa::path(get, operation_id = "get_me", path = "/me", tag = "me", responses((status = 200, description = "The person.", body = Me)))]
async fn show(caller: Caller) -> Result<Json<Me>, Problem> {
    let (account, viewer) = (caller.account(), caller.viewer());
    let seat = |organisation: portal_core::identity::Organisation| Seat {
        id: organisation.id.0,
        role: viewer.role_in(organisation.id).map(ToString::to_string).unwrap_or_default(),
        name: organisation.name,
    };
    let may = Permission::ALL.iter().copied().filter(|permission| !viewer.scope(*permission).is_nothing());
    Ok(Json(Me {
        id: account.id.0,
        name: account.name.clone(),
        email: account.email.clone(),
        locale: caller.tongue().locale().to_owned(),
        side: caller.side().into(),
        organisations: caller.desk().organisations().await?.into_iter().map(seat).collect(),
        permissions: may.map(Permission::name).collect(),
    }))
}
