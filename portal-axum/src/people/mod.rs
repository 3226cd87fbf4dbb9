//! The people of an organisation, or of the team: who belongs there, who was invited, changing and ending it.

mod account;
mod invite;
mod list;
mod narrow;
mod place;
mod seat;
mod several;

use axum::Router;
use portal_core::{
    definition::Definition,
    form::FieldFault,
    id::Id,
    identity::{Permission, Role, Seat},
};

pub use self::{
    account::AccountView,
    invite::InvitePage,
    list::{InvitedRow, PeopleList, PeoplePage, SeatedRow},
    narrow::NarrowView,
    seat::SeatPage,
    several::PlacesPage,
};
pub(crate) use self::{account::reasons, place::Place};
use crate::{Web, page::Fault, show, show::OptionView, tongue::Tongue, visit::Person};

pub(crate) fn routes() -> Router<Web> {
    let pages =
        |base: &str| Router::new().merge(list::routes(base)).merge(invite::routes(base)).merge(seat::routes(base));
    let whole = |all: Router<Web>, base| all.merge(pages(base)).merge(account::routes(base));
    place::BASES.into_iter().fold(pages(place::AT_REQUEST), whole)
}

/// What a role is called; one that the definition lost, by its id.
pub(crate) fn role_label(definition: &Definition, role: &Id, tongue: &Tongue) -> String {
    definition.roles.get(role).map_or(role.as_str(), |role| tongue.text(&role.label)).to_owned()
}

/// The roles that somebody may give at a place, one of them taken.
fn roles(person: &Person, seat: Seat, taken: &str) -> Vec<OptionView> {
    let desk = person.desk();
    let roles = desk.roles_to_give(seat);
    let option = |(place, (id, role)): (usize, (&Id, &Role))| OptionView {
        id: format!("role-{place}"),
        value: id.to_string(),
        label: match seat.request() {
            Some(_) => at_request(role, person.tongue()),
            None => person.tongue().text(&role.label).to_owned(),
        },
        checked: *id == *taken,
    };
    roles.into_iter().enumerate().map(option).collect()
}

/// A role at one request, with what it means there.
fn at_request(role: &Role, tongue: &Tongue) -> String {
    let word =
        match (role.can.contains_key(&Permission::RequestApprove), role.can.contains_key(&Permission::RequestAct)) {
            (true, _) => "guest-approves",
            (false, true) => "guest-acts",
            (false, false) => "guest-views",
        };
    tongue.say_with(word, &[("role", tongue.text(&role.label).into())])
}

/// What will not do, at the field it is about.
pub(crate) fn faults(faults: &[FieldFault], tongue: &Tongue) -> Vec<Fault> {
    let fault = |fault: &FieldFault| {
        // Words about a password name no field.
        let label = match fault.field.as_str() {
            "password" => String::new(),
            field => tongue.say(&format!("person-{field}")),
        };
        let (field, text) = match fault.field.as_str() {
            "projects" => ("project-0", tongue.say("person-projects-choose")),
            "role" => ("role-0", show::field_fault(fault, &label, tongue)),
            other => (other, show::field_fault(fault, &label, tongue)),
        };
        Fault::at(field, text)
    };
    faults.iter().map(fault).collect()
}

/// The values of a form in the order they were sent.
fn first<'f>(sent: &'f [(String, String)], name: &str) -> &'f str {
    sent.iter().find(|(sent, _)| sent == name).map_or("", |(_, value)| value)
}
