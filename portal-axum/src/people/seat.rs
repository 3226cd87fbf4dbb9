//! Somebody's place: another role, narrowed to projects, or the end of it.

use axum::{
    Form, Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    Refused,
    id::Version,
    identity::{SeatChange, Seated},
};
use serde::Serialize;

use super::{AccountView, NarrowView, Place, faults, first, place::Which, roles};
use crate::{
    Web,
    done::Done,
    page::{Fault, Page},
    path::At,
    problem::Problem,
    show::OptionView,
    tongue::Tongue,
    visit::Person,
};

pub(super) fn routes(base: &str) -> Router<Web> {
    Router::new()
        .route(&format!("{base}/{{seat}}"), get(show).post(change))
        .route(&format!("{base}/{{seat}}/remove"), post(remove))
}

/// The page of somebody's place.
#[derive(Clone, Debug, Serialize)]
pub struct SeatPage {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// The roles that can be given; none: the place is not the reader's to change.
    pub roles: Vec<OptionView>,
    /// To which projects the place goes, where there are any.
    pub narrow: Option<NarrowView>,
    /// The version that is shown.
    pub seen: i64,
    /// Where the place is changed.
    pub action: String,
    /// Where the place is ended.
    pub remove: String,
    /// Where a letter with a link to a new password is sent; none: the account is disabled, or nobody has a password here.
    pub reset: Option<String>,
    /// Disabling and enabling the account, for the team.
    pub account: Option<AccountView>,
    /// Where it is explained what they see, for whoever may ask.
    pub access: Option<String>,
    /// The list.
    pub back: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

async fn show(person: Person, At(which): At<Which>) -> Result<Response, Problem> {
    let place = which.place(&person).await?;
    Ok(person.page(SeatPage::of(&person, &place, &which, Vec::new()).await?).await)
}

async fn change(
    person: Person,
    At(which): At<Which>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (desk, place, id) = (person.desk(), which.place(&person).await?, which.seat()?);
    let seen = first(&sent, "seen").parse().map(Version).map_err(|_| Refused::Stale)?;
    // A page without the choice leaves it as it is.
    let projects = match NarrowView::was_asked(&sent) {
        true => NarrowView::read(&sent),
        false => desk.seated(place.seat, id).await?.membership.limits.projects,
    };
    let to = SeatChange { role: first(&sent, "role").to_owned(), projects };
    match desk.change_seat(place.seat, id, &to, seen).await {
        Ok(()) => Ok(Redirect::to(&Done::RoleChanged.at(&place.list)).into_response()),
        Err(Refused::Answers(wrong)) => {
            let page = SeatPage::of(&person, &place, &which, faults(&wrong, person.tongue())).await?;
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => or_last(&person, &place, &which, refused).await,
    }
}

async fn remove(person: Person, At(which): At<Which>) -> Result<Response, Problem> {
    let place = which.place(&person).await?;
    match person.desk().remove_person(place.seat, which.seat()?).await {
        Ok(()) => Ok(Redirect::to(&Done::PersonRemoved.at(&place.list)).into_response()),
        Err(refused) => or_last(&person, &place, &which, refused).await,
    }
}

/// The same page with why, where somebody is the last who manages the people.
pub(super) async fn or_last(
    person: &Person,
    place: &Place,
    which: &Which,
    refused: Refused,
) -> Result<Response, Problem> {
    let Refused::LastAdministrator = refused else { return Err(refused.into()) };
    let why = vec![Fault::at("role-0", person.tongue().say("person-last-administrator"))];
    let page = SeatPage::of(person, place, which, why).await?;
    Ok(person.page_with(StatusCode::CONFLICT, page).await)
}

impl SeatPage {
    async fn of(person: &Person, place: &Place, which: &Which, summary: Vec<Fault>) -> Result<Self, Refused> {
        let (id, people) = (which.seat()?, person.desk().people(place.seat).await?);
        let found = people.seated.into_iter().find(|seated| seated.membership.id == id).ok_or(Refused::NotFound)?;
        let Seated { account, membership, can_change, can_disable } = found;
        if !can_change && !can_disable {
            return Err(Refused::Forbidden);
        }
        let narrow = NarrowView::of(person, place.seat, membership.limits.projects.as_deref()).await?;
        let (page, has_passwords) = (place.page_of(id), person.portal().definition().sign_in.password);
        Ok(Self {
            roles: if can_change { roles(person, place.seat, membership.role.as_str()) } else { Vec::new() },
            narrow,
            seen: membership.version.0,
            remove: format!("{page}/remove"),
            reset: (can_change && place.seat.request().is_none() && has_passwords && account.state.is_active())
                .then(|| format!("{page}/reset")),
            account: can_disable.then(|| AccountView::of(person.tongue(), &account, &page)),
            access: crate::team::access_of(person, &account.email),
            name: account.name,
            email: account.email,
            action: page,
            back: place.list.clone(),
            summary,
        })
    }
}

impl Page for SeatPage {
    const TEMPLATE: &'static str = "people/seat.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let role = |place: usize, label: &str, checked| OptionView {
            id: format!("role-{place}"),
            value: format!("role_{place}"),
            label: label.to_owned(),
            checked,
        };
        let plain = Self {
            name: "Claire Martin".to_owned(),
            email: "claire@alpha.example".to_owned(),
            roles: vec![role(0, "Viewer", false), role(1, "User", true), role(2, "Administrator", false)],
            narrow: None,
            seen: 1,
            action: "/people/1".to_owned(),
            remove: "/people/1/remove".to_owned(),
            reset: Some("/people/1/reset".to_owned()),
            account: None,
            access: Some("/team/access?person=claire%40alpha.example".to_owned()),
            back: "/people".to_owned(),
            summary: Vec::new(),
        };
        let [all, narrow] = NarrowView::samples().map(Some);
        let [active, disabled] = AccountView::samples(tongue).map(Some);
        let last = vec![Fault::at("role-0", tongue.say("person-last-administrator"))];
        let team = Self { narrow: all, account: active, ..plain.clone() };
        let out = Self { reset: None, account: disabled, ..plain.clone() };
        vec![team, out, Self { narrow, ..plain.clone() }, Self { summary: last, ..plain.clone() }, plain]
    }
}
