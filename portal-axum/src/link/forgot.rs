//! Asking for a link to a new password. The answer is the same whether there is such an account or not (SECURITY A01).

use axum::{Form, Router, http::StatusCode, response::Response, routing::get};
use chrono::TimeDelta;
use portal_core::{Refused, identity::Link};
use serde::{Deserialize, Serialize};

use crate::{
    Web,
    page::{Fault, Page, SeenBy},
    problem::Problem,
    sign_in::From,
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/forgot", get(show).post(ask))
}

/// The page where one asks for a new password.
#[derive(Clone, Debug, Serialize)]
pub struct ForgotPage {
    /// Where the form goes.
    pub action: String,
    /// Signing in.
    pub back: String,
    /// The address as typed.
    pub email: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// The page that says what happens next.
#[derive(Clone, Debug, Serialize)]
pub struct OnItsWayPage {
    /// What happens next, in a sentence.
    pub lead: String,
    /// Signing in.
    pub back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    email: String,
}

async fn show(visit: Visit) -> Result<Response, Problem> {
    if !visit.portal().definition().sign_in.password {
        return Err(Refused::NotFound.into());
    }
    Ok(visit.page(ForgotPage::of(&visit, String::new(), Vec::new())).await)
}

async fn ask(visit: Visit, from: From, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let email = typed.email.trim();
    if !email.contains('@') || email.len() > 254 {
        let summary = vec![Fault::at("email", visit.tongue().say("forgot-email"))];
        let page = ForgotPage::of(&visit, typed.email, summary);
        return Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await);
    }
    visit.portal().ask_reset(email, &from.0).await?;
    Ok(visit.page(OnItsWayPage::of(&visit, email, Link::RESET)).await)
}

impl ForgotPage {
    fn of(visit: &Visit, email: String, summary: Vec<Fault>) -> Self {
        Self { action: visit.links().forgot(), back: visit.links().sign_in(), email, summary }
    }
}

impl OnItsWayPage {
    /// A letter to an address, with a link that counts for so long.
    pub(super) fn of(visit: &Visit, email: &str, lasts: TimeDelta) -> Self {
        Self { lead: Self::lead(visit.tongue(), email, lasts), back: visit.links().sign_in() }
    }

    fn lead(tongue: &Tongue, email: &str, lasts: TimeDelta) -> String {
        tongue.say_with("on-its-way-lead", &[("email", email.into()), ("minutes", lasts.num_minutes().into())])
    }
}

impl Page for ForgotPage {
    const TEMPLATE: &'static str = "link/forgot.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let (action, back) = ("/forgot".to_owned(), "/sign-in".to_owned());
        let fresh = Self { action, back, email: String::new(), summary: Vec::new() };
        let summary = vec![Fault::at("email", tongue.say("forgot-email"))];
        vec![fresh.clone(), Self { email: "claire".to_owned(), summary, ..fresh }]
    }
}

impl Page for OnItsWayPage {
    const TEMPLATE: &'static str = "link/on_its_way.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let of = |lasts| Self { lead: Self::lead(tongue, "claire@alpha.example", lasts), back: "/sign-in".to_owned() };
        vec![of(Link::RESET), of(Link::SIGN_IN)]
    }
}
