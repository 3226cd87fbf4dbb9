//! Somebody's place: another role, or the end of it.

use axum::{
    Form, Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    Refused,
    id::{MembershipId, Version},
};
use serde::{Deserialize, Serialize};

use super::{faults, roles};
use crate::{
    Web,
    done::Done,
    page::{Fault, Page},
    problem::Problem,
    show::OptionView,
    tongue::Tongue,
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/people/{seat}", get(show).post(change)).route("/people/{seat}/remove", post(remove))
}

/// The page of somebody's place.
#[derive(Clone, Debug, Serialize)]
pub struct SeatPage {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// The roles that can be given.
    pub roles: Vec<OptionView>,
    /// The version that is shown.
    pub seen: i64,
    /// Where the role is changed.
    pub action: String,
    /// Where the place is ended.
    pub remove: String,
    /// Where it is explained what they see, for whoever may ask.
    pub access: Option<String>,
    /// The list.
    pub back: String,
    /// What will not do.
    pub summary: Vec<Fault>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    role: String,
    seen: i64,
}

async fn show(person: Person, Path(id): Path<MembershipId>) -> Result<Response, Problem> {
    Ok(person.page(SeatPage::of(&person, id, Vec::new()).await?).await)
}

async fn change(person: Person, Path(id): Path<MembershipId>, Form(typed): Form<Typed>) -> Result<Response, Problem> {
    let desk = person.desk();
    match desk.change_role(desk.own_seat(), id, &typed.role, Version(typed.seen)).await {
        Ok(()) => Ok(Redirect::to(&Done::RoleChanged.at(&person.links().people())).into_response()),
        Err(Refused::Answers(wrong)) => {
            let page = SeatPage::of(&person, id, faults(&wrong, person.tongue())).await?;
            Ok(person.page_with(StatusCode::UNPROCESSABLE_ENTITY, page).await)
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn remove(person: Person, Path(id): Path<MembershipId>) -> Result<Redirect, Problem> {
    let desk = person.desk();
    desk.remove_person(desk.own_seat(), id).await?;
    Ok(Redirect::to(&Done::PersonRemoved.at(&person.links().people())))
}

impl SeatPage {
    async fn of(person: &Person, id: MembershipId, summary: Vec<Fault>) -> Result<Self, Refused> {
        let desk = person.desk();
        let seated = desk.seated(desk.own_seat(), id).await?;
        Ok(Self {
            access: crate::team::access_of(person, &seated.account.email),
            name: seated.account.name,
            email: seated.account.email,
            roles: roles(person, seated.membership.role.as_str()),
            seen: seated.membership.version.0,
            action: person.links().seat(id),
            remove: person.links().remove_person(id),
            back: person.links().people(),
            summary,
        })
    }
}

impl Page for SeatPage {
    const TEMPLATE: &'static str = "people/seat.html";

    fn samples(_: &Tongue) -> Vec<Self> {
        let role = |place: usize, label: &str, checked| OptionView {
            id: format!("role-{place}"),
            value: format!("role_{place}"),
            label: label.to_owned(),
            checked,
        };
        vec![Self {
            name: "Claire Martin".to_owned(),
            email: "claire@alpha.example".to_owned(),
            roles: vec![role(0, "Viewer", false), role(1, "User", true), role(2, "Administrator", false)],
            seen: 1,
            action: "/people/1".to_owned(),
            remove: "/people/1/remove".to_owned(),
            access: Some("/team/access?person=claire%40alpha.example".to_owned()),
            back: "/people".to_owned(),
            summary: Vec::new(),
        }]
    }
}
