//! What every move's page begins with: what will happen, and what changed if somebody was faster.

use portal_core::{
    definition::{End, WaitsFor},
    identity::Side,
    request::{Event, RequestView},
};
use serde::Serialize;

use super::{Scene, effects, typed::Typed};
use crate::{
    page::Fault,
    show::{self, Line, Status},
    team::workbench::{Seen, story, turn},
    visit::TeamPerson,
};

/// What every move's page begins with.
#[derive(Clone, Debug, Serialize)]
pub struct MoveHead {
    /// The verb: heading and button.
    pub label: String,
    /// What the request is about.
    pub request: String,
    /// Its short public name.
    pub reference: String,
    /// Whose it is.
    pub organisation: String,
    /// The request.
    pub back: String,
    /// Where the form goes.
    pub action: String,
    /// What the page was made from.
    pub seen: Seen,
    /// What the client will read.
    pub becomes: Becomes,
    /// What else will happen.
    pub effects: Vec<String>,
    /// Somebody was faster.
    pub conflict: Option<Conflict>,
    /// What will not do.
    pub summary: Vec<Fault>,
}

/// What the client will read.
#[derive(Clone, Debug, Serialize)]
pub struct Becomes {
    /// The shape and colour of its tag.
    pub tag: &'static str,
    /// The new status.
    pub label: String,
    /// What it means.
    pub explain: String,
    /// The language they read.
    pub lang: String,
    /// Whether they read anything new.
    pub noticed: bool,
}

/// What changed while the page was open.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// What happened meanwhile, oldest first.
    pub lines: Vec<Line>,
    /// Whether nothing of it can be shown: a file of an open task leaves no event.
    pub unseen: bool,
    /// Where the request stands now.
    pub status: Status,
}

impl MoveHead {
    /// The head of a move's page.
    pub(super) fn of(scene: &Scene<'_>, summary: Vec<Fault>) -> Self {
        let (person, view) = (scene.person, scene.view);
        let request = &view.dossier.request;
        Self {
            label: effects::label(scene),
            request: request.title.clone(),
            reference: request.reference.to_string(),
            organisation: view.dossier.organisation.name.clone(),
            back: person.links().team_request(request.id),
            action: person.links().team_move(request.id, &scene.offered.id),
            seen: seen(scene),
            becomes: Becomes::of(scene),
            effects: effects::sentences(scene),
            conflict: scene.attempt.stale.then(|| Conflict::of(person, view, &scene.attempt.typed)),
            summary,
        }
    }
}

/// What the next press counts on: what the person is shown now. A page that only comes back for a fault keeps what they
/// saw first, so that a change they were never told of is still found.
fn seen(scene: &Scene<'_>) -> Seen {
    match scene.attempt.typed.seen {
        Some(seen) if !scene.attempt.stale => seen,
        _ => Seen::of(scene.view),
    }
}

impl Becomes {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let (label, explain) = effects::status_words(scene);
        let status = scene.view.workflow.statuses.get(&scene.offered.made.to);
        let asks = scene.offered.asks || status.is_some_and(|status| !status.opens.is_empty());
        let tag = match status.map(|status| (status.ends, status.waits_for)) {
            Some((Some(End::Done), _)) => "done",
            Some((Some(End::Refused), _)) => "refused",
            Some((Some(End::Withdrawn), _)) => "withdrawn",
            Some((None, WaitsFor::Client)) => "client",
            Some((None, WaitsFor::Tasks)) if asks => "client",
            Some((None, WaitsFor::ThirdParty)) => "third_party",
            Some((None, WaitsFor::Nobody)) => "nobody",
            _ => "team",
        };
        Self { tag, label, explain, lang: scene.reader.to_owned(), noticed: effects::client_notices(scene) }
    }
}

impl Conflict {
    /// What others did after the version that the person saw.
    pub(super) fn of(person: &TeamPerson, view: &RequestView, typed: &Typed) -> Self {
        let since = typed.seen.map_or(i64::MAX, |seen| seen.events);
        let story = story(person, view);
        let me = person.viewer().account();
        let by_others = |event: &&Event| event.seq > since && event.actor != Some(me);
        let lines = view.history.events.iter().filter(by_others);
        let lines: Vec<Line> = lines.filter_map(|event| story.line(event)).collect();
        Self {
            unseen: lines.is_empty() && typed.seen.is_some(),
            lines,
            status: show::status(person.words(&view.workflow), turn(view), Side::Team, person.tongue()),
        }
    }
}
