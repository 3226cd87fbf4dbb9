//! People and invitations as JSON.

use chrono::{DateTime, Utc};
use portal_core::{
    id::{Id, ProjectId},
    identity::{Invitee, People, Role, Seat, SeatLimits, Seated},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api::{caller::Caller, delivery::State as Letter, request::Organisation, turn::State},
    people::role_label,
};

/// Who belongs to an organisation or to the team, or was invited to one request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = People)]
pub(crate) struct PeopleBody {
    /// The organisation, or that of the request; none: the team.
    organisation: Option<Organisation>,
    /// The request to which they were invited alone; none: a whole organisation, or the team.
    request: Option<Uuid>,
    /// Who belongs there, by name.
    items: Vec<MembershipBody>,
    /// Who was invited and has not answered, newest first; for whoever may invite.
    invitations: Vec<InvitationBody>,
    /// Whether the caller may invite somebody there now.
    may_invite: bool,
    /// The roles that the caller may give there.
    roles: Vec<RoleName>,
}

/// Somebody's place in an organisation or in the team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Membership)]
pub(crate) struct MembershipBody {
    id: Uuid,
    /// Whose: their account.
    person: Uuid,
    name: String,
    email: String,
    /// As what, as the definition names it.
    role: String,
    /// What that is called.
    role_label: String,
    /// The projects it is narrowed to, as far as the caller goes themselves; none: it is not narrowed.
    projects: Option<Vec<Uuid>>,
    /// The queues it is narrowed to, in the team; none: it is not.
    queues: Option<Vec<String>>,
    /// Whether their account is disabled: then they come in nowhere.
    state: State,
    /// When they got it.
    since: DateTime<Utc>,
    /// Whether it is the caller's own.
    me: bool,
    /// Whether the caller may change or end it, and send a link to a new password.
    may_change: bool,
    /// Whether the caller may disable and enable the account.
    may_disable: bool,
}

/// Somebody who was invited and has not answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationBody {
    id: Uuid,
    name: String,
    email: String,
    /// The language of the letter, a BCP 47 tag.
    locale: String,
    /// As what, as the definition names it.
    role: String,
    /// What that is called.
    role_label: String,
    /// The projects the place will be narrowed to, as far as the caller goes themselves; none: it will not be narrowed.
    projects: Option<Vec<Uuid>>,
    #[schema(inline)]
    letter: Letter,
    /// When it was sent last.
    created: DateTime<Utc>,
    /// Until when its link counts.
    expires: DateTime<Utc>,
    /// Whether nobody answered in time.
    expired: bool,
}

/// A role by name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleName {
    id: String,
    label: String,
}

impl PeopleBody {
    pub(super) fn of(caller: &Caller, people: &People) -> Self {
        let organisation = people.organisation.as_ref();
        let role = |(id, role): (&Id, &Role)| RoleName {
            id: id.to_string(),
            label: caller.tongue().text(&role.label).to_owned(),
        };
        Self {
            organisation: organisation.map(|found| Organisation { id: found.id.0, name: found.name.clone() }),
            request: people.request.as_ref().map(|request| request.id.0),
            items: people.seated.iter().map(|seated| MembershipBody::of(caller, seated)).collect(),
            invitations: people.invited.iter().map(|it| InvitationBody::of(caller, people.seat, it)).collect(),
            may_invite: people.invites(),
            roles: match people.manages {
                true => caller.desk().roles_to_give(people.seat).into_iter().map(role).collect(),
                false => Vec::new(),
            },
        }
    }
}

impl MembershipBody {
    pub(super) fn of(caller: &Caller, seated: &Seated) -> Self {
        let Seated { account, membership, can_change, can_disable } = seated;
        let queues = membership.limits.queues.as_ref();
        Self {
            id: membership.id.0,
            person: account.id.0,
            name: account.name.clone(),
            email: account.email.clone(),
            role: membership.role.to_string(),
            role_label: role_label(caller.portal().definition(), &membership.role, caller.tongue()),
            projects: projects(caller, membership.seat, &membership.limits),
            queues: queues.map(|queues| queues.iter().map(ToString::to_string).collect()),
            state: State::active(account.state.is_active()),
            since: membership.created,
            me: account.id == caller.account().id,
            may_change: *can_change,
            may_disable: *can_disable,
        }
    }
}

impl InvitationBody {
    pub(super) fn of(caller: &Caller, seat: Seat, invitee: &Invitee) -> Self {
        let link = &invitee.link;
        Self {
            id: link.id.0,
            name: link.name.clone(),
            email: link.email.clone(),
            locale: link.locale.clone(),
            role: invitee.role.to_string(),
            role_label: role_label(caller.portal().definition(), &invitee.role, caller.tongue()),
            projects: projects(caller, seat, &invitee.limits),
            letter: link.letter.into(),
            created: link.created,
            expires: link.expires,
            expired: invitee.expired,
        }
    }
}

fn projects(caller: &Caller, seat: Seat, limits: &SeatLimits) -> Option<Vec<Uuid>> {
    let known: Vec<ProjectId> = caller.desk().projects_shown(seat, limits)?;
    Some(known.into_iter().map(|id| id.0).collect())
}
