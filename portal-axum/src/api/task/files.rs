//! The files of a task: handing one in for an item, and taking it back.

use axum::{http::StatusCode, response::Response};
use portal_core::{
    id::{DocumentId, TaskId},
    identity::Paced,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{body::TaskPage, must_see, of, shown};
use crate::{
    api::{
        caller::Caller,
        document::{self, DocumentBody},
        made::made,
        problem::Problem,
        query::Asked,
        sent::{Nothing, Sent},
        tag::Seen,
        upload::Upload,
    },
    path::At,
};

/// Which item of which task.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichItem {
    /// The task.
    #[param(value_type = uuid::Uuid)]
    pub(super) task: TaskId,
    /// The item's place in the task, from 0.
    #[param(value_type = u16)]
    pub(super) item: u16,
}

/// Which file of which task.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WhichFile {
    /// The task.
    #[param(value_type = uuid::Uuid)]
    task: TaskId,
    /// The document.
    #[param(value_type = uuid::Uuid)]
    document: DocumentId,
}

/// What a file is called.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Named {
    /// The name of the file.
    #[param(max_length = 255)]
    name: String,
}

/// Hand in a file
///
/// The body is the file itself. The team sees it once the task is closed.
#[utoipa::path(post, operation_id = "provide_file", path = "/tasks/{task}/items/{item}/documents", tag = "tasks",
    params(WhichItem, Named), request_body(content_type = "application/octet-stream", content = Vec<u8>),
    responses((status = 201, description = "The document.", body = DocumentBody,
        headers(("Location" = String, description = "Where it is.")))))]
pub(crate) async fn provide(
    caller: Caller,
    At(at): At<WhichItem>,
    Asked(asked): Asked<Named>,
    upload: Upload,
) -> Result<Response, Problem> {
    must_see(&caller, at.task).await?;
    caller.desk().pace(Paced::Upload).await?;
    let (once, file) = upload.file(&asked.name);
    let provided = caller
        .desk()
        .once_with(once.as_ref(), file, |desk, file| async move { desk.provide(at.task, at.item.into(), file).await });
    document::shown(&caller, StatusCode::CREATED, made(provided.await)?).await
}

/// Take a file back
///
/// One that was handed in by mistake, while the task is open.
#[utoipa::path(delete, operation_id = "take_file_back", path = "/tasks/{task}/documents/{document}", tag = "tasks",
    params(WhichFile), responses((status = 200, description = "The task.", body = TaskPage)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn take_back(
    caller: Caller,
    At(at): At<WhichFile>,
    seen: Seen,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(at.task))?));
    must_see(&caller, at.task).await?;
    let (task, document) = (at.task, at.document);
    let taken = desk.once(once.as_ref(), |desk| async move { desk.take_back(task, document).await.map(|()| task) });
    let id = made(taken.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, id).await
}
