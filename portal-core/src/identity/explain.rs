//! Why somebody may or may not: the rule that admits, asked of each membership by itself.

use chrono::{DateTime, Utc};

use super::{
    Account, AccountState, Facts, Membership, MembershipState, Permission, Reach, Role, Seat, SeatLimits, Side, Unseen,
    Viewer,
};
use crate::{
    definition::Definition,
    id::{Id, MembershipId},
};

/// Whether somebody may do something about a thing, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What is asked.
    pub to: Permission,
    /// Whether they may: what [`super::Scope::admits`] says, and nothing else.
    pub admitted: bool,
    /// What each of their memberships says to it, oldest first. They may when one admits.
    pub grounds: Vec<Ground>,
}

/// What one membership says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The membership.
    pub membership: MembershipId,
    /// Where it places them.
    pub seat: Seat,
    /// As what.
    pub role: Id,
    /// How far the role reaches with the permission; `None`: the permission is not given.
    pub reach: Option<Reach>,
    /// To what the membership is narrowed.
    pub limits: SeatLimits,
    /// Since when they have it.
    pub since: DateTime<Utc>,
    /// What it says.
    pub says: Says,
}

/// What a membership says to a question, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Says {
    /// Yes.
    Admits,
    /// The account may not come in.
    Disabled,
    /// Their place is suspended, since the organisation is disabled.
    Suspended,
    /// The definition has no such role, or has it for the other side.
    NoRole,
    /// It is about another organisation.
    Elsewhere,
    /// Their place is at another request alone.
    OtherRequest,
    /// The role does not give the permission.
    NotGiven,
    /// The reach needs projects or queues, and the membership names none, or none that count for its side.
    ReachesNothing,
    /// It is meant for the team alone.
    ForTeam,
    /// It is in no project that the membership names.
    OtherProject,
    /// It waits in no queue that the membership names.
    OtherQueue,
    /// A client's role reaches what they opened, and they did not.
    NotOpened,
    /// A role of the team reaches what its owner works, and they do not.
    NotOwned,
    /// `seen_by` of the request type leaves the role out.
    TypeUnseen,
    /// `seen_by` of the kind of document leaves the role out.
    KindUnseen,
}

impl Says {
    /// The stable name, as programs get it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admits => "admits",
            Self::Disabled => "account_disabled",
            Self::Suspended => "organisation_disabled",
            Self::NoRole => "role_unknown",
            Self::Elsewhere => "other_organisation",
            Self::OtherRequest => "other_request",
            Self::NotGiven => "permission_not_given",
            Self::ReachesNothing => "reaches_nothing",
            Self::ForTeam => "for_the_team",
            Self::OtherProject => "other_project",
            Self::OtherQueue => "other_queue",
            Self::NotOpened => "not_opened_by_them",
            Self::NotOwned => "not_owned_by_them",
            Self::TypeUnseen => "request_type_not_seen",
            Self::KindUnseen => "document_kind_not_seen",
        }
    }
}

/// Explains what an account may do about a thing. The verdict, and that of each membership, is asked of the scope itself;
/// only the reasons of a refusal are told here.
pub(crate) fn explain(
    account: &Account,
    memberships: &[Membership],
    definition: &Definition,
    to: Permission,
    facts: &Facts<'_>,
) -> Explanation {
    let admits = |memberships: &[Membership]| Viewer::new(account, memberships, definition).scope(to).admits(facts);
    let ground = |membership: &Membership| {
        let role = definition.roles.get(&membership.role);
        let says = match admits(std::slice::from_ref(membership)) {
            true => Says::Admits,
            false if account.state == AccountState::Disabled => Says::Disabled,
            false if membership.state == MembershipState::Suspended => Says::Suspended,
            false => role.map_or(Says::NoRole, |role| refusal(membership, role, definition, to, facts)),
        };
        Ground {
            membership: membership.id,
            seat: membership.seat,
            role: membership.role.clone(),
            reach: role.and_then(|role| role.can.get(&to)).copied(),
            limits: membership.limits.clone(),
            since: membership.created,
            says,
        }
    };
    let own: Vec<Membership> = memberships.iter().filter(|it| it.account == account.id).cloned().collect();
    Explanation { to, admitted: admits(&own), grounds: own.iter().map(ground).collect() }
}

/// The first rule by which a membership that does not admit says no.
fn refusal(membership: &Membership, role: &Role, definition: &Definition, to: Permission, facts: &Facts<'_>) -> Says {
    let SeatLimits { projects, queues } = &membership.limits;
    let (side, organisation, request) =
        (membership.seat.side(), membership.seat.organisation(), membership.seat.request());
    let given = request.is_none() || Permission::AT_ONE_REQUEST.contains(&to);
    let Some(reach) = role.can.get(&to).copied().filter(|_| given) else {
        return if role.side == side { Says::NotGiven } else { Says::NoRole };
    };
    let fits = match (side, reach) {
        (Side::Client, _) if queues.is_some() => false,
        (Side::Client, reach) if request.is_some() => {
            projects.is_none() && matches!(reach, Reach::Own | Reach::Projects | Reach::Organisation)
        }
        (_, Reach::Projects) => projects.is_some(),
        (Side::Team, Reach::Queues) => queues.is_some(),
        (Side::Team, Reach::Organisation) | (Side::Client, Reach::Queues | Reach::All) => false,
        _ => true,
    };
    let seen = |facts: &Facts<'_>| Unseen::of(&membership.role, side, definition).admits(facts, membership.account);
    let in_project = |named: &Vec<_>| facts.project.is_some_and(|project| named.contains(&project));
    let in_queue = |named: &Vec<Id>| facts.queue.is_some_and(|queue| named.contains(queue));
    if role.side != side {
        Says::NoRole
    } else if organisation.is_some_and(|id| id != facts.organisation) {
        Says::Elsewhere
    } else if request.is_some() && request != facts.request {
        Says::OtherRequest
    } else if !fits {
        Says::ReachesNothing
    } else if side == Side::Client && facts.audience == Side::Team {
        Says::ForTeam
    } else if !projects.as_ref().is_none_or(in_project) {
        Says::OtherProject
    } else if !queues.as_ref().is_none_or(in_queue) {
        Says::OtherQueue
    } else if reach == Reach::Own && side == Side::Client && request.is_none() && facts.opened_by != membership.account
    {
        Says::NotOpened
    } else if reach == Reach::Own && side == Side::Team && facts.owner != Some(membership.account) {
        Says::NotOwned
    } else if !seen(&Facts { paper: None, ..*facts }) {
        Says::TypeUnseen
    } else {
        Says::KindUnseen
    }
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
