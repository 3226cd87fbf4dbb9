//! Drafts: forms that are being filled in.

mod files;
mod form;
mod lives;
mod progress;
mod project;
mod renew;
mod save;
mod submit;

use portal_core::id::{DraftId, Version};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) use form::{DraftHead, FieldBody, TimeBody};

use super::{caller::Caller, problem::Problem, tag::Of};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(lives::list, lives::begin))
        .routes(routes!(lives::show, lives::discard))
        .routes(routes!(save::save))
        .routes(routes!(files::attach))
        .routes(routes!(files::detach))
        .routes(routes!(project::choose))
        .routes(routes!(renew::renew))
        .routes(routes!(submit::submit))
}

/// Which draft.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The draft.
    #[param(value_type = uuid::Uuid)]
    draft: DraftId,
}

fn of(draft: DraftId) -> Of {
    Of::new("draft", draft.0)
}

/// The draft as the caller sees it now.
async fn shown(
    caller: &Caller,
    status: axum::http::StatusCode,
    id: DraftId,
) -> Result<axum::response::Response, Problem> {
    let view = caller.desk().draft(id).await?;
    let version: Version = view.draft.version;
    Ok(caller.shows(status, of(id), version, &form::DraftBody::of(caller, &view)))
}
