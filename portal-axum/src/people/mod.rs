//! The people of an organisation, or of the team: who belongs there, who was invited, changing and ending it.

mod invite;
mod list;
mod seat;

use axum::Router;
use portal_core::{definition::Definition, form::FieldFault, id::Id};

pub use self::{invite::InvitePage, list::PeoplePage, seat::SeatPage};
use crate::{Web, page::Fault, show, show::OptionView, tongue::Tongue, visit::Person};

pub(crate) fn routes() -> Router<Web> {
    Router::new().merge(list::routes()).merge(invite::routes()).merge(seat::routes())
}

/// What a role is called; one that the definition lost, by its id.
pub(crate) fn role_label(definition: &Definition, role: &Id, tongue: &Tongue) -> String {
    definition.roles.get(role).map_or(role.as_str(), |role| tongue.text(&role.label)).to_owned()
}

/// The roles that somebody may give, one of them taken.
fn roles(person: &Person, taken: &str) -> Vec<OptionView> {
    let desk = person.desk();
    let roles = desk.roles_to_give(desk.own_seat());
    let option = |(place, (id, role)): (usize, (&Id, &portal_core::identity::Role))| OptionView {
        id: format!("role-{place}"),
        value: id.to_string(),
        label: person.tongue().text(&role.label).to_owned(),
        checked: *id == *taken,
    };
    roles.into_iter().enumerate().map(option).collect()
}

/// What will not do, at the field it is about.
pub(crate) fn faults(faults: &[FieldFault], tongue: &Tongue) -> Vec<Fault> {
    let fault = |fault: &FieldFault| {
        // Words about a password name no field.
        let label = match fault.field.as_str() {
            "password" => String::new(),
            field => tongue.say(&format!("person-{field}")),
        };
        let text = show::field_fault(fault, &label, tongue);
        let field = if fault.field == "role" { "role-0" } else { fault.field.as_str() };
        Fault::at(field, text)
    };
    faults.iter().map(fault).collect()
}
