//! A draft in a list.

use portal_core::form::{DraftView, StepState};
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
    /// What kind of request it will be, where the title does not say so.
    pub kind: Option<String>,
    /// How many of its steps are done, when it has several.
    pub progress: Option<String>,
    /// Where it is begun anew, when a newer version of its form exists.
    pub newer: Option<String>,
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
    pub fn of(view: &DraftView, links: &Links, tongue: &Tongue) -> Self {
        let (draft, workflow) = (&view.draft, &view.workflow);
        let kind = tongue.text(&workflow.label).to_owned();
        let named = workflow.fields().find(|field| Some(&field.id) == workflow.title.as_ref());
        let title = named.and_then(|field| Some(show::written(field, draft.answers.get(&field.id)?, tongue)));
        let title = title.filter(|title| !title.is_empty());
        Self {
            kind: title.is_some().then(|| kind.clone()),
            title: title.unwrap_or(kind),
            progress: (workflow.steps.len() > 1).then(|| progress(view, tongue)),
            newer: view.newer.is_some().then(|| links.renew(draft.id)),
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
            kind: Some("Request a quote".to_owned()),
            progress: Some(tongue.say_with("draft-progress", &[("done", 1_u32.into()), ("of", 3_u32.into())])),
            newer: Some("/drafts/1/renew".to_owned()),
            url: "/drafts/1".to_owned(),
            discard: "/drafts/1/discard".to_owned(),
            edited: show::sample::moment(tongue),
            expires: show::sample::day(tongue),
        }
    }
}

/// How many of the steps that may be needed are done.
fn progress(view: &DraftView, tongue: &Tongue) -> String {
    let states: Vec<StepState> = view.progress().into_iter().map(|(_, state)| state).collect();
    let done = states.iter().filter(|state| **state == StepState::Done).count();
    let of = states.iter().filter(|state| **state != StepState::NotNeeded).count();
    tongue.say_with("draft-progress", &[("done", done.into()), ("of", of.into())])
}
