//! Inviting somebody.

use axum::{http::StatusCode, response::Response};
use portal_core::{
    Refused,
    id::{LinkId, ProjectId},
    identity::{Invite, Seat},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Place,
    body::InvitationBody,
    invitation::shown,
    place::{AtRequest, Of},
    told,
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        code::Code,
        made::made,
        problem::Problem,
        sent::Sent,
    },
    path::At,
};

/// Whom the caller invites.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {
    #[schema(max_length = 120)]
    name: String,
    #[schema(max_length = 254)]
    email: String,
    /// One of the `roles` that the list of the people names.
    #[schema(max_length = 100)]
    role: String,
    /// The projects the place is narrowed to; none: it goes as far as the caller's own.
    #[schema(max_items = 200)]
    projects: Option<Vec<Uuid>>,
    /// The language of the letter, one of the portal's; none: the caller's.
    #[schema(max_length = 35)]
    locale: Option<String>,
}

/// Invite somebody to an organisation
///
/// They get a letter with a link that counts for a week. An earlier invitation of the same address to the same place is
/// made anew: its link is worthless from then on. Nobody gives more than they may themselves; a program gives no more than
/// its token goes. At most three letters go to an address within an hour.
#[utoipa::path(post, operation_id = "invite_to_organisation", path = "/organisations/{organisation}/invitations",
    tag = "people", params(Of), request_body = NewInvitation,
    responses((status = 201, description = "The invitation.", body = InvitationBody)))]
pub(crate) async fn to_client(caller: Caller, At(at): At<Of>, sent: Sent<NewInvitation>) -> Result<Response, Problem> {
    invited(&caller, &at.place(&caller)?, sent).await
}

/// Invite somebody to the team
///
/// As to an organisation. For the team only.
#[utoipa::path(post, operation_id = "invite_to_team", path = "/team/invitations", tag = "people",
    request_body = NewInvitation, responses((status = 201, description = "The invitation.", body = InvitationBody)))]
pub(crate) async fn to_team(caller: TeamCaller, sent: Sent<NewInvitation>) -> Result<Response, Problem> {
    invited(&caller, &Place::team(&caller)?, sent).await
}

/// Invite somebody to a request
///
/// Somebody from outside, or a colleague who would not see it: with a role that reads it, or acts on it too. They see this
/// request of the organisation's and nothing else. For whoever has `request.share` on it; otherwise as to an organisation,
/// and `projects` are none.
#[utoipa::path(post, operation_id = "invite_to_request", path = "/requests/{request}/invitations", tag = "people",
    params(AtRequest), request_body = NewInvitation,
    responses((status = 201, description = "The invitation.", body = InvitationBody)))]
pub(crate) async fn to_request(
    caller: Caller,
    At(at): At<AtRequest>,
    sent: Sent<NewInvitation>,
) -> Result<Response, Problem> {
    invited(&caller, &at.place(&caller).await?, sent).await
}

async fn invited(
    caller: &Caller,
    place: &Place,
    Sent { body, once }: Sent<NewInvitation>,
) -> Result<Response, Problem> {
    let invite = body.read(caller, place.seat)?;
    let done = caller.desk().once(once.as_ref(), |desk| async move { desk.invite(&invite).await }).await;
    let id: LinkId = made(done).map_err(|refused| match refused {
        Refused::NotHere => Code::AlreadyThere.into(),
        refused => told(caller, refused),
    })?;
    let response = shown(caller, StatusCode::CREATED, place, id).await?;
    Ok(caller.at(&place.invitation(id), response))
}

impl NewInvitation {
    /// What it says. A language that the portal does not have is not taken for another.
    fn read(self, caller: &Caller, seat: Seat) -> Result<Invite, Problem> {
        let known = &caller.portal().definition().locales;
        if self.locale.as_ref().is_some_and(|locale| !known.contains(locale)) {
            return Err(Problem::with(Code::InvalidInput, vec![caller.fault("/locale", "option")]));
        }
        let locale = self.locale.unwrap_or_else(|| caller.tongue().locale().to_owned());
        let projects = self.projects.map(|ids| ids.into_iter().map(ProjectId).collect());
        Ok(Invite { seat, name: self.name, email: self.email, role: self.role, projects, locale })
    }
}
