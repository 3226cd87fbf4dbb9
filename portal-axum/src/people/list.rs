//! Who belongs here, and who was invited.

use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    identity::{Invitee, People, SeatLimits, Seated},
    notification::DeliveryState,
};
use serde::Serialize;

use super::{Place, PlacesPage, place::Which, role_label};
use crate::{
    Web,
    done::Done,
    page::Page,
    path::At,
    problem::Problem,
    tongue::{Tongue, When},
    visit::Person,
};

pub(super) fn routes(base: &str) -> Router<Web> {
    Router::new()
        .route(base, get(show))
        .route(&format!("{base}/invitations/{{invitation}}/again"), post(again))
        .route(&format!("{base}/invitations/{{invitation}}/revoke"), post(revoke))
}

/// Who belongs somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct PeoplePage {
    /// The organisation's name, where one belongs to several.
    pub organisation: Option<String>,
    /// The request to which they were invited, where it is about one.
    pub request: Option<RequestLink>,
    /// All places, where one has several.
    pub back: Option<String>,
    /// Who belongs there, and who was invited.
    pub people: PeopleList,
}

/// A request by what it is about.
#[derive(Clone, Debug, Serialize)]
pub struct RequestLink {
    /// What it is about.
    pub title: String,
    /// Its page.
    pub url: String,
}

/// Who belongs somewhere, and who was invited.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleList {
    /// Who belongs there, by name.
    pub rows: Vec<SeatedRow>,
    /// Who was invited, newest first.
    pub invited: Vec<InvitedRow>,
    /// Where somebody is invited, for whoever may.
    pub invite: Option<String>,
}

/// Somebody who belongs here.
#[derive(Clone, Debug, Serialize)]
pub struct SeatedRow {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// What their role is called.
    pub role: String,
    /// How many projects their place is narrowed to, in words.
    pub projects: Option<String>,
    /// Whether their account is disabled.
    pub disabled: bool,
    /// Whether it is oneself.
    pub is_me: bool,
    /// Where their place is changed, for whoever may.
    pub change: Option<String>,
}

/// Somebody who was invited.
#[derive(Clone, Debug, Serialize)]
pub struct InvitedRow {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// What their role will be called.
    pub role: String,
    /// How many projects their place will be narrowed to, in words.
    pub projects: Option<String>,
    /// Where it stands, in a few words.
    pub state: String,
    /// Whether something is wrong.
    pub trouble: bool,
    /// Until when it counts.
    pub until: When,
    /// Where it is sent again.
    pub again: String,
    /// Where it is taken back.
    pub revoke: String,
}

async fn show(person: Person, At(which): At<Which>) -> Result<Response, Problem> {
    let desk = person.desk();
    let own = desk.own_seats();
    if which.names_none() && own.len() > 1 {
        return Ok(person.page(PlacesPage::of(&person, &own).await?).await);
    }
    let place = which.place(&person).await?;
    if place.list != place.base() {
        return Ok(Redirect::to(&place.list).into_response());
    }
    let people = desk.people(place.seat).await?;
    let several = !which.names_none() && people.request.is_none();
    let page = PeoplePage {
        request: people
            .request
            .as_ref()
            .map(|request| RequestLink { title: request.title.clone(), url: person.request_url(request.id) }),
        organisation: people.organisation.as_ref().filter(|_| several).map(|found| found.name.clone()),
        back: several.then(|| person.links().people()),
        people: PeopleList::of(&person, &place, &people),
    };
    Ok(person.page(page).await)
}

impl PeopleList {
    /// The people of a place as somebody sees them.
    pub(crate) fn of(person: &Person, place: &Place, people: &People) -> Self {
        let (tongue, definition) = (person.tongue(), person.portal().definition());
        let narrowed = |limits: &SeatLimits| {
            let named = limits.projects.as_ref()?;
            Some(tongue.say_with("person-projects-count", &[("count", named.len().into())]))
        };
        let seated = |seated: &Seated| SeatedRow {
            name: seated.account.name.clone(),
            email: seated.account.email.clone(),
            role: role_label(definition, &seated.membership.role, tongue),
            projects: narrowed(&seated.membership.limits),
            disabled: !seated.account.state.is_active(),
            is_me: seated.account.id == person.account().id,
            change: (seated.can_change || seated.can_disable).then(|| place.page_of(seated.membership.id)),
        };
        let invited = |invitee: &Invitee| InvitedRow {
            name: invitee.link.name.clone(),
            email: invitee.link.email.clone(),
            role: role_label(definition, &invitee.role, tongue),
            projects: narrowed(&invitee.limits),
            state: tongue.say(state(invitee)),
            trouble: invitee.expired || invitee.link.letter == DeliveryState::Failed,
            until: tongue.moment(invitee.link.expires),
            again: place.invitation(invitee.link.id, "again"),
            revoke: place.invitation(invitee.link.id, "revoke"),
        };
        Self {
            rows: people.seated.iter().map(seated).collect(),
            invited: people.invited.iter().map(invited).collect(),
            invite: people.invites().then(|| place.invite()),
        }
    }
}

