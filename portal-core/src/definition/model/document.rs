//! Kinds of document, and those that ship with the definition.

use super::Keep;
use crate::{
    definition::{Condition, Text, Who},
    form::Field,
    id::Id,
    identity::Side,
};

/// A kind of document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub label: Text,
    /// Whose library keeps it.
    pub belongs_to: BelongsTo,
    /// The sides on which somebody adds it.
    pub added_by: Vec<Side>,
    /// Who adds it, of these sides.
    pub adders: Who,
    /// Who sees it, of those who see what it belongs to; empty: all of them.
    pub seen_by: Who,
    /// Whether a new one is hidden from the client until shared.
    pub starts_internal: bool,
    /// Families of content that are accepted.
    pub accepts: Vec<crate::document::Family>,
    /// Whether it may be an address on the web instead of a file.
    pub accepts_links: bool,
    /// Largest size in bytes.
    pub max_size: u64,
    /// Its own data.
    pub fields: Vec<Field>,
    /// The date field that says until when it holds.
    pub expires: Option<Id>,
    /// The path of a blank to fill in.
    pub model: Option<String>,
    /// Whether it is personal data.
    pub personal: bool,
    /// How long it is kept.
    pub keep: Keep,
}

/// Whose library keeps a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BelongsTo {
    /// The request's.
    Request,
    /// The project's.
    Project,
    /// The organisation's.
    Organisation,
    /// Everybody's.
    Everyone,
}

/// A document that ships with the definition.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its kind.
    pub kind: Id,
    /// Its name.
    pub label: Text,
    /// What it is.
    pub content: ResourceContent,
    /// To whom it is offered; `None`: to all.
    pub offered_when: Option<Condition>,
}

/// What a shipped document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceContent {
    /// A file of the folder, by its path.
    File(String),
    /// An address on the web.
    Link(String),
}
