//! Whose people a page is about, by its address: one's own place, an organisation of one's own, one of the team's clients, or
//! a request with those who were invited to it alone.

use portal_core::{
    Refused,
    id::{LinkId, MembershipId, OrganisationId, RequestId},
    identity::{Seat, Side},
};
use serde::Deserialize;

use crate::visit::Person;

/// Below what the same pages stand: one's own place, one of several own organisations, a client of the team's.
pub(super) const BASES: [&str; 3] =
    ["/people", "/organisations/{organisation}/people", "/team/organisations/{organisation}/people"];
/// Below what the pages stand about those who were invited to one request.
pub(super) const AT_REQUEST: &str = "/requests/{request}/people";

/// What an address names.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    organisation: Option<OrganisationId>,
    #[serde(default)]
    request: Option<RequestId>,
    #[serde(default)]
    seat: Option<MembershipId>,
    #[serde(default)]
    invitation: Option<LinkId>,
}

/// A place with the addresses of its pages.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The place.
    pub(crate) seat: Seat,
    /// Where its people are listed.
    pub(crate) list: String,
    base: String,
}

impl Which {
    /// The place that the address names.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a client among the team's addresses, for a request that is not seen, and where nobody's
    /// people are.
    pub(super) async fn place(&self, person: &Person) -> Result<Place, Refused> {
        let desk = person.desk();
        if let Some(id) = self.request {
            return Ok(Place::at_request(person, id, desk.seat_at(id).await?));
        }
        let place = match self.organisation {
            Some(id) if person.here().starts_with("/team/") => match person.viewer().side() {
                Side::Team => Place::of_client(person, id),
                Side::Client => return Err(Refused::NotFound),
            },
            Some(id) => Place::among_several(person, id),
            None => Place::own(person, desk.own_seats().first().copied().unwrap_or_else(|| desk.own_seat())),
        };
        if desk.sees_people(place.seat) { Ok(place) } else { Err(Refused::NotFound) }
    }

    /// Whether the address says of nobody whose people are meant.
    pub(super) fn names_none(&self) -> bool {
        self.organisation.is_none() && self.request.is_none()
    }

    pub(super) fn seat(&self) -> Result<MembershipId, Refused> {
        self.seat.ok_or(Refused::NotFound)
    }

    pub(super) fn invitation(&self) -> Result<LinkId, Refused> {
        self.invitation.ok_or(Refused::NotFound)
    }
}

impl Place {
    fn own(person: &Person, seat: Seat) -> Self {
        let base = person.links().people();
        Self { seat, list: base.clone(), base }
    }

    /// One of several organisations that a client belongs to.
    pub(super) fn among_several(person: &Person, id: OrganisationId) -> Self {
        let base = person.links().to(&format!("/organisations/{id}/people"));
        Self { seat: Seat::Organisation(id), list: base.clone(), base }
    }

    /// An organisation among the team's pages: its people stand on its own page.
    pub(crate) fn of_client(person: &Person, id: OrganisationId) -> Self {
        let list = person.links().team_organisation(id);
        Self { seat: Seat::Organisation(id), base: format!("{list}/people"), list }
    }

    /// One request, with those who were invited to it alone.
    fn at_request(person: &Person, id: RequestId, seat: Seat) -> Self {
        let base = person.links().people_of(id);
        Self { seat, list: base.clone(), base }
    }

    /// Below what its pages stand.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// Inviting somebody.
    pub(super) fn invite(&self) -> String {
        format!("{}/invite", self.base)
    }

    /// Doing something with an invitation.
    pub(super) fn invitation(&self, id: LinkId, what: &str) -> String {
        format!("{}/invitations/{id}/{what}", self.base)
    }

    /// Somebody's place.
    pub(super) fn page_of(&self, id: MembershipId) -> String {
        format!("{}/{id}", self.base)
    }
}
