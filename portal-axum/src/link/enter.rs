//! Signing in with a link in a mail.

use axum::{
    Form, Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use portal_core::{
    Refused,
    identity::{Link, Secret},
};
use serde::{Deserialize, Serialize};

use super::{OnItsWayPage, or_gone};
use crate::{
    Web,
    page::{Page, SeenBy},
    problem::Problem,
    sign_in::{self, From, SignInPage},
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn asking() -> Router<Web> {
    Router::new().route("/sign-in/link", post(ask))
}

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/enter/{token}", get(show).post(enter))
}

/// The page where one signs in with a link.
#[derive(Clone, Debug, Serialize)]
pub struct EnterPage {
    /// The account's address.
    pub email: String,
    /// Where the form goes.
    pub action: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    email: String,
    next: String,
}

/// The answer is the same whether there is such an account or not (SECURITY A01).
async fn ask(visit: Visit, from: From, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let email = typed.email.trim();
    if !email.contains('@') || email.len() > 254 {
        let page = SignInPage::of(&visit, &typed.next, typed.email, Some("forgot-email"));
        return Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await);
    }
    visit.portal().ask_sign_in(email, &from.0).await?;
    Ok(visit.page(OnItsWayPage::of(&visit, email, Link::SIGN_IN)).await)
}

async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let found = match Secret::parse(&token) {
        Some(secret) => visit.portal().sign_in_link(&secret).await,
        None => Err(Refused::NotFound),
    };
    match found {
        Ok(email) => {
            let action = visit.links().to(&format!("/enter/{token}"));
            Ok(visit.page(EnterPage { email, action }).await)
        }
        Err(refused) => or_gone(&visit, refused).await,
    }
}

async fn enter(visit: Visit, headers: HeaderMap, Path(token): Path<String>) -> Result<Response, Problem> {
    let Some(secret) = Secret::parse(&token) else { return or_gone(&visit, Refused::NotFound).await };
    match visit.portal().sign_in_by_link(&secret).await {
        Ok(signed_in) => sign_in::begin(&visit, &headers, &signed_in, "/").await,
        Err(refused) => or_gone(&visit, refused).await,
    }
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "link/enter.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(_: &Tongue) -> Vec<Self> {
        vec![Self { email: "claire@alpha.example".to_owned(), action: "/enter/1".to_owned() }]
    }
}
