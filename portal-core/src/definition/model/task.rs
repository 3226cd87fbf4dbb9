//! Templates of tasks.

use super::{Cases, Deadline};
use crate::{
    definition::{Condition, Phrase, Text, Who},
    form::Field,
    id::Id,
    identity::Side,
};

/// A task that a status or a move opens, or the team by hand.
#[derive(Clone, Debug)]
pub struct TaskTemplate {
    /// What to do, in a few words.
    pub label: Text,
    /// Why, in a sentence.
    pub reason: Option<Phrase>,
    /// What kind of action.
    pub action: Action,
    /// Which side must act.
    pub side: Side,
    /// Who may do it; empty: clients who may.
    pub by: Who,
    /// By when.
    pub due: Option<Cases<Deadline>>,
    /// Whether it is needed at all: asked when it would open.
    pub when: Option<Condition>,
    /// The tasks that must be done before it opens.
    pub after: Vec<Id>,
    /// Whether the status waits for it.
    pub required: bool,
    /// Whether the team accepts each part, or gives it back with a reason.
    pub checked: bool,
    /// How many different people must approve.
    pub quorum: usize,
    /// Whether it outlives the status it opened in.
    pub stays: bool,
    /// The side that sees it beside the team: a task of the team may be shown to the client.
    pub audience: Side,
}

impl TaskTemplate {
    /// The fields of its own that it asks to answer.
    pub fn fields(&self) -> &[Field] {
        match &self.action {
            Action::Answer(fields) => fields,
            _ => &[],
        }
    }
}

/// The kinds of expected action.
#[derive(Clone, Debug)]
pub enum Action {
    /// Hand in documents of these kinds.
    Provide(Vec<Id>),
    /// Answer these fields.
    Answer(Vec<Field>),
    /// Correct the answers to these fields of the form.
    Correct(Vec<Id>),
    /// Approve the latest shared document of this kind.
    ApproveDocument(Id),
    /// Approve the request itself.
    ApproveRequest,
    /// Read these resources, or the shared documents of these kinds.
    Read(Vec<Id>),
    /// Answer a question in one's own words.
    Reply(Text),
    /// Choose a time, of the slots that the first true case names.
    Book(Cases<Id>),
    /// Do something outside, and tick it.
    Do(Text),
}

impl Action {
    /// Whether it is a decision: only those can be refused.
    pub fn is_approval(&self) -> bool {
        matches!(self, Self::ApproveDocument(_) | Self::ApproveRequest)
    }
}
