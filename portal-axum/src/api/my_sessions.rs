//! Where the caller is signed in with a browser, and signing out there.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use portal_core::{Refused, identity::Session};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    caller::Caller,
    problem::Problem,
    sent::{Nothing, Sent},
};
use crate::{Web, path::At};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(end))
}

/// A browser in which the caller is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionBody {
    /// What names it; it opens nothing.
    id: String,
    /// Browser and system, such as `Firefox, Windows`; none when they are not known.
    browser: Option<String>,
    /// The network address it was last used from: IPv4 whole, of IPv6 the /64; none when it is not known.
    address: Option<String>,
    begun: DateTime<Utc>,
    /// Last use, to the minute.
    used: DateTime<Utc>,
    /// When it ends at the latest.
    expires: DateTime<Utc>,
    /// Whether it is the one that this request came with.
    current: bool,
}

/// Where the caller is signed in, last used first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sessions {
    items: Vec<SessionBody>,
}

/// Which session.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The session.
    #[param(max_length = 64)]
    session: String,
}

/// List my sessions
///
/// The browsers in which the caller is signed in, last used first; tokens of programs are not among them.
#[utoipa::path(get, operation_id = "list_my_sessions", path = "/me/sessions", tag = "me",
    responses((status = 200, description = "The sessions.", body = Sessions)))]
async fn list(caller: Caller) -> Result<Json<Sessions>, Problem> {
    let own = caller.viewer().session();
    let sessions = caller.desk().sessions().await?;
    Ok(Json(Sessions { items: sessions.iter().map(|session| SessionBody::of(session, own)).collect() }))
}

/// End one of my sessions
///
/// Signs the caller out in that browser, with its next request. A session of somebody else's is as one that is not there.
#[utoipa::path(delete, operation_id = "end_my_session", path = "/me/sessions/{session}", tag = "me", params(Which),
    responses((status = 204, description = "It is over.")))]
async fn end(
    caller: Caller,
    At(Which { session }): At<Which>,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let handle = session.as_str();
    match caller.desk().once(once.as_ref(), |desk| async move { desk.sign_out_of(handle).await }).await {
        Ok(()) | Err(Refused::Repeated(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(refused.into()),
    }
}

impl SessionBody {
    fn of(session: &Session, own: Option<[u8; 32]>) -> Self {
        let from = session.from.clone().unwrap_or_default();
        let known = |text: String| (!text.is_empty()).then_some(text);
        Self {
            id: session.handle(),
            browser: known(from.browser),
            address: known(from.address),
            begun: session.created,
            used: session.seen,
            expires: session.expires,
            current: own == Some(session.hash),
        }
    }
}
