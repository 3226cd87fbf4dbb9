//! Inviting somebody.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{Refused, identity::Invite};
use serde::{Deserialize, Serialize};

use super::{faults, roles};
use crate::{
    Web,
    done::Done,
    page::{Fault, Language, Page},
    problem::Problem,
    show::OptionView,
    tongue::Tongue,
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/people/invite", get(show).post(send))
}

/// The form with which somebody is invited.
#[derive(Clone, Debug, Serialize)]
pub struct InvitePage {
    /// Where the form goes.
    pub action: String,
    /// The list.
    pub back: String,
    /// The name as typed.
    pub name: String,
    /// The address as typed.
    pub email: String,
    /// The roles that can be given.
    pub roles: Vec<OptionView>,
    /// The languages to write in; none where there is one only.
    pub languages: Vec<OptionView>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    name: String,
    email: String,
    role: String,
    locale: String,
}

async fn show(person: Person) -> Result<Response, Problem> {
    // Whoever may not invite is told so, and whoever sees nobody here finds nothing.
    let desk = person.desk();
    let people = desk.people(desk.own_seat()).await?;
    if !people.manages {
        return Err(Refused::Forbidden.into());
    }
    let typed = Typed { locale: person.tongue().locale().to_owned(), ..Typed::default() };
    Ok(person.page(InvitePage::of(&person, typed, Vec::new())).await)
}

async fn send(person: Person, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let (desk, tongue) = (person.desk(), person.tongue());
    let invite = Invite {
        seat: desk.own_seat(),
        name: typed.name.clone(),
        email: typed.email.clone(),
        role: typed.role.clone(),
        locale: typed.locale.clone(),
    };
    let summary = match desk.invite(&invite).await {
        Ok(_) => return Ok(Redirect::to(&Done::Invited.at(&person.links().people())).into_response()),
        Err(Refused::Answers(wrong)) => faults(&wrong, tongue),
        Err(Refused::NotHere) => vec![Fault::at("email", tongue.say("invite-there"))],
        Err(Refused::Wait(_)) => vec![Fault::at("email", tongue.say("invite-often"))],
        Err(refused) => return Err(refused.into()),
    };
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, InvitePage::of(&person, typed, summary)).await)
}

impl InvitePage {
    fn of(person: &Person, typed: Typed, summary: Vec<Fault>) -> Self {
        let languages = crate::page::languages_of(&person.portal().definition().locales, &typed.locale);
        Self {
            action: person.links().invite(),
            back: person.links().people(),
            name: typed.name,
            email: typed.email,
            roles: roles(person, &typed.role),
            languages: languages.into_iter().map(option).collect(),
            summary,
        }
    }
}

fn option(language: Language) -> OptionView {
    let id = format!("locale-{}", language.tag);
    OptionView { id, value: language.tag, label: language.name, checked: language.current }
}

impl Page for InvitePage {
    const TEMPLATE: &'static str = "people/invite.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let role = |place: usize, label: &str, checked| OptionView {
            id: format!("role-{place}"),
            value: format!("role_{place}"),
            label: label.to_owned(),
            checked,
        };
        let language =
            |tag: &str, name: &str, current| option(Language { tag: tag.to_owned(), name: name.to_owned(), current });
        let fresh = Self {
            action: "/people/invite".to_owned(),
            back: "/people".to_owned(),
            name: String::new(),
            email: String::new(),
            roles: vec![role(0, "User", false), role(1, "Administrator", false)],
            languages: vec![language("en", "English", true), language("fr", "Français", false)],
            summary: Vec::new(),
        };
        let wrong = Self {
            name: "Claire Martin".to_owned(),
            email: "claire@alpha.example".to_owned(),
            roles: vec![role(0, "User", true), role(1, "Administrator", false)],
            summary: vec![Fault::at("email", tongue.say("invite-there"))],
            ..fresh.clone()
        };
        let one = Self { languages: Vec::new(), ..fresh.clone() };
        vec![fresh, wrong, one]
    }
}
