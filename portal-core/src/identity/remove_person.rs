//! Ending somebody's place.

use super::Seat;
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    id::MembershipId,
    store::{Change, Changes, Subject},
};

impl Desk<'_> {
    /// Ends somebody's place: with their next request they are out (SECURITY T09). What they wrote and opened stays.
    ///
    /// # Errors
    /// As [`Desk::seated`].
    pub async fn remove_person(&self, seat: Seat, id: MembershipId) -> Result<(), Refused> {
        let membership = self.seated(seat, id).await?.membership;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::MembershipRemoved).at_seat(seat).on(membership.account.0));
        changes.push(Change::Remove(Subject::Membership(id)));
        self.commit(Subject::Membership(id), changes, &mut Tries::once()).await.map(|_| ())
    }
}
