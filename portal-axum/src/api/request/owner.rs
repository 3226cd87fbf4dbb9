//! Who works a request.

use axum::{Json, http::StatusCode, response::Response};
use portal_core::{
    Refused,
    id::{AccountId, RequestId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Which,
    body::{Person, RequestBody},
    of, shown,
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        code::Code,
        made::made,
        problem::Problem,
        sent::Sent,
        tag::Seen,
    },
    path::At,
};

/// Who works a request from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOwner {
    /// Somebody of the team, or nobody.
    #[schema(required = true)]
    owner: Option<Uuid>,
}

/// Who of the team can work requests, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Owners {
    items: Vec<Person>,
}

/// List owners
///
/// Who of the team can work requests. For the team only.
#[utoipa::path(get, operation_id = "list_owners", path = "/owners", tag = "team",
    responses((status = 200, description = "The people.", body = Owners)))]
pub(crate) async fn list(caller: TeamCaller) -> Result<Json<Owners>, Problem> {
    let owners = caller.desk().owners().await?;
    let person = |account: portal_core::identity::Account| Person { id: account.id.0, name: account.name };
    Ok(Json(Owners { items: owners.into_iter().map(person).collect() }))
}

/// Assign a request
///
/// Gives it to somebody of the team, or to nobody.
#[utoipa::path(put, operation_id = "assign_request", path = "/requests/{request}/owner", tag = "team", params(Which),
    request_body = NewOwner, responses((status = 200, description = "The request.", body = RequestBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn assign(
    caller: Caller,
    At(Which { request }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<NewOwner>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(request))?));
    let owner = body.owner.map(AccountId);
    let assigned = desk.once(once.as_ref(), |desk| async move { desk.assign(request, owner).await.map(|()| request) });
    match made::<RequestId>(assigned.await) {
        Ok(id) => shown(&caller, StatusCode::OK, id).await,
        // The request or the person is not there; of a request that they see, it is the person.
        Err(Refused::NotFound) => {
            caller.desk().request(request).await?;
            Err(Problem::with(Code::InvalidInput, vec![caller.fault("/owner", "option")]))
        }
        Err(refused) => Err(Problem::from(refused).of_version()),
    }
}
