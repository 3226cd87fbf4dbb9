//! Pages behind links that let somebody in once. Opening one spends nothing: only the form does (SECURITY A23).

mod forgot;
mod invitation;
mod reset;

use axum::{
    Router,
    http::{HeaderMap, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use portal_core::{Refused, identity::SignedIn};

pub use self::{
    forgot::{ForgotPage, OnItsWayPage},
    invitation::{GonePage, InvitationPage},
    reset::ResetPage,
};
use crate::{Web, cookies, problem::Problem, visit::Visit};

pub(crate) fn routes() -> Router<Web> {
    invitation::routes()
}

/// New passwords, where there are any.
pub(crate) fn password_routes() -> Router<Web> {
    Router::new().merge(forgot::routes()).merge(reset::routes())
}

/// Lets somebody in who has just got a session, and ends the one that this browser had (SECURITY S01).
async fn enter(visit: &Visit, headers: &HeaderMap, signed_in: &SignedIn) -> Result<Response, Problem> {
    if let Some(old) = cookies::token(headers) {
        visit.portal().sign_out(&old).await?;
    }
    let lasts = signed_in.expires - visit.portal().now();
    let cookie = [(header::SET_COOKIE, cookies::keep_token(&signed_in.token, lasts))];
    Ok((AppendHeaders(cookie), Redirect::to(&visit.links().home())).into_response())
}

/// A link that does not count gets its page, the same for all (SECURITY A01).
async fn or_gone(visit: &Visit, refused: Refused) -> Result<Response, Problem> {
    match refused {
        Refused::NotFound => Ok(visit.page_with(axum::http::StatusCode::NOT_FOUND, GonePage::of(visit)).await),
        other => Err(other.into()),
    }
}
