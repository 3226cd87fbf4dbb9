//! Disabling an organisation, and enabling it again.

use super::{DisableReason, LinkState, Membership, MembershipState, Organisation, OrganisationState};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    id::OrganisationId,
    store::{Changes, Expect, Record, Subject},
};

impl Desk<'_> {
    /// Disables an organisation: its people are out with their next request, and so are their programs, unless they have
    /// another place, and whoever was invited to one of its requests; its open invitations are taken back (SECURITY S04). What is there stays, and the team works on.
    ///
    /// # Errors
    /// [`Refused::NotFound`] and [`Refused::Forbidden`] as [`Desk::change_organisation`]; [`Refused::NotHere`] when it is
    /// disabled already; [`Refused::Stale`] when it changed since it was seen, or meanwhile.
    pub async fn disable_organisation(&self, id: OrganisationId, why: DisableReason) -> Result<(), Refused> {
        self.turn_organisation(id, OrganisationState::Disabled, Some(why)).await
    }

    /// Enables an organisation again: its people are in with their next request.
    ///
    /// # Errors
    /// As [`Desk::disable_organisation`].
    pub async fn enable_organisation(&self, id: OrganisationId) -> Result<(), Refused> {
        self.turn_organisation(id, OrganisationState::Active, None).await
    }

    async fn turn_organisation(
        &self,
        id: OrganisationId,
        state: OrganisationState,
        why: Option<DisableReason>,
    ) -> Result<(), Refused> {
        let organisation = self.edited_organisation(id).await?;
        self.saw(organisation.version)?;
        if organisation.state == state {
            return Err(Refused::NotHere);
        }
        let loaded = organisation.version;
        let (action, places) = match state {
            OrganisationState::Active => (Action::OrganisationEnabled, MembershipState::Active),
            OrganisationState::Disabled => (Action::OrganisationDisabled, MembershipState::Suspended),
        };
        let mut changes = Changes::new();
        for place in self.store.memberships_in(id).await? {
            let expect = Expect::Loaded(place.version);
            changes.write(Record::Membership(Membership { state: places, ..place }), expect);
        }
        let links = self.store.invitations_in(id).await?;
        for mut link in links.into_iter().filter(|_| state == OrganisationState::Disabled) {
            let expect = Expect::Loaded(link.version);
            link.state = LinkState::Revoked;
            changes.write(Record::Link(link), expect);
        }
        let entry = self.entry(action).of(id).on(id.0);
        changes.audit(match why {
            Some(why) => entry.with(why.name()),
            None => entry,
        });
        changes.write(Record::Organisation(Organisation { state, ..organisation }), Expect::Loaded(loaded));
        self.commit(Subject::Organisation(id), changes, &mut Tries::once()).await.map(|_| ())
    }
}
