//! Pages behind links that let somebody in once. Opening one spends nothing: only the form does (SECURITY A23).

mod address;
mod enter;
mod forgot;
mod invitation;
mod reset;

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware::map_response,
    response::Response,
};
use portal_core::Refused;

#[cfg(feature = "oidc")]
pub(crate) use self::invitation::arrives;
pub use self::{
    address::{AddressConfirmedPage, ConfirmAddressPage},
    enter::EnterPage,
    forgot::{ForgotPage, OnItsWayPage},
    invitation::{GonePage, InvitationPage},
    reset::ResetPage,
};
use crate::{Web, problem::Problem, visit::Visit};

pub(crate) fn routes() -> Router<Web> {
    invitation::routes().layer(map_response(without_referrer))
}

/// New passwords, other addresses and links to sign in with, where the portal has accounts of its own.
pub(crate) fn own_routes() -> Router<Web> {
    let secret = Router::new().merge(reset::routes()).merge(address::routes()).merge(enter::routes());
    let secret = secret.layer(map_response(without_referrer));
    Router::new().merge(secret).merge(forgot::routes()).merge(enter::asking())
}

/// The address of such a page is a secret: no page that is reached from it learns it (SECURITY A10).
async fn without_referrer(mut response: Response) -> Response {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A link that does not count gets its page, the same for all (SECURITY A01).
async fn or_gone(visit: &Visit, refused: Refused) -> Result<Response, Problem> {
    match refused {
        Refused::NotFound => Ok(visit.page_with(axum::http::StatusCode::NOT_FOUND, GonePage::of(visit)).await),
        other => Err(other.into()),
    }
}
