//! What is sent, with what it is made from and shown with.

use chrono::{DateTime, Utc};

use super::{Dossier, Summary};
use crate::{
    document::Document,
    identity::{Account, Membership, Organisation},
    notification::Delivery,
    project::Project,
    request::{Event, Request, Task},
};

/// The events that one act appended, with their request.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Its events, in order. Never empty.
    pub events: Vec<Event>,
    /// What they happened to.
    pub dossier: Dossier,
}

/// A delivery in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The delivery.
    pub delivery: Delivery,
    /// Its request.
    pub request: Summary,
    /// When the worker takes it up; `None`: not by itself.
    pub next: Option<DateTime<Utc>>,
}

/// A delivery with everything that its letter is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The delivery.
    pub delivery: Delivery,
    /// To whom.
    pub account: Account,
    /// Where they have a seat.
    pub memberships: Vec<Membership>,
    /// What happened.
    pub event: Event,
    /// The name of who did it.
    pub actor: Option<String>,
    /// The task that the event is about.
    pub task: Option<Task>,
    /// The document that the event is about.
    pub document: Option<Document>,
    /// What it happened to.
    pub request: Request,
    /// Whose that is.
    pub organisation: Organisation,
    /// The project it belongs to.
    pub project: Option<Project>,
    /// The name of who opened it.
    pub requester: String,
    /// The name of who works it.
    pub owner: Option<String>,
}
