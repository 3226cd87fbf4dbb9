//! Who belongs to an organisation or to the team, and who was invited.

use super::{
    Account, Link, LinkPurpose, Membership, MembershipState, Organisation, Permission, Reach, Role, Seat, SeatLimits,
    Side,
};
use crate::{
    Desk, Refused,
    definition::Definition,
    id::{Id, MembershipId, ProjectId, RequestId},
    project::Project,
    request::Request,
    store::{Change, Changes, ProjectFilter, Subject},
};

/// At most so many projects are offered to narrow a place to.
const PROJECTS: u16 = 200;

/// Everybody of a place, as somebody sees it.
#[derive(Clone, Debug)]
pub struct People {
    /// The place.
    pub seat: Seat,
    /// The organisation that it is, or whose request; `None`: it is the team.
    pub organisation: Option<Organisation>,
    /// The request that it is; `None`: a whole organisation, or the team.
    pub request: Option<Request>,
    /// Who belongs there, by name.
    pub seated: Vec<Seated>,
    /// Who was invited and has not answered, newest first.
    pub invited: Vec<Invitee>,
    /// Whether the viewer may invite, change and remove.
    pub manages: bool,
}

/// Somebody with their place.
#[derive(Clone, Debug)]
pub struct Seated {
    /// Who.
    pub account: Account,
    /// Their place.
    pub membership: Membership,
    /// Whether the viewer may change their role or remove them: not their own, nor a role above their own.
    pub can_change: bool,
    /// Whether the viewer may disable or enable the account itself: the team alone.
    pub can_disable: bool,
}

/// Somebody who was invited.
#[derive(Clone, Debug)]
pub struct Invitee {
    /// The invitation.
    pub link: Link,
    /// As what.
    pub role: Id,
    /// To what their place will be narrowed.
    pub limits: SeatLimits,
    /// Whether nobody answered in time.
    pub expired: bool,
}

impl People {
    /// One place, for changing it.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it is not there for the viewer, [`Refused::Forbidden`] when they may not change it.
    pub fn changeable(&self, id: MembershipId) -> Result<&Seated, Refused> {
        let found = self.seated.iter().find(|seated| seated.membership.id == id).ok_or(Refused::NotFound)?;
        if found.can_change { Ok(found) } else { Err(Refused::Forbidden) }
    }

    /// Whether somebody may be invited there now.
    pub fn invites(&self) -> bool {
        self.manages && self.organisation.as_ref().is_none_or(|organisation| organisation.state.is_active())
    }
}

