//! Proving anew who one is, before something sensitive: whoever is refused for want of it comes here, and goes on from
//! where they were.

use axum::{
    Form, Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{
    Refused,
    identity::{Confirm, Proof},
};
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
    /// What is asked: `password`, `code`, or `none` where there is neither.
    pub asked: &'static str,
    /// The address whose password is asked.
    pub email: String,
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

#[derive(Deserialize)]
struct Typed {
    password: Option<String>,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn show(person: Person, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if person.desk().require_fresh().is_ok() {
        return Ok(Redirect::to(&sign_in::after(&person, &asked.next)).into_response());
    }
    Ok(person.page(ConfirmPage::of(&person, &asked.next, Vec::new()).await?).await)
}

async fn confirm(
    person: Person,
    from: From,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let token = cookies::token(&headers).ok_or(Refused::Forbidden)?;
    let proof = typed.password.map_or(Proof::Code(typed.code), Proof::Password);
    let (wrong, field) = match proof {
        Proof::Password(_) => ("confirm-wrong", "password"),
        Proof::Code(_) => ("confirm-code-wrong", "code"),
    };
    let input = Confirm { proof, from: from.0 };
    match person.portal().confirm(&token, &input).await {
        Ok(signed_in) => Ok(sign_in::cookie(&person, &signed_in, &sign_in::after(&person, &typed.next))),
        Err(Refused::Credentials) => {
            let wrong = vec![Fault::at(field, person.tongue().say(wrong))];
            let page = ConfirmPage::of(&person, &typed.next, wrong).await?;
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

impl ConfirmPage {
    async fn of(person: &Person, next: &str, summary: Vec<Fault>) -> Result<Self, Refused> {
        let passwords = person.portal().definition().sign_in.password;
        let asked = match person.account().password {
            Some(_) if passwords => "password",
            _ if person.desk().own_factor().await?.since.is_some() => "code",
            _ => "none",
        };
        let (links, next) = (person.links(), safe_next(next).to_owned());
        let (action, forgot, sign_out) = (links.confirm(), links.forgot(), links.sign_out());
        Ok(Self { action, next, asked, email: person.account().email.clone(), forgot, sign_out, summary })
    }
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "confirm.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let fresh = Self {
            action: "/confirm".to_owned(),
            next: "/account".to_owned(),
            asked: "password",
            email: "claire@alpha.example".to_owned(),
            forgot: "/forgot".to_owned(),
            sign_out: "/sign-out".to_owned(),
            summary: Vec::new(),
        };
        let wrong = Self { summary: vec![Fault::at("password", tongue.say("confirm-wrong"))], ..fresh.clone() };
        let code = Self { asked: "code", ..fresh.clone() };
        let unknown = Self { summary: vec![Fault::at("code", tongue.say("confirm-code-wrong"))], ..code.clone() };
        vec![Self { asked: "none", ..fresh.clone() }, fresh, wrong, code, unknown]
    }
}
