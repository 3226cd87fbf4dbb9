//! What the caller may ask for.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{caller::Caller, problem::Problem};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A type of request that the caller may open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Offer {
    /// Its id, to begin a draft with.
    request_type: String,
    label: String,
    explain: Option<String>,
    /// For which organisation.
    organisation: Uuid,
    #[schema(inline)]
    project: InProject,
    /// The caller's drafts of it, newest edit first. While there is one, another is begun only on purpose.
    drafts: Vec<Uuid>,
}

/// Whether its requests belong to a project: one of the open ones of that organisation is named when a draft of it is begun.
/// Whoever may begin something in projects alone must name one.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InProject {
    None,
    Optional,
    Required,
}

impl InProject {
    /// Whether one is asked for, and whether it is needed.
    fn of(required: Option<bool>) -> Self {
        match required {
            None => Self::None,
            Some(false) => Self::Optional,
            Some(true) => Self::Required,
        }
    }
}

/// The types of request that the caller may open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Offers {
    items: Vec<Offer>,
}

/// What may be asked for
///
/// The types of request that the caller may open, in the order of the definition: each once for each of their organisations
/// that it can be for.
#[utoipa::path(get, operation_id = "list_offers", path = "/offers", tag = "drafts", responses((status = 200, description = "The types.", body = Offers)))]
async fn list(caller: Caller) -> Result<Json<Offers>, Problem> {
    let tongue = caller.tongue();
    let drafts = caller.desk().drafts().await?;
    let begun = |offer: &portal_core::request::Offer| {
        let drafts = drafts.iter().map(|view| &view.draft);
        let of = drafts
            .filter(|draft| draft.request_type == offer.request_type.id && draft.organisation == offer.organisation);
        of.map(|draft| draft.id.0).collect()
    };
    let offer = |offer: portal_core::request::Offer| Offer {
        drafts: begun(&offer),
        request_type: offer.request_type.id.to_string(),
        label: tongue.text(&offer.request_type.label).to_owned(),
        explain: caller.desk().explain(&offer.request_type, offer.organisation, tongue.locale()),
        organisation: offer.organisation.0,
        project: InProject::of(caller.desk().asks_project(&offer.request_type, offer.organisation)),
    };
    Ok(Json(Offers { items: caller.desk().offers().into_iter().map(offer).collect() }))
}