async fn again(person: Person, At(which): At<Which>) -> Result<Redirect, Problem> {
    let place = which.place(&person).await?;
    person.desk().invite_again(place.seat, which.invitation()?).await?;
    Ok(Redirect::to(&Done::Invited.at(&place.list)))
}

async fn revoke(person: Person, At(which): At<Which>) -> Result<Redirect, Problem> {
    let place = which.place(&person).await?;
    person.desk().revoke_invitation(place.seat, which.invitation()?).await?;
    Ok(Redirect::to(&Done::InvitationRevoked.at(&place.list)))
}

/// The words for where an invitation stands.
fn state(invitee: &Invitee) -> &'static str {
    match (invitee.expired, invitee.link.letter) {
        (_, DeliveryState::Failed) => "invitation-failed",
        (true, _) => "invitation-expired",
        (false, DeliveryState::Delivered) => "invitation-sent",
        (false, _) => "invitation-leaving",
    }
}

impl PeopleList {
    /// Some people to show samples with.
    pub(crate) fn sample(tongue: &Tongue) -> Self {
        let row = |name: &str, email: &str, role: &str| SeatedRow {
            name: name.to_owned(),
            email: email.to_owned(),
            role: role.to_owned(),
            projects: None,
            disabled: false,
            is_me: false,
            change: Some("/people/1".to_owned()),
        };
        let aline =
            SeatedRow { is_me: true, change: None, ..row("Aline Roche", "aline@alpha.example", "Administrator") };
        let narrowed = Some(tongue.say_with("person-projects-count", &[("count", 2_u32.into())]));
        let paul = SeatedRow {
            projects: narrowed.clone(),
            disabled: true,
            ..row("Paul Girard", "paul.girard@alpha.example", "Viewer")
        };
        let invited = |state: &str, trouble| InvitedRow {
            name: "Karim Benali".to_owned(),
            email: "karim.benali@alpha.example".to_owned(),
            role: "User".to_owned(),
            projects: narrowed.clone().filter(|_| trouble),
            state: tongue.say(state),
            trouble,
            until: crate::show::sample::moment(tongue),
            again: "/people/invitations/1/again".to_owned(),
            revoke: "/people/invitations/1/revoke".to_owned(),
        };
        Self {
            rows: vec![aline, row("Claire Martin", "claire.martin-lefevre@alpha-logistics.example", "User"), paul],
            invited: vec![
                invited("invitation-leaving", false),
                invited("invitation-sent", false),
                invited("invitation-failed", true),
                invited("invitation-expired", true),
            ],
            invite: Some("/people/invite".to_owned()),
        }
    }
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "people/list.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let people = PeopleList::sample(tongue);
        let plain = |row: &SeatedRow| SeatedRow { change: None, ..row.clone() };
        let seen = PeopleList { rows: people.rows.iter().map(plain).collect(), invited: Vec::new(), invite: None };
        let alone = PeopleList { rows: people.rows[..1].to_vec(), invited: Vec::new(), ..people.clone() };
        let of = |people: PeopleList| Self { organisation: None, request: None, back: None, people };
        let several = Self {
            organisation: Some("Alpha Logistics".to_owned()),
            back: Some("/people".to_owned()),
            ..of(alone.clone())
        };
        let title = "Cooling for the server room".to_owned();
        let request = Some(RequestLink { title, url: "/requests/1".to_owned() });
        let nobody = PeopleList { rows: Vec::new(), invited: Vec::new(), ..people.clone() };
        let at_request = Self { request: request.clone(), ..of(alone.clone()) };
        let at_request_nobody = Self { request, ..of(nobody) };
        vec![of(people), of(seen), of(alone), several, at_request, at_request_nobody]
    }
}
