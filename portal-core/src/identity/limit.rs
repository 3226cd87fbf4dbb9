//! Narrowing a membership to projects, or to queues, by a program: the host's own, or the demo.

use super::Seat;
use crate::{
    Portal, Refused,
    audit::Action,
    id::{AccountId, Id, ProjectId},
    project::Project,
    refused::Missing,
    store::{Changes, Expect, Record},
};

impl Portal {
    /// Names the projects of somebody's membership in an organisation, or in the team: whatever their role reaches, it is
    /// these projects from then on. `None`: the membership is not narrowed, and a reach of `projects` gives nothing.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when they do not belong there, [`Refused::Missing`] for a project that there is not, or that is
    /// another organisation's; [`Refused::Stale`] when the membership was changed meanwhile.
    pub async fn limit_to_projects(
        &self,
        account: AccountId,
        seat: Seat,
        projects: Option<Vec<ProjectId>>,
    ) -> Result<(), Refused> {
        let store = &self.parts().store;
        let seats = store.memberships(account).await?;
        let mut membership = seats.into_iter().find(|found| found.seat == seat).ok_or(Refused::NotFound)?;
        if let Some(named) = &projects {
            let found = store.projects_by_id(named).await?;
            let fits = |id: &ProjectId| {
                let here = |project: &Project| seat.organisation().is_none_or(|of| of == project.organisation);
                found.iter().any(|project| project.id == *id && here(project))
            };
            if !named.iter().all(fits) {
                return Err(Refused::Missing(Missing::Text("projects")));
            }
        }
        let loaded = membership.version;
        membership.limits.projects = projects;
        let mut changes = Changes::new();
        changes.write(Record::Membership(membership), Expect::Loaded(loaded));
        changes.audit(self.entry(Action::MembershipLimited).at_seat(seat).on(account.0));
        Ok(store.commit(&changes).await?)
    }

    /// Names the queues of somebody's membership in the team: whatever their role reaches, it is what waits in these from
    /// then on. `None`: the membership is not narrowed, and a reach of `queues` gives nothing.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when they are not in the team, [`Refused::Missing`] for a queue that there is not;
    /// [`Refused::Stale`] when the membership was changed meanwhile.
    pub async fn limit_to_queues(&self, account: AccountId, queues: Option<Vec<Id>>) -> Result<(), Refused> {
        let store = &self.parts().store;
        let seats = store.memberships(account).await?;
        let mut membership = seats.into_iter().find(|found| found.seat == Seat::Team).ok_or(Refused::NotFound)?;
        let known = &self.definition().queues;
        if queues.iter().flatten().any(|queue| !known.contains_key(queue)) {
            return Err(Refused::Missing(Missing::Text("queues")));
        }
        let loaded = membership.version;
        membership.limits.queues = queues;
        let mut changes = Changes::new();
        changes.write(Record::Membership(membership), Expect::Loaded(loaded));
        changes.audit(self.entry(Action::MembershipLimited).at_seat(Seat::Team).on(account.0));
        Ok(store.commit(&changes).await?)
    }
}
