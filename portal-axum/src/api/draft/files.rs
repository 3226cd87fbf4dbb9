//! The files of a draft.

use axum::{http::StatusCode, response::Response};
use portal_core::{
    Refused,
    form::Value,
    id::{BlobId, DraftId},
    identity::Paced,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Which, form::DraftBody, of, shown};
use crate::{
    api::{
        caller::Caller,
        made::made,
        problem::Problem,
        query::Asked,
        sent::{Nothing, Sent},
        tag::Seen,
        upload::Upload,
    },
    path::At,
};

/// What a file is for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ForField {
    /// The field of the form that it answers.
    #[param(max_length = 100)]
    field: String,
    /// The name of the file.
    #[param(max_length = 255)]
    name: String,
}

/// Which file of which draft.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichFile {
    /// The draft.
    #[param(value_type = uuid::Uuid)]
    draft: DraftId,
    /// The file, as the answer names it.
    #[param(value_type = uuid::Uuid)]
    file: BlobId,
}

/// Attach a file
///
/// The body is the file itself. It is judged by its content; one that will not do is not kept.
#[utoipa::path(post, operation_id = "attach_file", path = "/drafts/{draft}/files", tag = "drafts", params(Which, ForField),
    request_body(content_type = "application/octet-stream", content = Vec<u8>),
    responses((status = 200, description = "The draft.", body = DraftBody)))]
pub(crate) async fn attach(
    caller: Caller,
    At(Which { draft }): At<Which>,
    Asked(asked): Asked<ForField>,
    upload: Upload,
) -> Result<Response, Problem> {
    caller.desk().pace(Paced::Upload).await?;
    let (once, file) = upload.file(&asked.name);
    let attached = caller.desk().once_with(once.as_ref(), file, |desk, file| async move {
        desk.attach(draft, &asked.field, file).await.map(|()| draft)
    });
    let id = made(attached.await)?;
    shown(&caller, StatusCode::OK, id).await
}

/// Take a file off a draft
#[utoipa::path(delete, operation_id = "detach_file", path = "/drafts/{draft}/files/{file}", tag = "drafts", params(WhichFile),
    responses((status = 200, description = "The draft.", body = DraftBody)), extensions(("x-if-match" = json!(true))))]
pub(crate) async fn detach(
    caller: Caller,
    At(at): At<WhichFile>,
    seen: Seen,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(at.draft))?));
    let at = &at;
    let detached = desk.once(once.as_ref(), |desk| async move {
        let view = desk.draft(at.draft).await?;
        let holds =
            |value: &Value| matches!(value, Value::Files(files) if files.iter().any(|file| file.blob == at.file));
        let field = view.draft.answers.iter().find(|(_, value)| holds(value)).map(|(field, _)| field);
        desk.detach(at.draft, field.ok_or(Refused::NotFound)?.as_str(), at.file).await?;
        Ok(at.draft)
    });
    let id = made(detached.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}
