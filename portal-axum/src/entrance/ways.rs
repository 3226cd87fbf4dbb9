//! Signing in where the portal has no passwords of its own: the ways there are.

use axum::{
    Router,
    extract::Query,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};

use super::safe_next;
use crate::{
    Web,
    page::{Page, SeenBy},
    problem::Problem,
    tongue::Tongue,
    visit::Visit,
};

/// The page where one signs in, for a portal without passwords.
pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/sign-in", get(show))
}

/// A way to sign in besides a password.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// The page that lists the ways in.
#[derive(Clone, Debug, Serialize)]
pub struct WaysPage {
    /// The portal's greeting.
    pub welcome: Option<String>,
    /// The ways.
    pub ways: Vec<Way>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let next = safe_next(&asked.next);
    if visit.entered().is_some() {
        let home = || visit.links().home();
        return Ok(Redirect::to(&if next == "/" { home() } else { visit.links().to(next) }).into_response());
    }
    if visit.recognised().is_some() {
        return Err(Problem::SignIn);
    }
    let tongue = visit.tongue();
    let welcome = visit.portal().definition().branding.welcome.as_ref();
    let welcome = welcome.map(|text| tongue.text(text).to_owned());
    let ways = visit.web().door().ways(visit.links(), tongue, next);
    Ok(visit.page(WaysPage { welcome, ways }).await)
}

impl Page for WaysPage {
    const TEMPLATE: &'static str = "entrance/ways.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let ways = samples_of_ways(tongue);
        vec![Self { welcome: Some("Good to see you.".to_owned()), ways: ways.clone() }, Self { welcome: None, ways }]
    }
}

/// Ways to show on a sample.
pub(crate) fn samples_of_ways(tongue: &Tongue) -> Vec<Way> {
    let way = |label: &str, url: &str| {
        let label = tongue.say_with("sign-in-with", &[("way", label.into())]);
        Way { label, url: url.to_owned() }
    };
    vec![way("Novaterm ID", "/login"), way("Google", "/sign-in/with/google")]
}