impl Desk<'_> {
    /// The place whose people the viewer looks at first: their own organisation, or the team.
    pub fn own_seat(&self) -> Seat {
        match (self.viewer.side(), self.viewer.organisations().next()) {
            (Side::Client, Some(organisation)) => Seat::Organisation(organisation),
            _ => Seat::Team,
        }
    }

    /// The viewer's own places whose people they see: the team, or their organisations.
    pub fn own_seats(&self) -> Vec<Seat> {
        let own: Vec<Seat> = match self.viewer.side() {
            Side::Team => vec![Seat::Team],
            Side::Client => self.viewer.organisations().map(Seat::Organisation).collect(),
        };
        own.into_iter().filter(|seat| self.sees_people(*seat)).collect()
    }

    /// Whether the viewer may see who belongs to a place.
    pub fn sees_people(&self, seat: Seat) -> bool {
        self.viewer.among_people(Permission::PeopleView, seat).is_some()
    }

    /// The place at one request, to which somebody is invited who would not see it.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a request that the viewer does not see, [`Refused::Forbidden`] for one whose guests they do not.
    pub async fn seat_at(&self, request: RequestId) -> Result<Seat, Refused> {
        let found = self.request_with_guests(request).await?;
        Ok(Seat::Request { request, organisation: found.organisation })
    }

    /// Everybody of a place, and the open invitations for whoever may invite. Whoever is narrowed to projects sees those
    /// who share one with them, and invites to these alone. At a request those are seen who have a place at it alone.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a place whose people the viewer does not see; [`Refused::Forbidden`] for those at a request
    /// that they see.
    pub async fn people(&self, seat: Seat) -> Result<People, Refused> {
        let (sees, gives, request) = match seat.request() {
            Some(id) => {
                let (sees, gives, request) = self.among_guests(id, seat).await?;
                (sees, gives, Some(request))
            }
            None => {
                let sees = self.viewer.among_people(Permission::PeopleView, seat).ok_or(Refused::NotFound)?;
                (sees, self.viewer.among_people(Permission::PeopleManage, seat), None)
            }
        };
        let organisation = match seat.organisation() {
            Some(id) => Some(self.organisation_if_there(id).await?.ok_or(Refused::NotFound)?),
            None => None,
        };
        let mut seated = Vec::new();
        for (account, memberships) in self.store.seated(seat).await? {
            let can_disable = request.is_none() && self.may_disable(account.id, &memberships);
            let here = memberships.into_iter().filter(|found| found.seat == seat && found.limits.meets(&sees));
            seated.extend(here.map(|membership| Seated {
                can_change: gives.as_ref().is_some_and(|gives| self.may_reseat(&membership, gives)),
                can_disable,
                account: account.clone(),
                membership,
            }));
        }
        let links = if gives.is_some() { self.store.invitations_to(seat).await? } else { Vec::new() };
        let invited = links.into_iter().filter_map(|link| self.invitee(link)).filter(|invitee| {
            let within = |gives: &SeatLimits| invitee.limits.is_within(gives);
            gives.as_ref().is_some_and(within)
        });
        let invited = invited.collect();
        Ok(People { seat, organisation, request, seated, invited, manages: gives.is_some() })
    }

    /// Whether the viewer sees who has a place at a request alone; that they see the request itself is known.
    pub fn sees_guests(&self, request: &Request) -> bool {
        let facts = request.facts(Side::Client);
        [Permission::RequestShare, Permission::PeopleView].iter().any(|to| self.viewer.scope(*to).admits(&facts))
    }

    /// A request whose guests the viewer sees.
    async fn request_with_guests(&self, id: RequestId) -> Result<Request, Refused> {
        let request = self.store.dossier(&self.sees(), id).await?.ok_or(Refused::NotFound)?.request;
        if self.sees_guests(&request) { Ok(request) } else { Err(Refused::Forbidden) }
    }

    /// How far the viewer sees and invites those who have a place at one request: all of them, or not at all.
    async fn among_guests(
        &self,
        id: RequestId,
        seat: Seat,
    ) -> Result<(SeatLimits, Option<SeatLimits>, Request), Refused> {
        let request = self.request_with_guests(id).await?;
        if seat.organisation() != Some(request.organisation) {
            return Err(Refused::NotFound);
        }
        let gives = self.viewer.scope(Permission::RequestShare).admits(&request.facts(Side::Client));
        Ok((SeatLimits::default(), gives.then(SeatLimits::default), request))
    }

    fn invitee(&self, link: Link) -> Option<Invitee> {
        match &link.purpose {
            LinkPurpose::Invitation { role, limits, .. } => {
                let (role, limits, expired) = (role.clone(), limits.clone(), !link.counts(self.now()));
                Some(Invitee { link, role, limits, expired })
            }
            _ => None,
        }
    }

    /// One place of somebody, for changing it.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it is not there for the viewer, [`Refused::Forbidden`] when they may not change it.
    pub async fn seated(&self, seat: Seat, id: MembershipId) -> Result<Seated, Refused> {
        self.people(seat).await?.changeable(id).cloned()
    }

    /// The roles that the viewer may give at a place if they may give any there, in the order of the definition: of its side,
    /// and in nothing above their own (SECURITY T12). At one request nobody manages people.
    pub fn roles_to_give(&self, seat: Seat) -> Vec<(&Id, &Role)> {
        let suits = |role: &Role| match seat {
            Seat::Request { .. } => {
                role.can.contains_key(&Permission::RequestView) && !role.can.contains_key(&Permission::PeopleManage)
            }
            Seat::Organisation(_) | Seat::Team => true,
        };
        let gives = |role: &Role| suits(role) && self.viewer.covers(role, seat);
        self.definition().roles.iter().filter(|(_, role)| gives(role)).collect()
    }

    /// The projects to which the viewer may narrow a place, newest first: none where the definition has none. Those that
    /// it `holds` already are among them.
    pub async fn projects_to_give(&self, seat: Seat, holds: &[ProjectId]) -> Result<Vec<Project>, Refused> {
        let scope = self.viewer.scope(Permission::PeopleManage);
        if !self.definition().has_projects() || self.viewer.among_people(Permission::PeopleManage, seat).is_none() {
            return Ok(Vec::new());
        }
        let organisation = seat.organisation();
        let filter = ProjectFilter { organisation, ..ProjectFilter::default() };
        let mut found = self.store.projects(&scope, &filter, None, PROJECTS).await?.rows;
        let is_left_out = |id: &&ProjectId| !found.iter().any(|project| project.id == **id);
        let left_out: Vec<ProjectId> = holds.iter().filter(is_left_out).copied().collect();
        found.extend(self.store.projects_by_id(&left_out).await?);
        Ok(found)
    }

    /// Whether the viewer may give a place that is not narrowed to projects.
    pub fn gives_everything(&self, seat: Seat) -> bool {
        let own = self.viewer.among_people(Permission::PeopleManage, seat);
        own.is_some_and(|own| own.projects.is_none())
    }

    /// To what a place becomes narrowed that the viewer gives; `None`: they cannot give that.
    pub(super) async fn limits_to_give(
        &self,
        seat: Seat,
        wanted: Option<Vec<ProjectId>>,
    ) -> Result<Option<SeatLimits>, Refused> {
        if seat.request().is_some() {
            return Ok(wanted.is_none().then(SeatLimits::default));
        }
        let own = self.viewer.among_people(Permission::PeopleManage, seat);
        let named = wanted.clone().unwrap_or_default();
        let there = self.store.projects_by_id(&named).await?;
        let is_there = |id: &ProjectId| {
            let here = |found: &Project| seat.organisation().is_none_or(|of| of == found.organisation);
            there.iter().any(|found| found.id == *id && here(found))
        };
        Ok(own.and_then(|own| own.give(wanted)).filter(|_| named.iter().all(is_there)))
    }

    /// Nobody changes their own place, one that goes further than theirs, or a role above their own.
    fn may_reseat(&self, membership: &Membership, gives: &SeatLimits) -> bool {
        let role = self.definition().roles.get(&membership.role);
        membership.account != self.viewer.account()
            && membership.limits.is_within(gives)
            && role.is_none_or(|role| self.viewer.covers(role, membership.seat))
    }
}

