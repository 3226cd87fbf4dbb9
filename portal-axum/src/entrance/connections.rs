//! My account: with which accounts elsewhere I may sign in.

use axum::{
    Router,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    Refused,
    id::IdentityId,
    identity::{Identity, Introducer},
};
use serde::{Deserialize, Serialize};

use super::{door::sent_to, with_back};
use crate::{
    Web,
    page::{Page, SeenBy},
    path::At,
    problem::Problem,
    tongue::{Tongue, When},
    visit::{self, Person, Visit},
};

/// Where one sees what is connected, below the mount point.
pub(crate) const CONNECTIONS: &str = "/account/connections";

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route(CONNECTIONS, get(show))
        .route("/account/connections/host/{number}", post(connect))
        .route("/account/connections/{identity}/remove", post(remove))
}

/// The page of one's connections.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionsPage {
    /// My account.
    pub back: String,
    /// What is connected.
    pub connections: Vec<Connection>,
    /// What may be connected by a form.
    pub forms: Vec<Offer>,
    /// What may be connected by a link, which leads to a provider.
    pub links: Vec<Offer>,
    /// What will not do.
    pub trouble: Option<String>,
}

/// An account elsewhere that is mine.
#[derive(Clone, Debug, Serialize)]
pub struct Connection {
    /// Where it is.
    pub label: String,
    /// Since when.
    pub since: When,
    /// Where the form goes that undoes it.
    pub remove: String,
}

/// Something to connect.
#[derive(Clone, Debug, Serialize)]
pub struct Offer {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

#[derive(Deserialize)]
struct Number {
    number: usize,
}

#[derive(Deserialize)]
struct Which {
    identity: IdentityId,
}

async fn show(person: Person) -> Result<Response, Problem> {
    page(&person, StatusCode::OK, None).await
}

/// Connects as whom the host recognises now; whoever it does not recognise signs in there first.
async fn connect(person: Person, At(Number { number }): At<Number>, parts: Parts) -> Result<Response, Problem> {
    let here = person.links().to(CONNECTIONS);
    let Some(host) = person.web().door().host(number).cloned() else { return Err(Refused::NotFound.into()) };
    if let Err(refused) = person.desk().require_fresh() {
        return confirm_first(&person, refused);
    }
    let asked = async { host.identify(&parts).await.map_err(Refused::Unavailable) };
    let Some(who) = visit::patiently(asked).await? else {
        let place = sent_to(&host, person.links(), CONNECTIONS)?;
        return Ok(Redirect::to(&place).into_response());
    };
    let by = Introducer { issuer: host.issuer(), strangers: host.strangers() };
    match person.desk().connect(by, &who).await {
        Ok(_) => Ok(Redirect::to(&here).into_response()),
        Err(Refused::NotHere | Refused::Credentials) => {
            let taken = person.tongue().say_with("connection-taken", &[("way", host.label().into())]);
            page(&person, StatusCode::CONFLICT, Some(taken)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn remove(person: Person, At(Which { identity }): At<Which>) -> Result<Response, Problem> {
    match person.desk().disconnect(identity).await {
        Ok(()) => Ok(Redirect::to(&person.links().to(CONNECTIONS)).into_response()),
        Err(Refused::NotHere) => {
            let last = person.tongue().say("connection-last");
            page(&person, StatusCode::CONFLICT, Some(last)).await
        }
        Err(refused) => confirm_first(&person, refused),
    }
}

/// Whoever must prove anew who they are comes back to the page: a form is not sent by itself, and none may lead to a provider.
pub(crate) fn confirm_first(visit: &Visit, refused: Refused) -> Result<Response, Problem> {
    match refused {
        Refused::Confirm if visit.has_session() => {
            Ok(Redirect::to(&with_back(&visit.links().confirm(), "next", CONNECTIONS)).into_response())
        }
        other => Err(other.into()),
    }
}

async fn page(person: &Person, status: StatusCode, trouble: Option<String>) -> Result<Response, Problem> {
    let (door, tongue, links) = (person.web().door(), person.tongue(), person.links());
    let known = person.desk().identities().await?;
    let connection = |identity: &Identity| Connection {
        label: door.label_of(&identity.issuer).unwrap_or(&identity.issuer).to_owned(),
        since: tongue.day(identity.created),
        remove: links.to(&format!("{CONNECTIONS}/{}/remove", identity.id)),
    };
    let new = |issuer: &str| known.iter().all(|identity| identity.issuer != issuer);
    let offers = door.to_connect().into_iter().filter(|(issuer, ..)| new(issuer));
    let (forms, others): (Vec<_>, Vec<_>) = offers.partition(|(.., place)| place.starts_with("host/"));
    let offer = |(_, label, place): (&str, &str, String)| {
        let label = tongue.say_with("connect-with", &[("way", label.into())]);
        Offer { label, url: links.to(&format!("{CONNECTIONS}/{place}")) }
    };
    let shown = ConnectionsPage {
        back: links.account(),
        connections: known.iter().map(connection).collect(),
        forms: forms.into_iter().map(offer).collect(),
        links: others.into_iter().map(offer).collect(),
        trouble,
    };
    Ok(person.page_with(status, shown).await)
}

impl Page for ConnectionsPage {
    const TEMPLATE: &'static str = "entrance/connections.html";
    const SEEN_BY: SeenBy = SeenBy::Client;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let offer = |way: &str, url: &str| {
            let label = tongue.say_with("connect-with", &[("way", way.into())]);
            Offer { label, url: url.to_owned() }
        };
        let nothing = Self {
            back: "/account".to_owned(),
            connections: Vec::new(),
            forms: vec![offer("your shop account", "/account/connections/host/0")],
            links: vec![offer("Novaterm ID", "/account/connections/with/novaterm")],
            trouble: None,
        };
        let mine = Connection {
            label: "Novaterm ID".to_owned(),
            since: tongue.day(chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_789)),
            remove: "/account/connections/1/remove".to_owned(),
        };
        let (connections, trouble) = (vec![mine], Some(tongue.say("connection-last")));
        let some = Self { connections, links: Vec::new(), ..nothing.clone() };
        vec![nothing, Self { trouble, forms: Vec::new(), ..some.clone() }, some]
    }
}
