//! Choosing another password while signed in.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::ChangePassword};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    done::Done,
    page::{Fault, Page},
    people,
    problem::Problem,
    sign_in::From,
    tongue::Tongue,
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/account/password", get(show).post(change))
}

/// The page where another password is chosen.
#[derive(Clone, Debug, Serialize)]
pub struct PasswordPage {
    /// The account's address, for whoever keeps passwords.
    pub email: String,
    /// Whether there is one already, which is asked.
    pub has_password: bool,
    /// Where the form goes.
    pub action: String,
    /// The account.
    pub back: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    old: String,
    password: String,
}

async fn show(person: Person) -> Result<Response, Problem> {
    if !person.portal().definition().sign_in.password {
        return Err(Refused::NotFound.into());
    }
    page(&person, StatusCode::OK, Vec::new()).await
}

async fn change(person: Person, from: From, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let input = ChangePassword { old: typed.old, new: typed.password, from: from.0 };
    let summary = match person.desk().change_password(&input).await {
        Ok(()) => return Ok(Redirect::to(&Done::PasswordChanged.at(&person.links().account())).into_response()),
        Err(Refused::Answers(wrong)) => people::faults(&wrong, person.tongue()),
        Err(Refused::Credentials) => vec![Fault::at("old", person.tongue().say("password-old-wrong"))],
        Err(refused) => return Err(refused.into()),
    };
    page(&person, StatusCode::UNPROCESSABLE_ENTITY, summary).await
}

async fn page(person: &Person, status: StatusCode, summary: Vec<Fault>) -> Result<Response, Problem> {
    let page = PasswordPage {
        email: person.account().email.clone(),
        has_password: person.desk().has_password().await?,
        action: person.links().to("/account/password"),
        back: person.links().account(),
        summary,
    };
    Ok(person.page_with(status, page).await)
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "account/password.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let page = Self {
            email: "claire@alpha.example".to_owned(),
            has_password: true,
            action: "/account/password".to_owned(),
            back: "/account".to_owned(),
            summary: Vec::new(),
        };
        let none = Self { has_password: false, ..page.clone() };
        let wrong = Self { summary: vec![Fault::at("old", tongue.say("password-old-wrong"))], ..page.clone() };
        let weak = |word: &str| Self { summary: vec![Fault::at("password", tongue.say(word))], ..page.clone() };
        let weak = ["password-short", "password-simple", "password-own", "password-guessable"].map(weak);
        [page, none, wrong].into_iter().chain(weak).collect()
    }
}
