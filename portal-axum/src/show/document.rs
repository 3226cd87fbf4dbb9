//! A document in a list.

use portal_core::{definition::Definition, document::Document};
use serde::Serialize;

use crate::{
    links::Links,
    tongue::{Tongue, When},
};

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRow {
    /// What it is called.
    pub title: String,
    /// What kind it is.
    pub kind: String,
    /// Its bytes.
    pub url: String,
    /// How long, in words.
    pub size: String,
    /// When it came.
    pub added: When,
    /// Whether only the team sees it.
    pub internal: bool,
    /// Its own data.
    pub facts: Vec<(String, String)>,
}

/// Shows a document.
pub fn document_row(document: &Document, definition: &Definition, links: &Links, tongue: &Tongue) -> DocumentRow {
    let kind = definition.kinds.get(&document.kind);
    let fields = kind.map(|kind| kind.fields.as_slice()).unwrap_or_default();
    let fact = |field: &portal_core::form::Field| {
        let value = document.fields.get(&field.id)?;
        Some((tongue.text(&field.label).to_owned(), super::answers::written(field, value, tongue)))
    };
    DocumentRow {
        title: document.title.clone(),
        kind: kind.map_or_else(|| document.kind.to_string(), |kind| tongue.text(&kind.label).to_owned()),
        url: links.download(document.id),
        size: tongue.size(document.file.size),
        added: tongue.day(document.created),
        internal: document.audience == portal_core::identity::Side::Team,
        facts: fields.iter().filter_map(fact).collect(),
    }
}
