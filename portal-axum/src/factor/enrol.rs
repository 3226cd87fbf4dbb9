//! Setting a second factor up: by somebody who is signed in, and by somebody who must have one before anything opens.

use axum::{
    Form, Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::get,
};
use portal_core::{
    Refused,
    identity::{Offer, Secret},
};
use serde::{Deserialize, Serialize};

use super::{Qr, SavedPage, code::anew};
use crate::{
    Web, cookies,
    page::{Fault, Page},
    problem::Problem,
    sign_in,
    tongue::Tongue,
    visit::{Person, Visit},
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/sign-in/second-factor", get(show_first).post(set_first))
        .route("/account/second-factor", get(show).post(set))
}

/// The page where a second factor is set up.
#[derive(Clone, Debug, Serialize)]
pub struct EnrolPage {
    /// Whether nothing else opens before.
    pub first: bool,
    /// Where the form goes.
    pub action: String,
    /// Where to go afterwards, below the mount point.
    pub next: String,
    /// What the app reads.
    pub qr: Option<Qr>,
    /// The same as an address, for an app on this device.
    pub address: String,
    /// The secret, to be typed into the app.
    pub secret: String,
    /// The offer, to be sent back.
    pub sealed: String,
    /// Leaving without.
    pub leave: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    code: String,
    sealed: String,
    next: String,
}

async fn show_first(visit: Visit, headers: HeaderMap, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let Some(token) = cookies::token(&headers) else { return Ok(anew(&visit, &asked.next)) };
    first(&visit, &token, None, &asked.next, StatusCode::OK).await
}

async fn set_first(visit: Visit, headers: HeaderMap, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let Some(token) = cookies::token(&headers) else { return Ok(anew(&visit, &typed.next)) };
    match visit.portal().enrol(&token, &typed.sealed, &typed.code).await {
        Ok(enrolled) => {
            let page = SavedPage { codes: enrolled.codes, next: sign_in::after(&visit, &typed.next) };
            let shown = visit.page(page).await;
            Ok(sign_in::with_cookie(&visit, &enrolled.signed_in, shown))
        }
        Err(Refused::NotFound) => Ok(anew(&visit, &typed.next)),
        Err(Refused::Credentials | Refused::Stale) => {
            first(&visit, &token, Some(&typed.sealed), &typed.next, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn first(
    visit: &Visit,
    token: &Secret,
    sealed: Option<&str>,
    next: &str,
    status: StatusCode,
) -> Result<Response, Problem> {
    match visit.portal().offer_factor(token, sealed).await {
        Ok(offer) => {
            let (action, leave) = (visit.links().sign_in_factor(), visit.links().sign_out());
            let page = EnrolPage { first: true, action, leave, ..EnrolPage::of(visit, offer, next, sealed) };
            Ok(visit.page_with(status, page).await)
        }
        Err(Refused::NotFound) => Ok(anew(visit, next)),
        Err(refused) => Err(refused.into()),
    }
}

async fn show(person: Person) -> Result<Response, Problem> {
    again(&person, None, StatusCode::OK).await
}

async fn set(person: Person, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    match person.desk().set_factor(&typed.sealed, &typed.code).await {
        Ok(codes) => Ok(person.page(SavedPage { codes, next: person.links().account() }).await),
        Err(Refused::Credentials | Refused::Stale) => {
            again(&person, Some(&typed.sealed), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn again(person: &Person, sealed: Option<&str>, status: StatusCode) -> Result<Response, Problem> {
    let offer = person.desk().offer_factor(sealed).await?;
    Ok(person.page_with(status, EnrolPage::of(person, offer, "/account", sealed)).await)
}

impl EnrolPage {
    /// With what was sealed before, this is a second try.
    fn of(visit: &Visit, offer: Offer, next: &str, sealed: Option<&str>) -> Self {
        let wrong = sealed.map(|sealed| match sealed == offer.sealed {
            true => "factor-enrol-wrong",
            false => "factor-enrol-late",
        });
        let next = crate::entrance::safe_next(next).to_owned();
        Self {
            first: false,
            action: visit.links().own_factor(),
            next,
            qr: Qr::of(&offer.address),
            address: offer.address,
            secret: offer.secret,
            sealed: offer.sealed,
            leave: visit.links().account(),
            summary: wrong.map(|word| Fault::at("code", visit.tongue().say(word))).into_iter().collect(),
        }
    }
}

impl Page for EnrolPage {
    const TEMPLATE: &'static str = "factor/enrol.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let address =
            "otpauth://totp/Durand:claire%40alpha.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Durand";
        let own = Self {
            first: false,
            action: "/account/second-factor".to_owned(),
            next: "/account".to_owned(),
            qr: Qr::of(address),
            address: address.to_owned(),
            secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".to_owned(),
            sealed: "1".to_owned(),
            leave: "/account".to_owned(),
            summary: Vec::new(),
        };
        let first = Self { first: true, leave: "/sign-out".to_owned(), ..own.clone() };
        let wrong =
            Self { summary: vec![Fault::at("code", tongue.say("factor-enrol-wrong"))], qr: None, ..first.clone() };
        vec![own, first, wrong]
    }
}
