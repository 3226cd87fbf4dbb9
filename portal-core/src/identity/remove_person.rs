//! Ending somebody's place.

use super::{Seat, people::keeps_an_administrator};
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
    /// As [`Desk::seated`]; [`Refused::LastAdministrator`] when nobody else could manage the people there;
    /// [`Refused::Stale`] when the place changed since it was seen ([`Desk::seeing`]).
    pub async fn remove_person(&self, seat: Seat, id: MembershipId) -> Result<(), Refused> {
        let people = self.people(seat).await?;
        let place = people.changeable(id)?;
        let (account, version) = (place.account.id, place.membership.version);
        self.saw(version)?;
        let mut changes = Changes::new();
        if self.seen().is_some() {
            changes.push(Change::Require(Subject::Membership(id), version));
        }
        changes.extend(keeps_an_administrator(&people, id, None, self.definition())?);
        changes.audit(self.entry(Action::MembershipRemoved).at_seat(seat).on(account.0));
        changes.push(Change::Remove(Subject::Membership(id)));
        self.commit(Subject::Membership(id), changes, &mut Tries::once()).await.map(|_| ())
    }
}
