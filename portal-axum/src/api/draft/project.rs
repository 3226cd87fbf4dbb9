//! The project that the request of a draft will belong to.

use axum::{http::StatusCode, response::Response};
use portal_core::{form::ProjectChoice, id::ProjectId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Which, form::DraftBody, of, shown};
use crate::{
    api::{caller::Caller, made::made, problem::Problem, sent::Sent, tag::Seen},
    path::At,
};

/// The project that a request will belong to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DraftProject)]
pub(crate) struct ChosenProject {
    /// The project, or none.
    #[schema(required = true)]
    project: Option<Uuid>,
}

/// Choose the project of a draft
///
/// One of the open projects of its organisation that the caller sees; none where the offer says that it is optional.
#[utoipa::path(put, operation_id = "choose_draft_project", path = "/drafts/{draft}/project", tag = "drafts", params(Which),
    request_body = ChosenProject, responses((status = 200, description = "The draft.", body = DraftBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn choose(
    caller: Caller,
    At(Which { draft }): At<Which>,
    seen: Seen,
    Sent { body, once }: Sent<ChosenProject>,
) -> Result<Response, Problem> {
    let choice = body.project.map_or(ProjectChoice::NoneOfThem, |id| ProjectChoice::In(ProjectId(id)));
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(draft))?));
    let chosen =
        desk.once(once.as_ref(), |desk| async move { desk.choose_project(draft, choice).await.map(|()| draft) });
    let id = made(chosen.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}
