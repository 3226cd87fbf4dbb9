//! Accepting an invitation.

use axum::{
    Form, Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::get,
};
use portal_core::{
    Refused,
    identity::{AcceptInvitation, Invited, Secret},
};
use serde::{Deserialize, Serialize};

use super::{enter, or_gone};
use crate::{
    Web,
    page::{Fault, Page, SeenBy},
    people,
    problem::Problem,
    sign_in::From,
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/invitations/{token}", get(show).post(accept))
}

/// The page of an invitation.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationPage {
    /// Who invites to where, in a sentence.
    pub lead: String,
    /// The address, which is the account's name.
    pub email: String,
    /// The name as typed, or as it was given.
    pub name: String,
    /// Whether the address has an account: then its password is asked.
    pub has_account: bool,
    /// Where the form goes.
    pub action: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// The page of a link that does not count.
#[derive(Clone, Debug, Serialize)]
pub struct GonePage {
    /// Signing in.
    pub sign_in: String,
    /// Asking for a new password.
    pub forgot: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    password: String,
}

async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let secret = Secret::parse(&token);
    let found = match &secret {
        Some(secret) => visit.portal().invitation(secret).await,
        None => Err(Refused::NotFound),
    };
    match found {
        Ok(invited) => {
            let name = invited.name.clone();
            Ok(visit.page(InvitationPage::of(&visit, &token, invited, name, Vec::new())).await)
        }
        Err(refused) => or_gone(&visit, refused).await,
    }
}

async fn accept(
    visit: Visit,
    from: From,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let Some(secret) = Secret::parse(&token) else { return or_gone(&visit, Refused::NotFound).await };
    let input = AcceptInvitation { name: typed.name.clone(), password: typed.password, from: from.0 };
    let summary = match visit.portal().accept_invitation(&secret, &input).await {
        Ok(signed_in) => return enter(&visit, &headers, &signed_in).await,
        Err(Refused::Answers(wrong)) => people::faults(&wrong, visit.tongue()),
        Err(Refused::Credentials) => vec![Fault::at("password", visit.tongue().say("invitation-wrong-password"))],
        Err(refused) => return or_gone(&visit, refused).await,
    };
    match visit.portal().invitation(&secret).await {
        Ok(invited) => {
            let page = InvitationPage::of(&visit, &token, invited, typed.name, summary);
            Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => or_gone(&visit, refused).await,
    }
}

impl InvitationPage {
    fn of(visit: &Visit, token: &str, invited: Invited, name: String, summary: Vec<Fault>) -> Self {
        let tongue = visit.tongue();
        let definition = visit.portal().definition();
        let portal = tongue.text(&definition.name);
        let role = people::role_label(definition, &invited.role, tongue);
        let place = invited.organisation.as_deref().unwrap_or(portal);
        let sender = invited.sender.as_deref().unwrap_or(portal);
        let about = [("sender", sender.into()), ("place", place.into()), ("role", role.as_str().into())];
        Self {
            lead: tongue.say_with("invitation-lead", &about),
            email: invited.email,
            name,
            has_account: invited.has_account,
            action: visit.links().to(&format!("/invitations/{token}")),
            summary,
        }
    }
}

impl GonePage {
    pub(super) fn of(visit: &Visit) -> Self {
        Self { sign_in: visit.links().sign_in(), forgot: visit.links().forgot() }
    }
}

impl Page for InvitationPage {
    const TEMPLATE: &'static str = "link/invitation.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let about = [("sender", "Aline Roche".into()), ("place", "Alpha Logistics".into()), ("role", "User".into())];
        let new = Self {
            lead: tongue.say_with("invitation-lead", &about),
            email: "karim@alpha.example".to_owned(),
            name: "Karim Benali".to_owned(),
            has_account: false,
            action: "/invitations/1".to_owned(),
            summary: Vec::new(),
        };
        let easy = Self { summary: vec![Fault::at("password", tongue.say("password-easy"))], ..new.clone() };
        let known = Self { has_account: true, ..new.clone() };
        vec![new, easy, known]
    }
}

impl Page for GonePage {
    const TEMPLATE: &'static str = "link/gone.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(_: &Tongue) -> Vec<Self> {
        vec![Self { sign_in: "/sign-in".to_owned(), forgot: "/forgot".to_owned() }]
    }
}
