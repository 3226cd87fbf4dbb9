//! Choosing the language, from whichever page one is on: kept in the browser, and in the account of who is signed in,
//! so that letters come in it too.

use axum::{
    Form, Router,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect},
    routing::post,
};

use crate::{Web, cookies, entrance::safe_next, problem::Problem, visit::Visit};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/language", post(choose))
}

#[derive(serde::Deserialize)]
struct Choice {
    language: String,
    #[serde(default)]
    next: String,
}

async fn choose(visit: Visit, Form(choice): Form<Choice>) -> Result<impl IntoResponse, Problem> {
    let locales = &visit.portal().definition().locales;
    let locale = locales.iter().find(|locale| **locale == choice.language).ok_or(StatusCode::BAD_REQUEST)?;
    if let Some(entered) = visit.entered() {
        visit.portal().desk(&entered.viewer).choose_language(locale).await?;
    }
    let back = match safe_next(&choice.next) {
        "/" => visit.links().home(),
        inside => visit.links().to(inside),
    };
    Ok((AppendHeaders([(header::SET_COOKIE, cookies::keep_language(locale))]), Redirect::to(&back)))
}
