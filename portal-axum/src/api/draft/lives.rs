//! Drafts come and go: the list, beginning one, reading it, throwing it away.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use portal_core::{
    form::{BeginDraft, ProjectChoice},
    id::{DraftId, OrganisationId, ProjectId},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Which,
    form::{DraftBody, DraftHead},
    of, shown,
};
use crate::{
    api::{
        caller::Caller,
        made::made,
        problem::Problem,
        sent::{Nothing, Sent},
        tag::Seen,
    },
    path::At,
};

/// The caller's drafts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Drafts {
    items: Vec<DraftHead>,
}

/// A draft to begin.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDraft {
    /// The type of request, as the offers name it.
    #[schema(max_length = 100)]
    request_type: String,
    /// Whether another is wanted beside those of this type that are there: the offer names them. Without it they are in
    /// the way, and the answer is `draft_exists`.
    #[serde(default)]
    another: bool,
    /// For which of the caller's organisations, as the offers name it; `null`: for the only one that it can be for, or that of
    /// the project.
    organisation: Option<Uuid>,
    /// The project it will belong to, where the offer says that it may; `null`: none. The only one that there is, where one
    /// is needed, goes without saying.
    project: Option<Uuid>,
}

/// List drafts
///
/// The caller's drafts, newest edit first; at most 100.
#[utoipa::path(get, operation_id = "list_drafts", path = "/drafts", tag = "drafts", responses((status = 200, description = "The drafts.", body = Drafts)))]
pub(crate) async fn list(caller: Caller) -> Result<Json<Drafts>, Problem> {
    let drafts = caller.desk().drafts().await?;
    Ok(Json(Drafts { items: drafts.iter().map(|view| DraftHead::of(view, caller.tongue())).collect() }))
}

/// Begin a draft
///
/// It keeps the form as it is now, and begins with what is known already.
#[utoipa::path(post, operation_id = "begin_draft", path = "/drafts", tag = "drafts", request_body = NewDraft,
    responses((status = 201, description = "The draft.", body = DraftBody)))]
pub(crate) async fn begin(caller: Caller, Sent { body, once }: Sent<NewDraft>) -> Result<Response, Problem> {
    let begun = caller.desk().once(once.as_ref(), |desk| async move {
        let project = body.project.map_or(ProjectChoice::Unsaid, |id| ProjectChoice::In(ProjectId(id)));
        let organisation = body.organisation.map(OrganisationId);
        let begin = BeginDraft { request_type: body.request_type, organisation, project, another: body.another };
        desk.begin_draft(&begin).await
    });
    let id: DraftId = made(begun.await)?;
    let response = shown(&caller, StatusCode::CREATED, id).await?;
    Ok(caller.at(&format!("/drafts/{id}"), response))
}

/// Read a draft
///
/// The answers so far and the form as it is shown for them.
#[utoipa::path(get, operation_id = "get_draft", path = "/drafts/{draft}", tag = "drafts", params(Which), responses(
    (status = 200, description = "The draft.", body = DraftBody), (status = 304, description = "As it was.")))]
pub(crate) async fn show(caller: Caller, At(Which { draft }): At<Which>) -> Result<Response, Problem> {
    shown(&caller, StatusCode::OK, draft).await
}

/// Throw a draft away
#[utoipa::path(delete, operation_id = "discard_draft", path = "/drafts/{draft}", tag = "drafts", params(Which),
    responses((status = 204, description = "It is gone.")), extensions(("x-if-match" = json!(true))))]
pub(crate) async fn discard(
    caller: Caller,
    At(Which { draft }): At<Which>,
    seen: Seen,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(draft))?));
    let gone = desk.once(once.as_ref(), |desk| async move { desk.discard_draft(draft).await.map(|()| draft) });
    made(gone.await).map_err(|refused| Problem::from(refused).of_version())?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
