//! Proving anew who one is, before something sensitive: whoever is refused for want of it comes here, and goes on from
//! where they were.

use axum::{
    Form, Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::Confirm};
use serde::{Deserialize, Serialize};

use crate::{
    Web, cookies,
    entrance::safe_next,
    page::{Fault, Page},
    problem::Problem,
    sign_in::{self, From},
    tongue::Tongue,
    visit::Person,
};

pub(crate) fn routes() -> Router<Web> {
    Router::new().route("/confirm", get(show).post(confirm))
}

/// The page where one proves anew who one is.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmPage {
    /// Where the form goes.
    pub action: String,
    /// Where to go on afterwards, below the mount point.
    pub next: String,
    /// The address whose password is asked; `None`: none is.
    pub email: Option<String>,
    /// Whether a code of the second factor is asked.
    pub code: bool,
    /// Asking for a new password.
    pub forgot: String,
    /// Leaving.
    pub sign_out: String,
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
    password: String,
    code: String,
    next: String,
}

async fn show(person: Person, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if person.desk().require_fresh().is_ok() {
        return Ok(Redirect::to(&sign_in::after(&person, &asked.next)).into_response());
    }
    Ok(person.page(ConfirmPage::of(&person, &asked.next).await?).await)
}

async fn confirm(
    person: Person,
    from: From,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let token = cookies::token(&headers).ok_or(Refused::Forbidden)?;
    let input = Confirm { password: typed.password, code: typed.code, from: from.0 };
    match person.portal().confirm(&token, &input).await {
        Ok(signed_in) => Ok(sign_in::cookie(&person, &signed_in, &sign_in::after(&person, &typed.next))),
        Err(Refused::Credentials) => {
            let mut page = ConfirmPage::of(&person, &typed.next).await?;
            page.summary = page.wrong(person.tongue());
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl ConfirmPage {
    async fn of(person: &Person, next: &str) -> Result<Self, Refused> {
        let proofs = person.desk().proofs().await?;
        let email = proofs.password.then(|| person.account().email.clone());
        let (links, next) = (person.links(), safe_next(next).to_owned());
        let (action, forgot, sign_out) = (links.confirm(), links.forgot(), links.sign_out());
        Ok(Self { action, next, email, code: proofs.code, forgot, sign_out, summary: Vec::new() })
    }

    /// What to say of proofs that will not do. Of two it is not said which: half a proof helps nobody on.
    fn wrong(&self, tongue: &Tongue) -> Vec<Fault> {
        vec![match (&self.email, self.code) {
            (Some(_), false) => Fault::at("password", tongue.say("confirm-wrong")),
            (Some(_), true) => Fault::at("password", tongue.say("confirm-both-wrong")),
            (None, _) => Fault::at("code", tongue.say("factor-code-wrong")),
        }]
    }
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "confirm.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let password = Self {
            action: "/confirm".to_owned(),
            next: "/account".to_owned(),
            email: Some("claire@alpha.example".to_owned()),
            code: false,
            forgot: "/forgot".to_owned(),
            sign_out: "/sign-out".to_owned(),
            summary: Vec::new(),
        };
        let both = Self { code: true, ..password.clone() };
        let code = Self { email: None, ..both.clone() };
        let neither = Self { email: None, ..password.clone() };
        let wrong = [&password, &both, &code].map(|page| Self { summary: page.wrong(tongue), ..page.clone() });
        [password, both, code, neither].into_iter().chain(wrong).collect()
    }
}
