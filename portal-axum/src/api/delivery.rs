//! What was sent to whom and what became of it; what failed can be sent again. For the team.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use portal_core::{
    id::DeliveryId,
    notification::{Delivery, DeliveryState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    caller::TeamCaller,
    dashboard::RequestName,
    made::made,
    pages,
    problem::Problem,
    query::Asked,
    request::Person,
    sent::{Nothing, Sent},
    tag::Of,
};
use crate::{Web, path::At};

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(retry))
}

/// One message to one person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub(crate) struct DeliveryBody {
    id: Uuid,
    request: RequestName,
    recipient: Person,
    /// The rule that caused it.
    rule: String,
    channel: String,
    #[schema(inline)]
    state: State,
    /// Why it failed or was held back; the last answer of the other side.
    reason: Option<String>,
    attempts: u32,
    created: DateTime<Utc>,
    /// When the other side took it.
    delivered: Option<DateTime<Utc>>,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Pending,
    Sending,
    Delivered,
    Failed,
    Suppressed,
}

/// A page of deliveries.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Deliveries {
    items: Vec<DeliveryBody>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// What the list is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// Only those that failed (`true`).
    failed: Option<bool>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page begins: the `next` of the page before.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// Which delivery.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The delivery.
    #[param(value_type = Uuid)]
    delivery: DeliveryId,
}

/// List deliveries
///
/// What was sent, newest first. For the team only.
#[utoipa::path(get, operation_id = "list_deliveries", path = "/deliveries", tag = "team", params(Narrowed),
    responses((status = 200, description = "A page.", body = Deliveries,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`.")))))]
async fn list(caller: TeamCaller, Asked(asked): Asked<Narrowed>) -> Result<Response, Problem> {
    let failed = asked.failed.unwrap_or_default();
    let after = pages::read("deliveries", asked.after.as_deref())?;
    let desk = caller.desk();
    let found = desk.deliveries_of(failed, after.as_ref(), asked.limit.unwrap_or(pages::USUAL)).await?;
    let names = desk.names(found.rows.iter().map(|sent| sent.delivery.recipient)).await?;
    let name = |delivery: &Delivery| names.get(&delivery.recipient).cloned().unwrap_or_default();
    let item = |sent: &portal_core::store::Sent| {
        let request = RequestName::of(&sent.request);
        DeliveryBody::of(&sent.delivery, request, name(&sent.delivery))
    };
    let items = found.rows.iter().map(item).collect();
    let kept =
        [("failed", asked.failed.map(|is| is.to_string())), ("limit", asked.limit.map(|limit| limit.to_string()))];
    let page = |next| Deliveries { items, next };
    Ok(pages::answer(&caller, "deliveries", ("/deliveries", &kept), found.next.as_ref(), page))
}

/// Read a delivery
///
/// For the team only.
#[utoipa::path(get, operation_id = "get_delivery", path = "/deliveries/{delivery}", tag = "team", params(Which),
    responses((status = 200, description = "The delivery.", body = DeliveryBody),
        (status = 304, description = "As it was.")))]
async fn show(caller: TeamCaller, At(Which { delivery }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, delivery).await
}

/// Send a delivery again
///
/// One that failed, with the same Message-ID. For the team only.
#[utoipa::path(post, operation_id = "retry_delivery", path = "/deliveries/{delivery}/retry", tag = "team", params(Which),
    request_body(content = Option<Nothing>), responses((status = 200, description = "The delivery.", body = DeliveryBody)))]
async fn retry(
    caller: TeamCaller,
    At(Which { delivery }): At<Which>,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let retried =
        caller.desk().once(once.as_ref(), |desk| async move { desk.retry_delivery(delivery).await.map(|()| delivery) });
    shown(&caller, made(retried.await)?).await
}

async fn shown(caller: &TeamCaller, id: DeliveryId) -> Result<Response, Problem> {
    let desk = caller.desk();
    let (delivery, request) = desk.delivery(id).await?;
    let names = desk.names([delivery.recipient]).await?;
    let name = names.get(&delivery.recipient).cloned().unwrap_or_default();
    let request = RequestName::new(request.id, &request.reference, &request.title);
    let body = DeliveryBody::of(&delivery, request, name);
    Ok(caller.shows(StatusCode::OK, Of::new("delivery", id.0), delivery.version, &body))
}

impl DeliveryBody {
    fn of(delivery: &Delivery, request: RequestName, name: String) -> Self {
        Self {
            id: delivery.id.0,
            request,
            recipient: Person { id: delivery.recipient.0, name },
            rule: delivery.rule.to_string(),
            channel: delivery.channel.clone(),
            state: delivery.state.into(),
            reason: delivery.reason.clone(),
            attempts: delivery.attempts,
            created: delivery.created,
            delivered: delivery.delivered,
        }
    }
}

impl From<DeliveryState> for State {
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Pending => Self::Pending,
            DeliveryState::Sending => Self::Sending,
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::Failed => Self::Failed,
            DeliveryState::Suppressed => Self::Suppressed,
        }
    }
}
