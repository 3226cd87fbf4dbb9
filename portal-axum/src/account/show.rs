//! The page of one's account, in sections.

use axum::{Router, http::StatusCode, response::Response, routing::get};
use serde::Serialize;

use super::{
    address::WaitingAddress,
    sessions::{self, SessionRow},
};
use crate::{
    Web,
    entrance::CONNECTIONS,
    factor::FactorSection,
    page::{Fault, Page},
    problem::Problem,
    tongue::Tongue,
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/account", get(show))
}

/// The page of one's account.
#[derive(Clone, Debug, Serialize)]
pub struct AccountPage {
    /// Full name, or what was typed for it.
    pub name: String,
    /// Where the name is changed.
    pub rename: String,
    /// Mail address.
    pub email: String,
    /// Where another address is asked for; `None`: the host's own sign-in knows who one is.
    pub address: Option<String>,
    /// An address that waits to be confirmed.
    pub waiting: Option<WaitingAddress>,
    /// Where the password is changed; `None`: nobody here has one.
    pub password: Option<String>,
    /// Where accounts elsewhere are connected; `None`: there are none.
    pub connections: Option<String>,
    /// The organisations one belongs to.
    pub organisations: Vec<String>,
    /// Where one is signed in, last used first.
    pub sessions: Vec<SessionRow>,
    /// Where one signs out everywhere else; `None`: one is signed in nowhere else.
    pub end_others: Option<String>,
    /// Two-step sign-in; `None`: everybody comes in by the host's own sign-in, or the portal has no key to protect it with.
    pub factor: Option<FactorSection>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

async fn show(person: Person) -> Result<Response, Problem> {
    page(&person, StatusCode::OK, person.account().name.clone(), Vec::new()).await
}

/// The page, with what was typed for the name and what is wrong with it.
pub(super) async fn page(
    person: &Person,
    status: StatusCode,
    name: String,
    summary: Vec<Fault>,
) -> Result<Response, Problem> {
    let organisations = person.desk().organisations().await?;
    let sessions = sessions::rows(person).await?;
    let waiting = person.desk().pending_address().await?.map(|link| WaitingAddress::of(link, person));
    let own = person.web().door().takes_passwords();
    let has_passwords = own && person.portal().definition().sign_in.password;
    let factor = if own { FactorSection::of(person).await? } else { None };
    let page = AccountPage {
        name,
        rename: person.links().to("/account/name"),
        email: person.account().email.clone(),
        address: own.then(|| person.links().to("/account/address")),
        waiting,
        password: has_passwords.then(|| person.links().to("/account/password")),
        connections: person.web().door().connects().then(|| person.links().to(CONNECTIONS)),
        organisations: organisations.into_iter().map(|organisation| organisation.name).collect(),
        end_others: sessions.iter().any(|row| !row.is_this).then(|| person.links().to("/account/sessions/end")),
        sessions,
        factor,
        summary,
    };
    Ok(person.page_with(status, page).await)
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "account.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let page = Self {
            name: "Claire Martin".to_owned(),
            rename: "/account/name".to_owned(),
            email: "claire@alpha.example".to_owned(),
            address: Some("/account/address".to_owned()),
            waiting: Some(WaitingAddress::sample(tongue)),
            password: Some("/account/password".to_owned()),
            connections: Some(CONNECTIONS.to_owned()),
            organisations: vec!["Alpha".to_owned()],
            sessions: SessionRow::samples(tongue),
            end_others: Some("/account/sessions/end".to_owned()),
            factor: Some(FactorSection::samples()[1].clone()),
            summary: Vec::new(),
        };
        let alone = Self {
            organisations: Vec::new(),
            waiting: None,
            password: None,
            connections: None,
            sessions: page.sessions[..1].to_vec(),
            end_others: None,
            factor: Some(FactorSection::samples()[0].clone()),
            ..page.clone()
        };
        let nameless = Fault::at("name", tongue.say_with("fault-required", &[("field", "Name".into())]));
        let required = Some(FactorSection::samples()[2].clone());
        let wrong = Self { name: String::new(), summary: vec![nameless], factor: required, ..page.clone() };
        let by_host = Self { address: None, sessions: Vec::new(), factor: None, ..alone.clone() };
        vec![page, alone, wrong, by_host]
    }
}
