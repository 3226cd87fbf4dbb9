//! Accepting an invitation.

use axum::{
    Form, Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    Refused,
    identity::{AcceptInvitation, Invited, Secret},
};
use serde::{Deserialize, Serialize};

use super::or_gone;
use crate::{
    Web,
    entrance::{Way, samples_of_ways},
    page::{Fault, Page, SeenBy},
    people,
    problem::Problem,
    sign_in,
    sign_in::From,
    tongue::Tongue,
    visit::Visit,
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/invitations/{token}", get(show).post(accept))
        .route("/invitations/{token}/recognised", post(accept_recognised))
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
    /// Whether one may come in with a password at all.
    pub passwords: bool,
    /// As whom one is recognised, who may accept as that.
    pub recognised: Option<AcceptAs>,
    /// The ways to accept besides a password.
    pub ways: Vec<Way>,
    /// Whether people have passwords here.
    pub has_passwords: bool,
    /// Where the form goes.
    pub action: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// Accepting as somebody whom the host recognises.
#[derive(Clone, Debug, Serialize)]
pub struct AcceptAs {
    /// As whom, in a sentence.
    pub lead: String,
    /// Where the form goes.
    pub action: String,
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
    let secret = Secret::parse(&token).filter(|_| visit.web().door().takes_passwords());
    let Some(secret) = secret else { return or_gone(&visit, Refused::NotFound).await };
    let invited = match visit.portal().invitation(&secret).await {
        Ok(invited) => invited,
        Err(refused) => return or_gone(&visit, refused).await,
    };
    let input = AcceptInvitation { name: typed.name.clone(), password: typed.password, from: from.0 };
    let summary = match visit.portal().accept_invitation(&secret, &input).await {
        Ok(signed_in) => return sign_in::begin(&visit, &headers, &signed_in, &arrives(&invited)).await,
        Err(Refused::Answers(wrong)) => people::faults(&wrong, visit.tongue()),
        Err(Refused::Credentials) => vec![Fault::at("password", visit.tongue().say("invitation-wrong-password"))],
        Err(refused) => return or_gone(&visit, refused).await,
    };
    again(&visit, &secret, &token, Some(typed.name), summary).await
}

/// Accepts as whom the host recognises. Nobody else can send this form: it is of our own page (SECURITY X01).
async fn accept_recognised(visit: Visit, Path(token): Path<String>) -> Result<Response, Problem> {
    let Some(secret) = Secret::parse(&token) else { return or_gone(&visit, Refused::NotFound).await };
    let Some(recognised) = visit.recognised() else { return Err(Problem::SignIn) };
    let invited = match visit.portal().invitation(&secret).await {
        Ok(invited) => invited,
        Err(refused) => return or_gone(&visit, refused).await,
    };
    let (by, who) = (recognised.introducer(), &recognised.who);
    match visit.portal().accept_introduced(&secret, by, who, &invited.name).await {
        Ok(_) => Ok(Redirect::to(&visit.links().to(&arrives(&invited))).into_response()),
        Err(Refused::Credentials) => {
            let about = [("shown", recognised.shown().into()), ("email", invited.email.as_str().into())];
            let other = Fault::at("recognised", visit.tongue().say_with("invitation-somebody-else", &about));
            again(&visit, &secret, &token, None, vec![other]).await
        }
        Err(refused) => or_gone(&visit, refused).await,
    }
}

/// Where somebody arrives who accepts: at the request they were invited to, or at home.
pub(crate) fn arrives(invited: &Invited) -> String {
    invited.seat.request().map_or_else(|| "/".to_owned(), |id| format!("/requests/{id}"))
}

/// Shows the page once more, with what will not do.
async fn again(
    visit: &Visit,
    secret: &Secret,
    token: &str,
    name: Option<String>,
    summary: Vec<Fault>,
) -> Result<Response, Problem> {
    match visit.portal().invitation(secret).await {
        Ok(invited) => {
            let name = name.unwrap_or_else(|| invited.name.clone());
            let page = InvitationPage::of(visit, token, invited, name, summary);
            Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => or_gone(visit, refused).await,
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
        let lead = match &invited.request {
            Some(title) => tongue.say_with(
                "invitation-lead-request",
                &[("sender", sender.into()), ("place", place.into()), ("request", title.as_str().into())],
            ),
            None => tongue.say_with("invitation-lead", &about),
        };
        let recognised = visit.recognised().map(|recognised| AcceptAs {
            lead: tongue.say_with("invitation-recognised", &[("shown", recognised.shown().into())]),
            action: visit.links().to(&format!("/invitations/{token}/recognised")),
        });
        let ways = visit.web().door().ways_to_accept(visit.links(), tongue, token);
        Self {
            lead,
            email: invited.email,
            name,
            has_account: invited.has_account,
            passwords: visit.web().door().takes_passwords(),
            ways: if recognised.is_some() { Vec::new() } else { ways },
            recognised,
            has_passwords: definition.sign_in.password,
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
            passwords: true,
            recognised: None,
            ways: Vec::new(),
            has_passwords: true,
            action: "/invitations/1".to_owned(),
            summary: Vec::new(),
        };
        let easy = Self { summary: vec![Fault::at("password", tongue.say("password-common"))], ..new.clone() };
        let known = Self { has_account: true, ..new.clone() };
        let several = Self { ways: samples_of_ways(tongue), ..new.clone() };
        let by_host = Self { passwords: false, ..several.clone() };
        let lead = tongue.say_with("invitation-recognised", &[("shown", "karim@alpha.example".into())]);
        let action = "/invitations/1/recognised".to_owned();
        let recognised = Self { recognised: Some(AcceptAs { lead, action }), ..new.clone() };
        let about = [("shown", "karim@beta.example".into()), ("email", "karim@alpha.example".into())];
        let other = Fault::at("recognised", tongue.say_with("invitation-somebody-else", &about));
        let somebody_else = Self { summary: vec![other], ..recognised.clone() };
        let about =
            [("sender", "Aline Roche".into()), ("place", "Alpha Logistics".into()), ("request", "Cooling".into())];
        let guest = Self { lead: tongue.say_with("invitation-lead-request", &about), ..new.clone() };
        let links = [&new, &known].map(|page| Self { has_passwords: false, ..page.clone() });
        let all = [guest, new, easy, known, several, by_host, recognised, somebody_else];
        all.into_iter().chain(links).collect()
    }
}

impl Page for GonePage {
    const TEMPLATE: &'static str = "link/gone.html";
    const SEEN_BY: SeenBy = SeenBy::Anybody;

    fn samples(_: &Tongue) -> Vec<Self> {
        vec![Self { sign_in: "/sign-in".to_owned(), forgot: "/forgot".to_owned() }]
    }
}