/// Refuses what would leave a place without anybody who manages all its people; gives what the change counts on: that those
/// who do are still there. `becomes`: what the place becomes; `None`: it ends.
pub(super) fn keeps_an_administrator(
    people: &People,
    changed: MembershipId,
    becomes: Option<&Membership>,
    definition: &Definition,
) -> Result<Changes, Refused> {
    let mut counts_on = Changes::new();
    let active = |seated: &&Seated| seated.account.state.is_active() && administers(&seated.membership, definition);
    let (changing, others): (Vec<&Seated>, Vec<&Seated>) =
        people.seated.iter().filter(active).partition(|seated| seated.membership.id == changed);
    if changing.is_empty() || becomes.is_some_and(|becomes| administers(becomes, definition)) {
        return Ok(counts_on);
    }
    let other = others.first().ok_or(Refused::LastAdministrator)?;
    counts_on.push(Change::Require(Subject::Membership(other.membership.id), other.membership.version));
    Ok(counts_on)
}

/// Whether a place lets its holder manage all the people there.
pub(super) fn administers(membership: &Membership, definition: &Definition) -> bool {
    let reach = definition.roles.get(&membership.role).and_then(|role| role.can.get(&Permission::PeopleManage));
    let whole = match membership.seat {
        Seat::Organisation(_) => reach == Some(&Reach::Organisation),
        Seat::Request { .. } => false,
        Seat::Team => reach == Some(&Reach::All),
    };
    whole && !membership.limits.is_narrowed() && membership.state == MembershipState::Active
}

#[cfg(test)]
mod tests;
