//! Tokens of programs: which there are, making one, revoking one. The team's stand among its pages, those of an organisation
//! among the client's, for whoever may.

mod list;
mod make;

use axum::Router;
use portal_core::{
    Refused,
    id::TokenId,
    identity::{PermissionGroup, Side},
};
use serde::Deserialize;

pub use self::{
    list::TokensPage,
    make::{NewTokenPage, TokenMadePage},
};
use crate::{Web, tongue::Tongue, visit::Person};

/// Below what the same pages stand.
const BASES: [&str; 2] = ["/tokens", "/team/tokens"];

pub(crate) fn routes() -> Router<Web> {
    BASES.into_iter().fold(Router::new(), |all, base| all.merge(list::routes(base)).merge(make::routes(base)))
}

/// Which token.
#[derive(Deserialize)]
struct Which {
    token: TokenId,
}

/// Where the list of the one who looks stands.
///
/// # Errors
/// [`Refused::NotFound`] for a client among the team's addresses.
fn list_of(person: &Person) -> Result<String, Refused> {
    match (person.viewer().side(), person.here().starts_with("/team/")) {
        (Side::Client, true) => Err(Refused::NotFound),
        (_, true) => Ok(person.links().to(BASES[1])),
        (_, false) => Ok(person.links().to(BASES[0])),
    }
}

/// What a group of permissions is called.
fn group_label(group: PermissionGroup, tongue: &Tongue) -> String {
    tongue.say(match group {
        PermissionGroup::Requests => "token-group-requests",
        PermissionGroup::Documents => "token-group-documents",
        PermissionGroup::Projects => "token-group-projects",
        PermissionGroup::People => "token-group-people",
        PermissionGroup::Portal => "token-group-portal",
    })
}
