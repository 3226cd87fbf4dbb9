//! The people of a client or of the team: who belongs there, who was invited, changing and ending it. Below an
//! organisation for its own people who may and for the team; the team's stand below `/team`, those who were invited to one
//! request below it.

mod account;
mod body;
mod change;
mod invitation;
mod invite;
mod list;
mod place;
mod remove;
mod reset;
mod show;

use portal_core::{Refused, form::FieldFault, id::MembershipId};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::place::Place;
use super::{
    answers,
    caller::Caller,
    code::Code,
    problem::{Fault, Problem},
    tag::Of,
};
use crate::Web;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(list::of_client))
        .routes(routes!(list::of_team))
        .routes(routes!(list::of_guests))
        .routes(routes!(show::of_client, change::of_client, remove::of_client))
        .routes(routes!(show::of_guest, change::of_guest, remove::of_guest))
        .routes(routes!(show::of_team, change::of_team, remove::of_team))
        .routes(routes!(reset::of_client))
        .routes(routes!(reset::of_team))
        .routes(routes!(account::of_client))
        .routes(routes!(account::of_team))
        .routes(routes!(invite::to_client))
        .routes(routes!(invite::to_request))
        .routes(routes!(invite::to_team))
        .routes(routes!(invitation::of_client, invitation::revoke_of_client))
        .routes(routes!(invitation::of_guest, invitation::revoke_of_guest))
        .routes(routes!(invitation::of_team, invitation::revoke_of_team))
        .routes(routes!(invitation::again_to_client))
        .routes(routes!(invitation::again_to_guest))
        .routes(routes!(invitation::again_to_team))
}

fn of(membership: MembershipId) -> Of {
    Of::new("membership", membership.0)
}

/// What will not do, with where it stands in the body.
fn told(caller: &Caller, refused: Refused) -> Problem {
    let Refused::Answers(found) = refused else { return refused.into() };
    let tongue = caller.tongue();
    let fault = |found: &FieldFault| {
        let name = found.field.as_str();
        let told = answers::fault(found, &tongue.say(&format!("person-{name}")), "", tongue);
        match name {
            "projects" => Fault { detail: tongue.say("person-projects-choose"), ..told },
            _ => told,
        }
    };
    Problem::with(Code::InvalidInput, found.iter().map(fault).collect())
}
