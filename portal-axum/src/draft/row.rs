//! A draft in a list.

use portal_core::{definition::RequestType, form::Draft};
use serde::Serialize;

use crate::{
    links::Links,
    show,
    tongue::{Tongue, When},
};

/// A form that was not sent yet, in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DraftRow {
    /// What it will be called, as far as one knows.
    pub title: String,
    /// What kind of request it will be.
    pub kind: String,
    /// Where it goes on.
    pub url: String,
    /// Where it is thrown away.
    pub discard: String,
    /// When it was last edited.
    pub edited: When,
    /// When it goes, unless edited.
    pub expires: When,
}

impl DraftRow {
    /// Shows a draft.
    pub fn of(draft: &Draft, workflow: &RequestType, links: &Links, tongue: &Tongue) -> Self {
        let kind = tongue.text(&workflow.label).to_owned();
        let named = workflow.fields().find(|field| Some(&field.id) == workflow.title.as_ref());
        let title = named.and_then(|field| Some(show::written(field, draft.answers.get(&field.id)?, tongue)));
        Self {
            title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| kind.clone()),
            kind,
            url: links.draft(draft.id),
            discard: links.discard(draft.id),
            edited: tongue.moment(draft.edited),
            expires: tongue.day(draft.expires),
        }
    }

    /// One to show samples with.
    pub(crate) fn sample(tongue: &Tongue) -> Self {
        Self {
            title: "Heating of the new hall".to_owned(),
            kind: "Request a quote".to_owned(),
            url: "/drafts/1".to_owned(),
            discard: "/drafts/1/discard".to_owned(),
            edited: show::sample::moment(tongue),
            expires: show::sample::day(tongue),
        }
    }
}
