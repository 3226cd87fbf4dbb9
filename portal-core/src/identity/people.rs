//! Who belongs to an organisation or to the team, and who was invited.

use super::{Account, Link, LinkPurpose, Membership, Permission, Role, Seat, Side, Viewer};
use crate::{
    Desk, Refused,
    id::{Id, MembershipId},
};

/// Everybody of a place, as somebody sees it.
#[derive(Clone, Debug)]
pub struct People {
    /// The place.
    pub seat: Seat,
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
}

/// Somebody who was invited.
#[derive(Clone, Debug)]
pub struct Invitee {
    /// The invitation.
    pub link: Link,
    /// As what.
    pub role: Id,
    /// Whether nobody answered in time.
    pub expired: bool,
}

impl Desk<'_> {
    /// The place whose people the viewer looks at first: their own organisation, or the team.
    pub fn own_seat(&self) -> Seat {
        match (self.viewer.side(), self.viewer.organisations().next()) {
            (Side::Client, Some(organisation)) => Seat::Organisation(organisation),
            _ => Seat::Team,
        }
    }

    /// Whether the viewer may see who belongs to a place.
    pub fn sees_people(&self, seat: Seat) -> bool {
        reaches(self.viewer, Permission::PeopleView, seat)
    }

    /// Everybody of a place, and the open invitations for whoever may invite.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a place whose people the viewer does not see.
    pub async fn people(&self, seat: Seat) -> Result<People, Refused> {
        if !self.sees_people(seat) {
            return Err(Refused::NotFound);
        }
        let (now, manages) = (self.now(), self.manages_people(seat));
        let mut seated = Vec::new();
        for (account, memberships) in self.store.seated(seat).await? {
            let here = memberships.into_iter().filter(|membership| membership.seat == seat);
            seated.extend(here.map(|membership| Seated {
                can_change: manages && self.may_reseat(&membership),
                account: account.clone(),
                membership,
            }));
        }
        let links = if manages { self.store.invitations_to(seat).await? } else { Vec::new() };
        let invitee = |link: Link| match &link.purpose {
            LinkPurpose::Invitation { role, .. } => {
                let (role, expired) = (role.clone(), !link.counts(now));
                Some(Invitee { link, role, expired })
            }
            _ => None,
        };
        Ok(People { seat, seated, invited: links.into_iter().filter_map(invitee).collect(), manages })
    }

    /// One place of somebody, for changing it.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when it is not there for the viewer, [`Refused::Forbidden`] when they may not change it.
    pub async fn seated(&self, seat: Seat, id: MembershipId) -> Result<Seated, Refused> {
        let people = self.people(seat).await?;
        let found = people.seated.into_iter().find(|seated| seated.membership.id == id).ok_or(Refused::NotFound)?;
        if found.can_change { Ok(found) } else { Err(Refused::Forbidden) }
    }

    /// The roles that the viewer may give at a place, in the order of the definition: of its side, and in nothing above
    /// their own (SECURITY T12).
    pub fn roles_to_give(&self, seat: Seat) -> Vec<(&Id, &Role)> {
        let gives = |role: &Role| self.manages_people(seat) && self.viewer.covers(role, seat);
        self.definition().roles.iter().filter(|(_, role)| gives(role)).collect()
    }

    pub(super) fn manages_people(&self, seat: Seat) -> bool {
        reaches(self.viewer, Permission::PeopleManage, seat)
    }

    /// Nobody changes their own place: an organisation would lose its last administrator by a slip.
    fn may_reseat(&self, membership: &Membership) -> bool {
        let role = self.definition().roles.get(&membership.role);
        membership.account != self.viewer.account() && role.is_none_or(|role| self.viewer.covers(role, membership.seat))
    }
}

fn reaches(viewer: &Viewer, to: Permission, seat: Seat) -> bool {
    let scope = viewer.scope(to);
    match seat {
        Seat::Organisation(id) => scope.is_all() || scope.organisations().contains(&id),
        Seat::Team => scope.is_all(),
    }
}
