//! Choosing a new password.

use axum::{
    Form, Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::get,
};
use portal_core::{Refused, identity::Secret};
use serde::{Deserialize, Serialize};

use super::or_gone;
use crate::{
    Web,
    page::{Fault, Page, SeenBy},
    people,
    problem::Problem,
    sign_in,
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/reset/{token}", get(show).post(choose))
}

/// The page where a new password is chosen.
#[derive(Clone, Debug, Serialize)]
pub struct ResetPage {
    /// The account's address.
    pub email: String,
    /// Where the form goes.
    pub action: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    password: String,
}

async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    page(&visit, &token, StatusCode::OK, Vec::new()).await
}

async fn choose(
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let Some(secret) = Secret::parse(&token) else { return or_gone(&visit, Refused::NotFound).await };
    match visit.portal().reset_password(&secret, &typed.password).await {
        Ok(signed_in) => sign_in::begin(&visit, &headers, &signed_in, "/").await,
        Err(Refused::Answers(wrong)) => {
            let summary = people::faults(&wrong, visit.tongue());
            page(&visit, &token, StatusCode::UNPROCESSABLE_ENTITY, summary).await
        }
        Err(refused) => or_gone(&visit, refused).await,
    }
}

async fn page(visit: &Visit, token: &str, status: StatusCode, summary: Vec<Fault>) -> Result<Response, Problem> {
    let found = match Secret::parse(token) {
        Some(secret) => visit.portal().reset(&secret).await,
        None => Err(Refused::NotFound),
    };
    match found {
        Ok(email) => {
            let action = visit.links().to(&format!("/reset/{token}"));
            Ok(visit.page_with(status, ResetPage { email, action, summary }).await)
        }
        Err(refused) => or_gone(visit, refused).await,
    }
}

impl Page for ResetPage {
    const TEMPLATE: &'static str = "link/reset.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh =
            Self { email: "claire@alpha.example".to_owned(), action: "/reset/1".to_owned(), summary: Vec::new() };
        let easy = Self { summary: vec![Fault::at("password", tongue.say("password-common"))], ..fresh.clone() };
        vec![fresh, easy]
    }
}
