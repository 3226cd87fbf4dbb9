//! Tokens of programs: which there are, making one, revoking one, for whoever manages them. A program never proves who it
//! is, so it makes none (SECURITY A18): that takes the session of a browser.

mod body;
mod list;
mod make;
mod revoke;

use portal_core::{Refused, id::TokenId, identity::ListedToken};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::caller::Caller;
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list::list, make::make)).routes(routes!(list::show, revoke::revoke))
}

/// Which token.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Which {
    /// The token, by what names it; it opens nothing.
    #[param(value_type = uuid::Uuid)]
    token: TokenId,
}

/// One of the tokens that the caller manages.
async fn found(caller: &Caller, is_it: impl Fn(&ListedToken) -> bool) -> Result<ListedToken, Refused> {
    caller.desk().tokens().await?.into_iter().find(is_it).ok_or(Refused::NotFound)
}
