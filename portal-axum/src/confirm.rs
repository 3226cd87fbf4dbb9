//! Proving anew who one is, before something sensitive: whoever is refused for want of it comes here, and goes on from
//! where they were.

use axum::{
    Form, Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::Confirm};
use serde::{Deserialize, Serialize};

use crate::{
    Web, cookies,
    entrance::safe_next,
    page::{Fault, Page},
    problem::Problem,
    sign_in::{self, From},
    tongue::Tongue,
    visit::Person,
};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/confirm", get(show).post(confirm))
}

/// The page where one proves anew who one is.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmPage {
    /// Where the form goes.
    pub action: String,
    /// Where to go on afterwards, below the mount point.
    pub next: String,
    /// The address whose password is asked.
    pub email: String,
    /// Whether the account has a password; who signs in otherwise does so anew.
    pub has_password: bool,
    /// Signing out.
    pub sign_out: String,
    /// Asking for a new password.
    pub forgot: String,
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
    password: String,
    #[serde(default)]
    next: String,
}

async fn show(person: Person, Query(asked): Query<Asked>) -> Response {
    if person.desk().require_fresh().is_ok() {
        return Redirect::to(&sign_in::after(&person, &asked.next)).into_response();
    }
    person.page(ConfirmPage::of(&person, &asked.next, Vec::new())).await
}

async fn confirm(
    person: Person,
    from: From,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let token = cookies::token(&headers).ok_or(Refused::Forbidden)?;
    let input = Confirm { password: typed.password, from: from.0 };
    match person.portal().confirm(&token, &input).await {
        Ok(signed_in) => Ok(sign_in::cookie(&person, &signed_in, &sign_in::after(&person, &typed.next))),
        Err(Refused::Credentials) => {
            let wrong = vec![Fault::at("password", person.tongue().say("confirm-wrong"))];
            let page = ConfirmPage::of(&person, &typed.next, wrong);
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl ConfirmPage {
    fn of(person: &Person, next: &str, summary: Vec<Fault>) -> Self {
        let (email, next) = (person.account().email.clone(), safe_next(next).to_owned());
        let has_password = person.account().password.is_some() && person.portal().definition().sign_in.password;
        let (sign_out, forgot) = (person.links().sign_out(), person.links().forgot());
        Self { action: person.links().confirm(), next, email, has_password, sign_out, forgot, summary }
    }
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "confirm.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            action: "/confirm".to_owned(),
            next: "/account".to_owned(),
            email: "claire@alpha.example".to_owned(),
            has_password: true,
            sign_out: "/sign-out".to_owned(),
            forgot: "/forgot".to_owned(),
            summary: Vec::new(),
        };
        let wrong = Self { summary: vec![Fault::at("password", tongue.say("confirm-wrong"))], ..fresh.clone() };
        let by_link = Self { has_password: false, ..fresh.clone() };
        vec![fresh, wrong, by_link]
    }
}
