//! My account: who I am here, and my language.

use axum::{Router, response::Response, routing::get};
use serde::Serialize;

use crate::{Web, page::Page, problem::Problem, tongue::Tongue, visit::Person};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/account", get(show))
}

/// The page of one's account.
#[derive(Clone, Debug, Serialize)]
pub struct AccountPage {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// The organisations one belongs to.
    pub organisations: Vec<String>,
}

async fn show(person: Person) -> Result<Response, Problem> {
    let organisations = person.desk().organisations().await?;
    let page = AccountPage {
        name: person.account().name.clone(),
        email: person.account().email.clone(),
        organisations: organisations.into_iter().map(|organisation| organisation.name).collect(),
    };
    Ok(person.page(page).await)
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "account.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        let page = Self {
            name: "Claire Martin".to_owned(),
            email: "claire@alpha.example".to_owned(),
            organisations: vec!["Alpha".to_owned()],
        };
        vec![Self { organisations: Vec::new(), ..page.clone() }, page]
    }
}
