//! A document as JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use portal_core::{document::Document, identity::Side};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{
    answers::{self, Answer},
    caller::Caller,
};

/// A document of a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct DocumentBody {
    id: Uuid,
    request: Uuid,
    /// Its kind, as the definition names it.
    kind: String,
    label: String,
    title: String,
    /// The name of its file.
    name: String,
    /// Length in bytes.
    size: u64,
    /// Media type by content.
    media_type: String,
    /// Its own data, by field.
    data: BTreeMap<String, Answer>,
    added: DateTime<Utc>,
    /// Whether only the team sees it.
    internal: bool,
    /// Its bytes.
    content: String,
}

impl DocumentBody {
    pub(crate) fn of(caller: &Caller, document: &Document) -> Self {
        let kind = caller.portal().definition().kinds.get(&document.kind);
        let label = kind.map_or(document.kind.as_str(), |kind| caller.tongue().text(&kind.label));
        let file = &document.file;
        Self {
            id: document.id.0,
            request: document.request.0,
            kind: document.kind.to_string(),
            label: label.to_owned(),
            title: document.title.clone(),
            name: file.name.clone(),
            size: file.size,
            media_type: file.media_type.clone(),
            data: answers::shown(&document.fields),
            added: document.created,
            internal: document.audience == Side::Team,
            content: caller.links().to(&format!("/documents/{}/content", document.id)),
        }
    }
}
