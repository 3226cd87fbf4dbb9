//! Reading what a task asks to read, part by part.

use axum::response::Response;

use super::{body::TaskPage, files::WhichItem, must_see, shown};
use crate::{
    api::{
        caller::Caller,
        made::made,
        problem::Problem,
        sent::{Nothing, Sent},
    },
    path::At,
};

/// Note that a part was read
///
/// Of a task that asks to read. The task itself is closed on its own.
#[utoipa::path(post, operation_id = "read_item", path = "/tasks/{task}/items/{item}/read", tag = "tasks",
    params(WhichItem), responses((status = 200, description = "The task.", body = TaskPage)))]
pub(crate) async fn read(
    caller: Caller,
    At(at): At<WhichItem>,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    must_see(&caller, at.task).await?;
    let (task, item) = (at.task, usize::from(at.item));
    let read = caller.desk().once(once.as_ref(), |desk| async move { desk.mark_read(task, item).await });
    shown(&caller, made(read.await)?).await
}
