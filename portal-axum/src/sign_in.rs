//! Signing in and out with the portal's own accounts.

use std::convert::Infallible;

use axum::{
    Form, Router,
    extract::{FromRequestParts, Query},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    Refused,
    identity::{Pending, SignIn, SignedIn},
};
use serde::{Deserialize, Serialize};

use crate::{
    ClientAddress, Web, cookies,
    entrance::{Way, safe_next, samples_of_ways},
    factor::towards,
    page::{Fault, Page, SeenBy},
    problem::Problem,
    tongue::Tongue,
    visit::Visit,
};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/sign-in", get(show).post(sign_in))
}

pub(crate) fn leaving() -> Router<Web> {
    Router::new().route("/sign-out", post(sign_out))
}

/// The page where one signs in.
#[derive(Clone, Debug, Serialize)]
pub struct SignInPage {
    /// The portal's greeting.
    pub welcome: Option<String>,
    /// Where the form goes.
    pub action: String,
    /// Where to go afterwards, below the mount point.
    pub next: String,
    /// The address as it was typed.
    pub email: String,
    /// Whether one signs in with a password.
    pub password: bool,
    /// Where one asks for a link to sign in with, where that is possible.
    pub link: Option<String>,
    /// Asking for a new password.
    pub forgot: String,
    /// The ways to sign in besides a password.
    pub ways: Vec<Way>,
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
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Response {
    if visit.entered().is_some() {
        return Redirect::to(&after(&visit, &asked.next)).into_response();
    }
    visit.page(SignInPage::of(&visit, &asked.next, String::new(), None)).await
}

async fn sign_in(visit: Visit, from: From, headers: HeaderMap, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let browser = cookies::browser(&headers).map(str::to_owned);
    let input = SignIn { email: typed.email.clone(), password: typed.password, from: from.0, browser };
    match visit.portal().sign_in(&input).await {
        Ok(signed_in) => begin(&visit, &headers, &signed_in, &typed.next).await,
        Err(Refused::Credentials) => {
            let page = SignInPage::of(&visit, &typed.next, typed.email, Some("sign-in-wrong"));
            Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

/// Lets somebody in who has just got a session, towards `next`. Whatever session this browser had ends: its token is
/// never carried over (SECURITY S01).
pub(crate) async fn begin(
    visit: &Visit,
    headers: &HeaderMap,
    signed_in: &SignedIn,
    next: &str,
) -> Result<Response, Problem> {
    if let Some(old) = cookies::token(headers) {
        visit.portal().sign_out(&old).await?;
    }
    let to = match signed_in.pending {
        None => after(visit, next),
        Some(Pending::Code) => towards(visit.links().sign_in_code(), next),
        Some(Pending::Enrolment) => towards(visit.links().sign_in_factor(), next),
    };
    Ok(cookie(visit, signed_in, &to))
}

/// Gives the browser the token of a session, and sends it on.
pub(crate) fn cookie(visit: &Visit, signed_in: &SignedIn, to: &str) -> Response {
    with_cookie(visit, signed_in, Redirect::to(to).into_response())
}

/// Gives the browser the token of a session along with an answer, and by which it is known from then on.
pub(crate) fn with_cookie(visit: &Visit, signed_in: &SignedIn, mut answer: Response) -> Response {
    let lasts = signed_in.expires - visit.portal().now();
    answer.headers_mut().append(header::SET_COOKIE, cookies::keep_token(&signed_in.token, lasts));
    let known = signed_in.pending.is_none().then(|| visit.portal().known_browser(signed_in.account.id));
    if let Some(known) = known.flatten() {
        answer.headers_mut().append(header::SET_COOKIE, cookies::keep_browser(&known));
    }
    answer
}

/// What guesses are counted by.
pub(crate) struct From(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(ClientAddress::bucket(&parts.extensions)))
    }
}

async fn sign_out(visit: Visit, sent: HeaderMap) -> Result<Response, Problem> {
    if let Some(token) = cookies::token(&sent) {
        visit.portal().sign_out(&token).await?;
    }
    let forget = HeaderValue::from_static("\"cache\"");
    let headers = [(header::SET_COOKIE, cookies::drop_token()), (HeaderName::from_static("clear-site-data"), forget)];
    let farewell = visit.recognised().and_then(|recognised| recognised.by.farewell());
    #[cfg(feature = "oidc")]
    let farewell = farewell.or_else(|| crate::oidc::after_sign_out(&visit, &sent));
    let place = farewell.unwrap_or_else(|| visit.links().sign_in());
    let response = (AppendHeaders(headers), Redirect::to(&place)).into_response();
    #[cfg(feature = "oidc")]
    let response = (AppendHeaders([(header::SET_COOKIE, cookies::drop_provider())]), response).into_response();
    Ok(response)
}

/// The address to go on to: `next` is a path below the mount point, or it is the start page (SECURITY X12).
pub(crate) fn after(visit: &Visit, next: &str) -> String {
    match safe_next(next) {
        "/" => visit.links().home(),
        inside => visit.links().to(inside),
    }
}

impl SignInPage {
    pub(crate) fn of(visit: &Visit, next: &str, email: String, wrong: Option<&str>) -> Self {
        let (tongue, way) = (visit.tongue(), &visit.portal().definition().sign_in);
        let welcome = visit.portal().definition().branding.welcome.as_ref();
        Self {
            welcome: welcome.map(|text| tongue.text(text).to_owned()),
            action: visit.links().sign_in(),
            next: safe_next(next).to_owned(),
            email,
            password: way.password,
            link: way.magic_link.then(|| visit.links().to("/sign-in/link")),
            forgot: visit.links().forgot(),
            ways: visit.web().door().ways(visit.links(), tongue, next),
            summary: wrong.map(|key| Fault::at("email", tongue.say(key))).into_iter().collect(),
        }
    }
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "sign_in.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            welcome: Some("Good to see you.".to_owned()),
            action: "/sign-in".to_owned(),
            next: "/".to_owned(),
            email: String::new(),
            password: true,
            link: None,
            forgot: "/forgot".to_owned(),
            ways: Vec::new(),
            summary: Vec::new(),
        };
        let summary = vec![Fault::at("email", tongue.say("sign-in-wrong"))];
        let wrong = Self { welcome: None, email: "claire@alpha.example".to_owned(), summary, ..fresh.clone() };
        let several = Self { ways: samples_of_ways(tongue), ..fresh.clone() };
        let either = Self { link: Some("/sign-in/link".to_owned()), ..fresh.clone() };
        let link_alone = Self { password: false, ..either.clone() };
        vec![fresh, wrong, several, either, link_alone]
    }
}
