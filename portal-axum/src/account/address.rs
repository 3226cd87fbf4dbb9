//! Asking for another mail address, and taking that back.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::Link};
use serde::{Deserialize, Serialize};

use super::back;
use crate::{
    Web,
    done::Done,
    page::{Fault, Page},
    people,
    problem::Problem,
    show::sample,
    sign_in::From,
    tongue::{Tongue, When},
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/account/address", get(show).post(ask))
        .route("/account/address/cancel", get(back).post(cancel))
}

/// The page where another address is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct AddressPage {
    /// The address as it is.
    pub current: String,
    /// The other one as typed.
    pub email: String,
    /// Where the form goes.
    pub action: String,
    /// The account.
    pub back: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// An address that waits to be confirmed.
#[derive(Clone, Debug, Serialize)]
pub struct WaitingAddress {
    /// Which one.
    pub email: String,
    /// Until when its link counts.
    pub until: When,
    /// Where it is taken back.
    pub cancel: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    email: String,
}

async fn show(person: Person) -> Result<Response, Problem> {
    // Before anything is typed: whoever must prove who they are does so first, and nothing is lost.
    person.desk().require_fresh()?;
    Ok(person.page(AddressPage::of(&person, String::new(), Vec::new())).await)
}

async fn ask(person: Person, from: From, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let summary = match person.desk().ask_address(&typed.email, &from.0).await {
        Ok(()) => return Ok(Redirect::to(&Done::AddressAsked.at(&person.links().account())).into_response()),
        Err(Refused::Answers(wrong)) => people::faults(&wrong, person.tongue()),
        Err(Refused::NotHere) => vec![Fault::at("email", person.tongue().say("address-same"))],
        Err(refused) => return Err(refused.into()),
    };
    let page = AddressPage::of(&person, typed.email, summary);
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
}

async fn cancel(person: Person) -> Result<Redirect, Problem> {
    person.desk().revoke_address().await?;
    Ok(Redirect::to(&Done::AddressRevoked.at(&person.links().account())))
}

impl AddressPage {
    fn of(person: &Person, email: String, summary: Vec<Fault>) -> Self {
        let (action, back) = (person.links().to("/account/address"), person.links().account());
        Self { current: person.account().email.clone(), email, action, back, summary }
    }
}

impl WaitingAddress {
    pub(super) fn of(link: Link, person: &Person) -> Self {
        let until = person.tongue().moment(link.expires);
        Self { email: link.email, until, cancel: person.links().to("/account/address/cancel") }
    }

    pub(super) fn sample(tongue: &Tongue) -> Self {
        let (email, cancel) = ("claire@new.example".to_owned(), "/account/address/cancel".to_owned());
        Self { email, until: sample::moment(tongue), cancel }
    }
}

impl Page for AddressPage {
    const TEMPLATE: &'static str = "account/address.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let page = Self {
            current: "claire@alpha.example".to_owned(),
            email: String::new(),
            action: "/account/address".to_owned(),
            back: "/account".to_owned(),
            summary: Vec::new(),
        };
        let same = Self {
            email: page.current.clone(),
            summary: vec![Fault::at("email", tongue.say("address-same"))],
            ..page.clone()
        };
        vec![page, same]
    }
}
