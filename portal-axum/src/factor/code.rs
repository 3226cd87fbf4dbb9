//! The code that finishes signing in.

use axum::{
    Form, Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::Pending};
use serde::{Deserialize, Serialize};

use crate::{
    Web, cookies,
    entrance::{safe_next, with_back},
    page::{Fault, Page, SeenBy},
    problem::Problem,
    sign_in::{self, From},
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/sign-in/code", get(show).post(finish))
}

/// The page that asks for a code.
#[derive(Clone, Debug, Serialize)]
pub struct CodePage {
    /// Where the form goes.
    pub action: String,
    /// Where to go afterwards, below the mount point.
    pub next: String,
    /// Ends the attempt.
    pub sign_out: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn show(visit: Visit, headers: HeaderMap, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    match cookies::token(&headers) {
        Some(token) if matches!(visit.portal().pending(&token).await?, Some((_, Pending::Code))) => {
            Ok(visit.page(CodePage::of(&visit, &asked.next, Vec::new())).await)
        }
        _ => Ok(anew(&visit, &asked.next)),
    }
}

async fn finish(visit: Visit, from: From, headers: HeaderMap, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let Some(token) = cookies::token(&headers) else { return Ok(anew(&visit, &typed.next)) };
    match visit.portal().finish_sign_in(&token, &typed.code, &from.0).await {
        Ok(signed_in) => Ok(sign_in::cookie(&visit, &signed_in, &sign_in::after(&visit, &typed.next))),
        Err(Refused::NotFound) => Ok(anew(&visit, &typed.next)),
        Err(Refused::Credentials) => {
            let wrong = vec![Fault::at("code", visit.tongue().say("factor-code-wrong"))];
            let page = CodePage::of(&visit, &typed.next, wrong);
            Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

/// A page that leads on to `next`, a path below the mount point.
pub(crate) fn towards(page: String, next: &str) -> String {
    match safe_next(next) {
        "/" => page,
        next => with_back(&page, "next", next),
    }
}

/// Nobody waits for a code here, or no longer: signing in begins again.
pub(super) fn anew(visit: &Visit, next: &str) -> Response {
    Redirect::to(&towards(visit.links().sign_in(), next)).into_response()
}

impl CodePage {
    fn of(visit: &Visit, next: &str, summary: Vec<Fault>) -> Self {
        let (links, next) = (visit.links(), safe_next(next).to_owned());
        Self { action: links.sign_in_code(), next, sign_out: links.sign_out(), summary }
    }
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "factor/code.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            action: "/sign-in/code".to_owned(),
            next: "/".to_owned(),
            sign_out: "/sign-out".to_owned(),
            summary: Vec::new(),
        };
        let wrong = Self { summary: vec![Fault::at("code", tongue.say("factor-code-wrong"))], ..fresh.clone() };
        vec![fresh, wrong]
    }
}
