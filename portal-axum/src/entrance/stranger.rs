//! The page of somebody whom the host or a provider knows, and nobody here.

use axum::{http::StatusCode, response::Response};
use serde::Serialize;

use super::Recognised;
use crate::{
    page::{Page, SeenBy},
    tongue::Tongue,
    visit::Visit,
};

/// What somebody can do whom nobody here knows. It is the same for an account that is disabled (SECURITY A01).
#[derive(Clone, Debug, Serialize)]
pub struct StrangerPage {
    /// What was recognised, in a sentence.
    pub lead: String,
    /// What one can do, one thing a line.
    pub advice: Vec<String>,
    /// Signing in with a password; `None`: there are none.
    pub sign_in: Option<String>,
    /// Signing out where one was recognised.
    pub leave: Option<String>,
}

impl StrangerPage {
    /// Shows it to somebody whom a host recognises.
    pub(crate) async fn show(visit: &Visit, recognised: &Recognised) -> Response {
        let page = Self::of(visit, recognised.by.label(), recognised.shown(), recognised.by.farewell());
        visit.problem_page(StatusCode::FORBIDDEN, page).await
    }

    /// Shows it to somebody whom a provider has introduced.
    #[cfg(feature = "oidc")]
    pub(crate) async fn at_provider(visit: &Visit, label: &str, who: &portal_core::identity::Introduced) -> Response {
        let page = Self::of(visit, label, who.shown().unwrap_or(label), None);
        let mut response = visit.problem_page(StatusCode::FORBIDDEN, page).await;
        response.extensions_mut().insert(crate::refusal::Told::Settled);
        response
    }

    fn of(visit: &Visit, label: &str, shown: &str, leave: Option<String>) -> Self {
        let passwords = visit.web().door().takes_passwords();
        let sign_in = passwords.then(|| visit.links().sign_in());
        Self::with(visit.tongue(), label, shown, (sign_in, leave))
    }

    fn with(tongue: &Tongue, label: &str, shown: &str, (sign_in, leave): (Option<String>, Option<String>)) -> Self {
        let about = [("way", label.into()), ("shown", shown.into())];
        let mut words = vec!["stranger-invited"];
        words.extend(sign_in.is_some().then_some("stranger-password"));
        words.push("stranger-ask");
        Self {
            lead: tongue.say_with("stranger-lead", &about),
            advice: words.into_iter().map(|word| tongue.say_with(word, &about)).collect(),
            sign_in,
            leave,
        }
    }
}

impl Page for StrangerPage {
    const TEMPLATE: &'static str = "entrance/stranger.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let of = |places| Self::with(tongue, "Novaterm ID", "karim@alpha.example", places);
        vec![of((Some("/sign-in".to_owned()), None)), of((None, Some("/logout".to_owned())))]
    }
}
