//! Where a request stands, in the words of the side that reads them.

use chrono::{DateTime, Utc};
use portal_core::{
    definition::{End, WaitsFor},
    id::Id,
    identity::Side,
    request::Words,
};
use serde::Serialize;

use crate::tongue::{Tongue, When};

/// Where a request stands and who must act.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// The status in words.
    pub label: String,
    /// What it means, in a sentence; empty in lists.
    pub explain: String,
    /// The shape and colour of its tag: `client`, `team`, `third_party`, `nobody`, `done`, `refused`, `withdrawn`.
    pub tag: &'static str,
    /// Who must act, in words; none when it is over.
    pub turn: Option<String>,
    /// Since when.
    pub since: When,
}

/// What decides it: the same for a request and for its row in a list.
#[derive(Clone, Copy, Debug)]
pub struct Turn<'a> {
    /// The status.
    pub status: &'a Id,
    /// Who must act.
    pub waits_for: WaitsFor,
    /// How it ended.
    pub ended: Option<End>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Shows a status to a side.
pub fn status(words: Words<'_>, turn: Turn<'_>, side: Side, tongue: &Tongue) -> Status {
    Status {
        label: words.status(turn.status, side).to_owned(),
        explain: String::new(),
        tag: tag(turn),
        turn: turn.ended.is_none().then(|| tongue.say(word(turn.waits_for, side))),
        since: tongue.moment(turn.since),
    }
}

impl Status {
    /// With what it means.
    pub fn explained(self, explain: String) -> Self {
        Self { explain, ..self }
    }
}

fn tag(turn: Turn<'_>) -> &'static str {
    match (turn.ended, turn.waits_for) {
        (Some(End::Done), _) => "done",
        (Some(End::Refused), _) => "refused",
        (Some(End::Withdrawn), _) => "withdrawn",
        (None, WaitsFor::Client) => "client",
        (None, WaitsFor::Team | WaitsFor::Tasks) => "team",
        (None, WaitsFor::ThirdParty) => "third_party",
        (None, WaitsFor::Nobody) => "nobody",
    }
}

fn word(waits_for: WaitsFor, side: Side) -> &'static str {
    match (waits_for, side) {
        (WaitsFor::Client, Side::Client) => "turn-client",
        (WaitsFor::Team | WaitsFor::Tasks, Side::Client) => "turn-team",
        (WaitsFor::Client, Side::Team) => "turn-client-for-team",
        (WaitsFor::Team | WaitsFor::Tasks, Side::Team) => "turn-team-for-team",
        (WaitsFor::ThirdParty, _) => "turn-third-party",
        (WaitsFor::Nobody, _) => "turn-nobody",
    }
}
