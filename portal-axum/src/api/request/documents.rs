//! The documents of a request.

use std::collections::BTreeMap;

use axum::{Json, http::StatusCode, response::Response};
use portal_core::{
    Refused,
    document::AddDocument,
    id::DocumentId,
    identity::{Paced, Side},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Which;
use crate::{
    api::{
        answers,
        caller::Caller,
        code::Code,
        document::{self, DocumentBody, Documents},
        made::made,
        problem::{Fault, Problem},
        query::Asked,
        upload::Upload,
    },
    path::At,
};

/// What a document is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NewDocument {
    /// The kind of document, as the definition names it.
    #[param(max_length = 100)]
    kind: String,
    /// The name of the file.
    #[param(max_length = 255)]
    name: String,
    /// The team's own field that it answers, of this kind; default: none.
    #[serde(default)]
    #[param(max_length = 40)]
    field: Option<String>,
    /// Its own data, by field, as text: `data[valid_until]=2026-12-31`.
    #[serde(default)]
    #[param(style = DeepObject, explode, required = false, value_type = BTreeMap<String, String>)]
    data: BTreeMap<String, String>,
}

/// List the documents of a request
///
/// Newest first, as far as the caller sees them.
#[utoipa::path(get, operation_id = "list_request_documents", path = "/requests/{request}/documents", tag = "documents",
    params(Which), responses((status = 200, description = "The documents.", body = Documents)))]
pub(crate) async fn list(caller: Caller, At(Which { request }): At<Which>) -> Result<Json<Documents>, Problem> {
    let view = caller.desk().request(request).await?;
    let items = view.dossier.documents.iter().map(|document| DocumentBody::of(&caller, document)).collect();
    Ok(Json(Documents { items, next: None }))
}

/// Add a document
///
/// For the team. The body is the file itself. One of a kind that starts internal stays with the team until a move shares
/// it.
#[utoipa::path(post, operation_id = "add_document", path = "/requests/{request}/documents", tag = "team",
    params(Which, NewDocument), request_body(content_type = "application/octet-stream", content = Vec<u8>),
    responses((status = 201, description = "The document.", body = DocumentBody,
        headers(("Location" = String, description = "Where it is.")))))]
pub(crate) async fn add(
    caller: Caller,
    At(Which { request }): At<Which>,
    Asked(asked): Asked<NewDocument>,
    upload: Upload,
) -> Result<Response, Problem> {
    if caller.side() != Side::Team {
        caller.desk().request(request).await?;
        return Err(Code::Forbidden.into());
    }
    let fields = asked.data.iter().map(|(name, value)| (name.clone(), vec![value.clone()])).collect();
    let input = &AddDocument { request, kind: asked.kind.clone(), fields };
    let kind = caller.portal().definition().kinds.get(asked.kind.as_str());
    let known = |name: &String| kind.is_none_or(|kind| kind.fields.iter().any(|field| field.id == name.as_str()));
    let unknown: Vec<Fault> = asked
        .data
        .keys()
        .filter(|name| !known(name))
        .map(|name| Fault {
            pointer: None,
            parameter: Some(format!("data[{name}]")),
            ..caller.fault("", "unknown_field")
        })
        .collect();
    if !unknown.is_empty() {
        return Err(Problem::with(Code::InvalidInput, unknown));
    }
    let field = asked.field.as_deref();
    caller.desk().pace(Paced::Upload).await?;
    let (once, file) = upload.file(&asked.name);
    let added = caller.desk().once_with(once.as_ref(), file, |desk, file| async move {
        let added = match field {
            Some(field) => desk.add_to_field(request, field, input.fields.clone(), file).await,
            None => desk.add_document(input, file).await,
        };
        added.map(|added| added.document)
    });
    match made::<DocumentId>(added.await) {
        Ok(id) => document::shown(&caller, StatusCode::CREATED, id).await,
        Err(Refused::Answers(faults)) => {
            let each = faults.iter().map(|fault| Fault {
                pointer: None,
                parameter: Some(format!("data[{}]", fault.field)),
                ..answers::fault(fault, "", "", caller.tongue())
            });
            Err(Problem::with(Code::InvalidInput, each.collect()))
        }
        Err(refused) => Err(refused.into()),
    }
}
