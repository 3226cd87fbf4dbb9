//! Disabling the account behind a place, and enabling it again: for the team.

use axum::response::Response;
use portal_core::id::{AccountId, MembershipId};

use super::{
    Place,
    body::MembershipBody,
    place::{Colleague, Member},
    show::{found, shown},
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        made::made,
        problem::Problem,
        sent::Sent,
        turn::{Asked, Turn},
    },
    path::At,
};

/// Disable or enable the account of somebody in an organisation
///
/// With the next request its person is out everywhere, and so are their programs and links. For the team alone, and for
/// whoever manages the people of all; nobody disables their own.
#[utoipa::path(put, operation_id = "turn_account",
    path = "/organisations/{organisation}/people/{membership}/account", tag = "people", params(Member),
    request_body = Turn, responses((status = 200, description = "The place.", body = MembershipBody)))]
pub(crate) async fn of_client(caller: Caller, At(at): At<Member>, sent: Sent<Turn>) -> Result<Response, Problem> {
    turned(&caller, &at.place(&caller)?, at.membership, &sent).await
}

/// Disable or enable the account of somebody in the team
///
/// As of somebody in an organisation. For the team only.
#[utoipa::path(put, operation_id = "turn_team_account", path = "/team/people/{membership}/account", tag = "people",
    params(Colleague), request_body = Turn,
    responses((status = 200, description = "The place.", body = MembershipBody)))]
pub(crate) async fn of_team(caller: TeamCaller, At(at): At<Colleague>, sent: Sent<Turn>) -> Result<Response, Problem> {
    turned(&caller, &Place::team(&caller)?, at.membership, &sent).await
}

async fn turned(caller: &Caller, place: &Place, id: MembershipId, sent: &Sent<Turn>) -> Result<Response, Problem> {
    let (account, asked) = (found(caller, place, id).await?.account.id, sent.body.asked(caller)?);
    let done = caller.desk().once(sent.once.as_ref(), |desk| async move {
        match asked {
            Asked::Enable => desk.enable_account(account).await?,
            Asked::Disable(why) => desk.disable_account(account, why).await?,
        }
        Ok(account)
    });
    made::<AccountId>(done.await)?;
    shown(caller, place, id).await
}
