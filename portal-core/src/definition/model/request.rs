//! A request type: its form, and what belongs to it as a whole.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Cases, Keep, Move, Status, TaskTemplate};
use crate::{
    definition::{Condition, Duration, Text, Who},
    form::Field,
    id::Id,
};

/// A form and its workflow.
#[derive(Clone, Debug)]
pub struct RequestType {
    /// Its id.
    pub id: Id,
    /// What a person asks for, in a few words.
    pub label: Text,
    /// One sentence about it.
    pub explain: Option<Text>,
    /// Start of the reference: letters and digits in upper case.
    pub prefix: String,
    /// Who may open it, beside the permission; empty: whoever has `request.open`.
    pub opened_by: Who,
    /// The field that names a request in lists and mails.
    pub title: Option<Id>,
    /// The queue it enters.
    pub queue: Cases<Id>,
    /// The calendar its deadlines count in.
    pub calendar: Id,
    /// The team's own time until the end.
    pub due: Option<Duration>,
    /// Why personal data is asked.
    pub purpose: Option<Text>,
    /// How long it is kept after its end.
    pub keep: Keep,
    /// The pages of the form, in order. Empty: no form.
    pub steps: Vec<Step>,
    /// Fields that only the team fills in.
    pub team_fields: Vec<Field>,
    /// Task templates by id.
    pub tasks: IndexMap<Id, TaskTemplate>,
    /// Statuses by id; the first is where a request starts.
    pub statuses: IndexMap<Id, Status>,
    /// Moves by id, in the order of the file: of several that could go by themselves, the first is taken.
    pub moves: IndexMap<Id, Move>,
    /// Usual reasons by id.
    pub reasons: IndexMap<Id, Reason>,
}

impl RequestType {
    /// The status a request starts in.
    ///
    /// # Panics
    /// Never for a checked type: its workflow has a status.
    pub fn start(&self) -> &Id {
        self.statuses.keys().next().expect("a checked workflow has a status")
    }

    /// The fields of all steps, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// The dotted names that the conditions of its form use.
    pub(crate) fn form_names(&self) -> BTreeSet<String> {
        let steps = self.steps.iter().filter_map(|step| step.show_when.as_ref());
        steps.chain(self.fields().flat_map(Field::conditions)).flat_map(Condition::names).collect()
    }

    /// The status whose words a client reads: itself, or the one it is shown as.
    pub fn shown<'a>(&'a self, status: &'a Id) -> &'a Id {
        self.statuses.get(status).and_then(|found| found.shown_as.as_ref()).unwrap_or(status)
    }
}

/// One page of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// Its heading.
    pub label: Text,
    /// When it applies.
    pub show_when: Option<Condition>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// A usual reason for a move or a task, with its text.
#[derive(Clone, Debug)]
pub struct Reason {
    /// What the team picks.
    pub label: Text,
    /// The moves, fields and kinds it is offered for; empty: all.
    pub applies_to: Vec<Id>,
    /// What the client reads.
    pub text: Text,
}
