//! Kinds of document.

use crate::{
    definition::{Duration, Text},
    form::Field,
    identity::Side,
};

/// A kind of document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub label: Text,
    /// Which sides add it.
    pub added_by: Vec<Side>,
    /// Whether a new one is hidden from the client until shared.
    pub starts_internal: bool,
    /// Families of content that are accepted.
    pub accepts: Vec<crate::document::Family>,
    /// Largest size in bytes.
    pub max_size: u64,
    /// Its own data.
    pub fields: Vec<Field>,
    /// How long it is kept.
    pub keep: Option<Duration>,
}
