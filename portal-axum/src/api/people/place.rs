//! Whose people an address is about. Whoever does not see them finds nothing there, as where there is no organisation.

use portal_core::{
    id::{LinkId, MembershipId, OrganisationId, RequestId},
    identity::Seat,
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::{caller::Caller, code::Code, problem::Problem};

/// An organisation whose people an address is about.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Of {
    /// The organisation.
    #[param(value_type = Uuid)]
    organisation: OrganisationId,
}

/// Somebody's place in an organisation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Member {
    /// The organisation.
    #[param(value_type = Uuid)]
    organisation: OrganisationId,
    /// Somebody's place in it.
    #[param(value_type = Uuid)]
    pub(super) membership: MembershipId,
}

/// Somebody's place in the team.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Colleague {
    /// Somebody's place in the team.
    #[param(value_type = Uuid)]
    pub(super) membership: MembershipId,
}

/// An invitation to an organisation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ToClient {
    /// The organisation.
    #[param(value_type = Uuid)]
    organisation: OrganisationId,
    /// The invitation.
    #[param(value_type = Uuid)]
    pub(super) invitation: LinkId,
}

/// An invitation to the team.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ToTeam {
    /// The invitation.
    #[param(value_type = Uuid)]
    pub(super) invitation: LinkId,
}

/// A request, with those who were invited to it alone.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AtRequest {
    /// The request.
    #[param(value_type = Uuid)]
    request: RequestId,
}

/// Somebody's place at a request.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct Guest {
    /// The request.
    #[param(value_type = Uuid)]
    request: RequestId,
    /// Somebody's place at it.
    #[param(value_type = Uuid)]
    pub(super) membership: MembershipId,
}

/// An invitation to a request.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ToRequest {
    /// The request.
    #[param(value_type = Uuid)]
    request: RequestId,
    /// The invitation.
    #[param(value_type = Uuid)]
    pub(super) invitation: LinkId,
}

/// Where people belong, with where that stands in the API.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(super) seat: Seat,
    base: String,
}

impl Of {
    pub(super) fn place(&self, caller: &Caller) -> Result<Place, Problem> {
        Place::of(caller, self.organisation)
    }
}

impl Member {
    pub(super) fn place(&self, caller: &Caller) -> Result<Place, Problem> {
        Place::of(caller, self.organisation)
    }
}

impl ToClient {
    pub(super) fn place(&self, caller: &Caller) -> Result<Place, Problem> {
        Place::of(caller, self.organisation)
    }
}

impl AtRequest {
    pub(super) async fn place(&self, caller: &Caller) -> Result<Place, Problem> {
        Place::at_request(caller, self.request).await
    }
}

impl Guest {
    pub(super) async fn place(&self, caller: &Caller) -> Result<Place, Problem> {
        Place::at_request(caller, self.request).await
    }
}

impl ToRequest {
    pub(super) async fn place(&self, caller: &Caller) -> Result<Place, Problem> {
        Place::at_request(caller, self.request).await
    }
}

impl Place {
    /// Whoever sees the request and not its guests is told so before anything that was sent is looked at.
    async fn at_request(caller: &Caller, id: RequestId) -> Result<Self, Problem> {
        let seat = caller.desk().seat_at(id).await?;
        Ok(Self { seat, base: format!("/requests/{id}") })
    }

    fn of(caller: &Caller, id: OrganisationId) -> Result<Self, Problem> {
        Self::seen(caller, Seat::Organisation(id), format!("/organisations/{id}"))
    }

    pub(super) fn team(caller: &Caller) -> Result<Self, Problem> {
        Self::seen(caller, Seat::Team, "/team".to_owned())
    }

    /// Asked before anything that was sent is looked at, so that nothing is told of a place by what is wrong with that.
    fn seen(caller: &Caller, seat: Seat, base: String) -> Result<Self, Problem> {
        if caller.desk().sees_people(seat) { Ok(Self { seat, base }) } else { Err(Code::NotFound.into()) }
    }

    /// The address of an invitation.
    pub(super) fn invitation(&self, id: LinkId) -> String {
        format!("{}/invitations/{id}", self.base)
    }
}
