//! Giving somebody another role.

use super::Seat;
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    form::Reason,
    id::{Id, MembershipId, Version},
    identity::invite::fault,
    store::{Changes, Expect, Record, Subject},
};

impl Desk<'_> {
    /// Gives somebody another role, from their next request on (SECURITY T09).
    ///
    /// # Errors
    /// As [`Desk::seated`]; [`Refused::Answers`] for a role that the viewer cannot give; [`Refused::Stale`] when the place
    /// has changed since the viewer saw it.
    pub async fn change_role(&self, seat: Seat, id: MembershipId, role: &str, seen: Version) -> Result<(), Refused> {
        let mut membership = self.seated(seat, id).await?.membership;
        if !self.roles_to_give(seat).iter().any(|(given, _)| **given == *role) {
            return Err(Refused::Answers(vec![fault("role", Reason::NotAnOption)]));
        }
        membership.role = Id::from(role);
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::MembershipRole).at_seat(seat).on(membership.account.0));
        changes.write(Record::Membership(membership), Expect::Asked(seen));
        self.commit(Subject::Membership(id), changes, &mut Tries::once()).await.map(|_| ())
    }
}
