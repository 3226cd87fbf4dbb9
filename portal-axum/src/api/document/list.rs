//! The library.

use axum::response::Response;
use portal_core::identity::Paced;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::DocumentBody;
use crate::api::{caller::Caller, pages, problem::Problem, query::Asked};

/// What the library is narrowed to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// Words of the title.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u16>,
    /// Where the page begins: the `next` of the page before.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// A page of documents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Documents {
    pub(crate) items: Vec<DocumentBody>,
    /// Where the next page begins; none on the last.
    pub(crate) next: Option<String>,
}

/// List documents
///
/// Those that the caller sees, newest first.
#[utoipa::path(get, operation_id = "list_documents", path = "/documents", tag = "documents", params(Narrowed),
    responses((status = 200, description = "A page.", body = Documents,
        headers(("Link" = String, description = "The next page, `rel=\"next\"`.")))))]
pub(crate) async fn list(caller: Caller, Asked(asked): Asked<Narrowed>) -> Result<Response, Problem> {
    let after = pages::read("documents", asked.after.as_deref())?;
    let words = asked.text.as_deref().map(str::trim).filter(|words| !words.is_empty());
    if words.is_some() {
        caller.desk().pace(Paced::Search).await?;
    }
    let limit = asked.limit.unwrap_or(pages::USUAL);
    let found = caller.desk().documents_of(words, after.as_ref(), limit).await?;
    let items = found.rows.iter().map(|(document, _)| DocumentBody::of(&caller, document)).collect();
    let kept = [("text", asked.text.clone()), ("limit", asked.limit.map(|limit| limit.to_string()))];
    let page = |next| Documents { items, next };
    Ok(pages::answer(&caller, "documents", ("/documents", &kept), found.next.as_ref(), page))
}
