//! Confirming another mail address.

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::Secret};
use serde::Serialize;

use super::or_gone;
use crate::{
    Web,
    done::Done,
    page::{Page, SeenBy},
    problem::Problem,
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/address/{token}", get(show).post(confirm))
}

/// The page where another address is confirmed.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmAddressPage {
    /// Whose account.
    pub name: String,
    /// The address.
    pub email: String,
    /// Where the form goes.
    pub action: String,
}

/// The page that says that an address counts from now on, for somebody who is not signed in where they confirmed it.
#[derive(Clone, Debug, Serialize)]
pub struct AddressConfirmedPage {
    /// Signing in.
    pub sign_in: String,
}

async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let found = match Secret::parse(&token) {
        Some(secret) => visit.portal().new_address(&secret).await,
        None => Err(Refused::NotFound),
    };
    match found {
        Ok((email, name)) => {
            let action = visit.links().to(&format!("/address/{token}"));
            Ok(visit.page(ConfirmAddressPage { name, email, action }).await)
        }
        Err(refused) => or_gone(&visit, refused).await,
    }
}

async fn confirm(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let Some(secret) = Secret::parse(&token) else { return or_gone(&visit, Refused::NotFound).await };
    match visit.portal().confirm_address(&secret).await {
        Ok(account) if visit.entered().is_some_and(|entered| entered.account.id == account) => {
            Ok(Redirect::to(&Done::AddressChanged.at(&visit.links().account())).into_response())
        }
        Ok(_) => Ok(visit.page(AddressConfirmedPage { sign_in: visit.links().sign_in() }).await),
        Err(refused) => or_gone(&visit, refused).await,
    }
}

impl Page for ConfirmAddressPage {
    const TEMPLATE: &'static str = "link/address.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(_: &Tongue) -> Vec<Self> {
        let (name, email) = ("Claire Martin".to_owned(), "claire@new.example".to_owned());
        vec![Self { name, email, action: "/address/1".to_owned() }]
    }
}

impl Page for AddressConfirmedPage {
    const TEMPLATE: &'static str = "link/address_confirmed.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(_: &Tongue) -> Vec<Self> {
        vec![Self { sign_in: "/sign-in".to_owned() }]
    }
}
