//! Giving somebody another role, or narrowing their place to projects.

use super::{Permission, Seat, SeatLimits, invite::fault, people::keeps_an_administrator};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    form::Reason,
    id::{Id, MembershipId, ProjectId, Version},
    store::{Changes, Expect, Record, Subject},
};

/// What somebody's place becomes.
#[derive(Clone, Debug)]
pub struct SeatChange {
    /// Their role.
    pub role: String,
    /// The projects it is narrowed to; `None`: it goes as far as the place of whoever changes it.
    pub projects: Option<Vec<ProjectId>>,
}

impl Desk<'_> {
    /// Of the projects that a place is narrowed to, those that the viewer may know of: whoever is narrowed themselves
    /// learns of no others. `None`: it is not narrowed.
    pub fn projects_shown(&self, seat: Seat, limits: &SeatLimits) -> Option<Vec<ProjectId>> {
        let named = limits.projects.clone()?;
        let own = self.viewer.among_people(Permission::PeopleView, seat);
        let knows = |id: &ProjectId| match &own {
            Some(own) => own.projects.as_ref().is_none_or(|mine| mine.contains(id)),
            None => false,
        };
        Some(named.into_iter().filter(knows).collect())
    }

    /// Changes somebody's place, from their next request on (SECURITY T09).
    ///
    /// # Errors
    /// As [`Desk::seated`]; [`Refused::Answers`] for a role or projects that the viewer cannot give;
    /// [`Refused::LastAdministrator`] when nobody else could manage the people there; [`Refused::Stale`] when the place has
    /// changed since the viewer saw it.
    pub async fn change_seat(
        &self,
        seat: Seat,
        id: MembershipId,
        to: &SeatChange,
        seen: Version,
    ) -> Result<(), Refused> {
        let people = self.people(seat).await?;
        let mut membership = people.changeable(id)?.membership.clone();
        let role = self.roles_to_give(seat).into_iter().map(|(id, _)| id).find(|given| **given == *to.role.as_str());
        let limits = self.limits_to_give(seat, to.projects.clone()).await?;
        let faults: Vec<_> = [
            role.is_none().then(|| fault("role", Reason::NotAnOption)),
            limits.is_none().then(|| fault("projects", wrong_projects(to.projects.as_deref()))),
        ]
        .into_iter()
        .flatten()
        .collect();
        let (Some(role), Some(limits)) = (role, limits) else { return Err(Refused::Answers(faults)) };
        membership.role = Id::clone(role);
        membership.limits.projects = limits.projects;
        let mut changes = Changes::new();
        changes.extend(keeps_an_administrator(&people, id, Some(&membership), self.definition())?);
        changes.audit(self.entry(Action::MembershipRole).at_seat(seat).on(membership.account.0));
        changes.write(Record::Membership(membership), Expect::Asked(seen));
        self.commit(Subject::Membership(id), changes, &mut Tries::once()).await.map(|_| ())
    }
}

/// Why these projects cannot be given.
pub(super) fn wrong_projects(projects: Option<&[ProjectId]>) -> Reason {
    if projects.is_some_and(<[ProjectId]>::is_empty) { Reason::Required } else { Reason::NotAnOption }
}
