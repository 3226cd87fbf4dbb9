//! Who belongs somewhere, and who was invited.

use axum::Json;

use super::{
    Place,
    body::PeopleBody,
    place::{AtRequest, Of},
};
use crate::{
    api::{
        caller::{Caller, TeamCaller},
        problem::Problem,
    },
    path::At,
};

/// List the people of an organisation
///
/// Who belongs there and who was invited, as far as the caller sees them: for whoever sees its people, of the
/// organisation itself or of the team.
#[utoipa::path(get, operation_id = "list_people", path = "/organisations/{organisation}/people", tag = "people",
    params(Of), responses((status = 200, description = "The people.", body = PeopleBody)))]
pub(crate) async fn of_client(caller: Caller, At(at): At<Of>) -> Result<Json<PeopleBody>, Problem> {
    listed(&caller, &at.place(&caller)?).await
}

/// List the people of the team
///
/// Who belongs to it and who was invited, as far as the caller sees them. For the team only.
#[utoipa::path(get, operation_id = "list_team_people", path = "/team/people", tag = "people",
    responses((status = 200, description = "The people.", body = PeopleBody)))]
pub(crate) async fn of_team(caller: TeamCaller) -> Result<Json<PeopleBody>, Problem> {
    listed(&caller, &Place::team(&caller)?).await
}

/// List those who were invited to a request
///
/// Who sees this request of the organisation's and nothing else there, and who was invited to it and has not answered. For
/// whoever sees the request and has `request.share` on it, or `people.view`.
#[utoipa::path(get, operation_id = "list_guests", path = "/requests/{request}/people", tag = "people",
    params(AtRequest), responses((status = 200, description = "The people.", body = PeopleBody)))]
pub(crate) async fn of_guests(caller: Caller, At(at): At<AtRequest>) -> Result<Json<PeopleBody>, Problem> {
    listed(&caller, &at.place(&caller).await?).await
}

async fn listed(caller: &Caller, place: &Place) -> Result<Json<PeopleBody>, Problem> {
    let people = caller.desk().people(place.seat).await?;
    Ok(Json(PeopleBody::of(caller, &people)))
}
