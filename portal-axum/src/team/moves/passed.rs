//! When a move can no longer be made: where the request stands now, and what one had written.

use portal_core::{
    id::Id,
    request::{RequestView, Words},
};
use serde::Serialize;

use super::{Attempt, Conflict, samples};
use crate::{
    page::{Page, SeenBy},
    tongue::Tongue,
    visit::TeamPerson,
};

/// The page that says a move came too late.
#[derive(Clone, Debug, Serialize)]
pub struct PassedPage {
    /// The move.
    pub label: String,
    /// What the request is about.
    pub request: String,
    /// Its short public name.
    pub reference: String,
    /// Where it stands, and what happened meanwhile.
    pub conflict: Conflict,
    /// What one had written.
    pub kept: Vec<Kept>,
    /// The request.
    pub back: String,
}

/// A text that was not sent.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// What it was for.
    pub label: String,
    /// The text.
    pub text: String,
}

impl PassedPage {
    pub(super) fn of(person: &TeamPerson, view: &RequestView, id: &Id, attempt: &Attempt) -> Self {
        let tongue = person.tongue();
        let request = &view.dossier.request;
        let words = Words { live: person.portal().definition(), kept: &view.workflow, locale: tongue.locale() };
        let typed = &attempt.typed;
        let texts = [("bench-message", &typed.comment), ("team-reason", &typed.reason), ("bench-note", &typed.note)];
        let written = texts.into_iter().filter(|(_, text)| !text.trim().is_empty());
        Self {
            label: words.made(id).to_owned(),
            request: request.title.clone(),
            reference: request.reference.to_string(),
            conflict: Conflict::of(person, view, typed),
            kept: written.map(|(label, text)| Kept { label: tongue.say(label), text: text.clone() }).collect(),
            back: person.links().team_request(request.id),
        }
    }
}

impl Page for PassedPage {
    const TEMPLATE: &'static str = "team/passed.html";
    const SEEN_BY: SeenBy = SeenBy::Team;

    fn samples(tongue: &Tongue) -> Vec<Self> {
        samples::passed(tongue)
    }
}
