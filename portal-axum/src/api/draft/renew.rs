//! Beginning a draft anew with the newer form of its type.

use axum::{http::StatusCode, response::Response};

use super::{Which, form::DraftBody, of, shown};
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

/// Begin a draft anew
///
/// With the form that is in force now. It stays the same draft; answers stay whose field is there with the same type. What
/// would be lost is said before, in `newer.dropped` of the draft. A draft without `newer` cannot be begun anew.
#[utoipa::path(post, operation_id = "renew_draft", path = "/drafts/{draft}/renewal", tag = "drafts", params(Which),
    request_body(content = Option<Nothing>), responses((status = 200, description = "The draft.", body = DraftBody)),
    extensions(("x-if-match" = json!(true))))]
pub(crate) async fn renew(
    caller: Caller,
    At(Which { draft }): At<Which>,
    seen: Seen,
    Sent { once, .. }: Sent<Nothing>,
) -> Result<Response, Problem> {
    let desk = caller.desk().seeing(Some(seen.version(&caller, of(draft))?));
    let renewed = desk.once(once.as_ref(), |desk| async move { desk.renew_draft(draft).await.map(|()| draft) });
    let id = made(renewed.await).map_err(|refused| Problem::from(refused).of_version())?;
    shown(&caller, StatusCode::OK, id).await
}
