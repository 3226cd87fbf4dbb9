//! Templates of tasks.

use crate::{
    definition::{Duration, Text, Who},
    id::Id,
};

/// A task that a status or a move opens.
#[derive(Clone, Debug)]
pub struct TaskTemplate {
    /// What to do, in a few words.
    pub label: Text,
    /// Why, in a sentence.
    pub reason: Option<Text>,
    /// What kind of action.
    pub action: Action,
    /// Who may do it; empty: clients who may act.
    pub by: Who,
    /// By when.
    pub due: Option<Duration>,
    /// Whether the status waits for it.
    pub required: bool,
    /// Whether it outlives the status it opened in.
    pub stays: bool,
}

/// The kinds of expected action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Hand in documents of these kinds.
    Provide(Vec<Id>),
    /// Approve the latest shared document of this kind.
    ApproveDocument(Id),
    /// Approve the request itself.
    ApproveRequest,
}
