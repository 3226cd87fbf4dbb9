//! Who belongs here, and who was invited.

use axum::{
    Router,
    extract::Path,
    response::{Redirect, Response},
    routing::{get, post},
};
use portal_core::{
    id::LinkId,
    identity::{Invitee, Seated},
    notification::DeliveryState,
};
use serde::Serialize;

use super::role_label;
use crate::{
    Web,
    done::Done,
    page::Page,
    problem::Problem,
    tongue::{Tongue, When},
    visit::Person,
};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/people", get(show))
        .route("/people/invitations/{invitation}/again", post(again))
        .route("/people/invitations/{invitation}/revoke", post(revoke))
}

/// Who belongs here.
#[derive(Clone, Debug, Serialize)]
pub struct PeoplePage {
    /// Who belongs here, by name.
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

async fn show(person: Person) -> Result<Response, Problem> {
    let (desk, tongue) = (person.desk(), person.tongue());
    let people = desk.people(desk.own_seat()).await?;
    let definition = person.portal().definition();
    let seated = |seated: &Seated| SeatedRow {
        name: seated.account.name.clone(),
        email: seated.account.email.clone(),
        role: role_label(definition, &seated.membership.role, tongue),
        is_me: seated.account.id == person.account().id,
        change: seated.can_change.then(|| person.links().seat(seated.membership.id)),
    };
    let invited = |invitee: &Invitee| InvitedRow {
        name: invitee.link.name.clone(),
        email: invitee.link.email.clone(),
        role: role_label(definition, &invitee.role, tongue),
        state: tongue.say(state(invitee)),
        trouble: invitee.expired || invitee.link.letter == DeliveryState::Failed,
        until: tongue.moment(invitee.link.expires),
        again: person.links().invitation_again(invitee.link.id),
        revoke: person.links().revoke_invitation(invitee.link.id),
    };
    let page = PeoplePage {
        rows: people.seated.iter().map(seated).collect(),
        invited: people.invited.iter().map(invited).collect(),
        invite: people.manages.then(|| person.links().invite()),
    };
    Ok(person.page(page).await)
}

async fn again(person: Person, Path(id): Path<LinkId>) -> Result<Redirect, Problem> {
    let desk = person.desk();
    desk.invite_again(desk.own_seat(), id).await?;
    Ok(Redirect::to(&Done::Invited.at(&person.links().people())))
}

async fn revoke(person: Person, Path(id): Path<LinkId>) -> Result<Redirect, Problem> {
    let desk = person.desk();
    desk.revoke_invitation(desk.own_seat(), id).await?;
    Ok(Redirect::to(&Done::InvitationRevoked.at(&person.links().people())))
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

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "people/list.html";

    fn samples(tongue: &Tongue) -> Vec<Self> {
        let row = |name: &str, email: &str, role: &str| SeatedRow {
            name: name.to_owned(),
            email: email.to_owned(),
            role: role.to_owned(),
            is_me: false,
            change: Some("/people/1".to_owned()),
        };
        let aline =
            SeatedRow { is_me: true, change: None, ..row("Aline Roche", "aline@alpha.example", "Administrator") };
        let invited = |state: &str, trouble| InvitedRow {
            name: "Karim Benali".to_owned(),
            email: "karim.benali@alpha.example".to_owned(),
            role: "User".to_owned(),
            state: tongue.say(state),
            trouble,
            until: crate::show::sample::moment(tongue),
            again: "/people/invitations/1/again".to_owned(),
            revoke: "/people/invitations/1/revoke".to_owned(),
        };
        let all = Self {
            rows: vec![aline, row("Claire Martin", "claire.martin-lefevre@alpha-logistics.example", "User")],
            invited: vec![
                invited("invitation-leaving", false),
                invited("invitation-sent", false),
                invited("invitation-failed", true),
                invited("invitation-expired", true),
            ],
            invite: Some("/people/invite".to_owned()),
        };
        let plain = |row: &SeatedRow| SeatedRow { change: None, ..row.clone() };
        let seen = Self { rows: all.rows.iter().map(plain).collect(), invited: Vec::new(), invite: None };
        let alone = Self { rows: all.rows[..1].to_vec(), invited: Vec::new(), ..all.clone() };
        vec![all, seen, alone]
    }
}
