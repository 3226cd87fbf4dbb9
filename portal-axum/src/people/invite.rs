//! Inviting somebody.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use portal_core::{
    Refused,
    id::ProjectId,
    identity::{Invite, Seat},
};
use serde::Serialize;

use super::{NarrowView, Place, faults, first, place::Which, roles};
use crate::{
    Web,
    done::Done,
    page::{Fault, Language, Page},
    path::At,
    problem::Problem,
    show::OptionView,
    tongue::Tongue,
    visit::Person,
};

pub(super) fn routes(base: &str) -> Router<Web> {
    Router::new().route(&format!("{base}/invite"), get(show).post(send))
}

/// The form with which somebody is invited.
#[derive(Clone, Debug, Serialize)]
pub struct InvitePage {
    /// Where the form goes.
    pub action: String,
    /// The list.
    pub back: String,
    /// Whether it is to one request alone.
    pub at_request: bool,
    /// The name as typed.
    pub name: String,
    /// The address as typed.
    pub email: String,
    /// The roles that can be given.
    pub roles: Vec<OptionView>,
    /// To which projects the place goes, where there are any.
    pub narrow: Option<NarrowView>,
    /// The languages to write in; none where there is one only.
    pub languages: Vec<OptionView>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    role: String,
    locale: String,
    projects: Option<Vec<ProjectId>>,
}

impl Typed {
    fn of(sent: &[(String, String)]) -> Self {
        let text = |name: &str| first(sent, name).to_owned();
        let projects = NarrowView::read(sent);
        Self { name: text("name"), email: text("email"), role: text("role"), locale: text("locale"), projects }
    }
}

async fn show(person: Person, At(which): At<Which>) -> Result<Response, Problem> {
    // Whoever may not invite is told so, and whoever sees nobody here finds nothing.
    let place = which.place(&person).await?;
    if !person.desk().people(place.seat).await?.invites() {
        return Err(Refused::Forbidden.into());
    }
    let typed = Typed { locale: person.tongue().locale().to_owned(), ..Typed::default() };
    Ok(person.page(InvitePage::of(&person, &place, typed, Vec::new()).await?).await)
}

async fn send(
    person: Person,
    At(which): At<Which>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (place, tongue, typed) = (which.place(&person).await?, person.tongue(), Typed::of(&sent));
    let invite = Invite {
        seat: place.seat,
        name: typed.name.clone(),
        email: typed.email.clone(),
        role: typed.role.clone(),
        projects: typed.projects.clone(),
        locale: typed.locale.clone(),
    };
    let summary = match person.desk().invite(&invite).await {
        Ok(_) => return Ok(Redirect::to(&Done::Invited.at(&place.list)).into_response()),
        Err(Refused::Answers(wrong)) => faults(&wrong, tongue),
        Err(Refused::NotHere) => vec![Fault::at("email", tongue.say(there(place.seat)))],
        Err(Refused::Wait(_)) => vec![Fault::at("email", tongue.say("invite-often"))],
        Err(refused) => return Err(refused.into()),
    };
    let page = InvitePage::of(&person, &place, typed, summary).await?;
    Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
}

impl InvitePage {
    async fn of(person: &Person, place: &Place, typed: Typed, summary: Vec<Fault>) -> Result<Self, Refused> {
        let languages = crate::page::languages_of(&person.portal().definition().locales, &typed.locale);
        Ok(Self {
            action: place.invite(),
            back: place.list.clone(),
            at_request: place.seat.request().is_some(),
            name: typed.name,
            email: typed.email,
            roles: roles(person, place.seat, &typed.role),
            narrow: NarrowView::of(person, place.seat, typed.projects.as_deref()).await?,
            languages: languages.into_iter().map(option).collect(),
            summary,
        })
    }
}

/// The words for somebody who has a place there.
fn there(seat: Seat) -> &'static str {
    if seat.request().is_some() { "guest-there" } else { "invite-there" }
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
            at_request: false,
            name: String::new(),
            email: String::new(),
            roles: vec![role(0, "User", false), role(1, "Administrator", false)],
            narrow: None,
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
        let [all, narrow] = NarrowView::samples().map(Some);
        let chosen = Self { narrow: all, ..fresh.clone() };
        let fault = vec![Fault::at("project-0", tongue.say("person-projects-choose"))];
        let one = Self { languages: Vec::new(), narrow, summary: fault, ..fresh.clone() };
        vec![fresh, wrong, chosen, one]
    }
}
