//! Where one is signed in, and signing out there.

use axum::{Router, extract::Path, response::Redirect, routing::get};
use portal_core::{Refused, identity::Session};
use serde::Serialize;

use super::back;
use crate::{
    Web,
    done::Done,
    problem::Problem,
    show::sample,
    tongue::{Tongue, When},
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/account/sessions/{session}/end", get(back).post(end))
        .route("/account/sessions/end", get(back).post(end_others))
}

/// One place where one is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct SessionRow {
    /// Browser and system, in words.
    pub browser: String,
    /// The network address; empty when it is not known.
    pub address: String,
    /// When one signed in there.
    pub begun: When,
    /// When it was last used.
    pub used: When,
    /// Whether it is the one the page is seen in.
    pub is_this: bool,
    /// Where one signs out of it.
    pub end: String,
}

/// The places where one is signed in, this one first.
pub(super) async fn rows(person: &Person) -> Result<Vec<SessionRow>, Refused> {
    let (tongue, own) = (person.tongue(), person.entered().and_then(|entered| entered.session.as_ref()));
    let row = |session: &Session| {
        let from = session.from.clone().unwrap_or_default();
        SessionRow {
            browser: if from.browser.is_empty() { tongue.say("session-unknown") } else { from.browser },
            address: from.address,
            begun: tongue.moment(session.created),
            used: tongue.moment(session.seen),
            is_this: own.is_some_and(|own| own.hash == session.hash),
            end: person.links().to(&format!("/account/sessions/{}/end", session.handle())),
        }
    };
    let mut rows: Vec<SessionRow> = person.desk().sessions().await?.iter().map(row).collect();
    rows.sort_by_key(|row| !row.is_this);
    Ok(rows)
}

async fn end(person: Person, Path(handle): Path<String>) -> Result<Redirect, Problem> {
    person.desk().sign_out_of(&handle).await?;
    Ok(Redirect::to(&Done::SessionEnded.at(&person.links().account())))
}

async fn end_others(person: Person) -> Result<Redirect, Problem> {
    let own = person.entered().and_then(|entered| entered.session.as_ref());
    person.desk().sign_out_elsewhere(own).await?;
    Ok(Redirect::to(&Done::SessionsEnded.at(&person.links().account())))
}

impl SessionRow {
    pub(super) fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = |browser: &str, address: &str| Self {
            browser: browser.to_owned(),
            address: address.to_owned(),
            begun: sample::moment(tongue),
            used: sample::moment(tongue),
            is_this: false,
            end: "/account/sessions/1/end".to_owned(),
        };
        let this = Self { is_this: true, ..row("Firefox, Windows", "192.0.2.7") };
        let unknown = Self { browser: tongue.say("session-unknown"), ..row("", "") };
        vec![this, row("Samsung Internet, Android", "2001:db8:1234:5678::/64"), unknown]
    }
}
