//! A request type: its form, and what belongs to it as a whole.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Assignee, Cases, Deadline, Keep, Move, Need, Satisfaction, Status, SyncRule, TaskTemplate};
use crate::{
    definition::{Condition, Phrase, Text, Who, condition::Lookup},
    form::{Answers, Field, Requirement},
    id::Id,
    identity::Side,
    request::Task,
};

/// A form and its workflow.
#[derive(Clone, Debug)]
pub struct RequestType {
    /// Its id.
    pub id: Id,
    /// What a person asks for, in a few words.
    pub label: Text,
    /// One sentence about it.
    pub explain: Option<Phrase>,
    /// Start of the reference: letters and digits in upper case.
    pub prefix: String,
    /// Who may open it, beside the permission; empty: whoever has `request.open`.
    pub opened_by: Who,
    /// Who sees its requests, of those who may; empty: all of them. Live for all at once.
    pub seen_by: Who,
    /// The field that names a request in lists and mails.
    pub title: Option<Id>,
    /// The queue it enters.
    pub queue: Cases<Id>,
    /// For which organisations it exists; `None`: for all.
    pub offered_when: Option<Condition>,
    /// Whether it belongs to a project.
    pub project: InProject,
    /// Who works it from the beginning; the first case that yields somebody counts.
    pub owner: Cases<Assignee>,
    /// The calendar its deadlines count in.
    pub calendar: Cases<Id>,
    /// The status it starts in.
    pub start: Cases<Id>,
    /// The team's own time until the end.
    pub due: Option<Cases<Deadline>>,
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
    /// Statuses by id, in the order of the file.
    pub statuses: IndexMap<Id, Status>,
    /// Moves by id, in the order of the file: of several that could go by themselves, the first is taken.
    pub moves: IndexMap<Id, Move>,
    /// Usual reasons by id.
    pub reasons: IndexMap<Id, Reason>,
    /// Usual replies by id.
    pub replies: IndexMap<Id, Reply>,
    /// What other systems are told of its requests, by connector.
    pub sync: IndexMap<Id, SyncRule>,
    /// What its clients are asked after the end, where that differs from the portal's.
    pub satisfaction: Option<Satisfaction>,
}

/// Whether a request belongs to a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InProject {
    /// Never.
    #[default]
    None,
    /// If its author chooses one.
    Optional,
    /// Always: the project is asked first.
    Required,
}

impl RequestType {
    /// The status a request starts in, by what is known.
    ///
    /// # Panics
    /// Never for a checked type: its last case always holds.
    pub fn start<'a>(&'a self, known: &'a dyn Lookup) -> &'a Id {
        self.start.choose(known).expect("the last case of a checked type always holds")
    }

    /// Whether somebody of the team is to be found for it, by their work or by a path.
    pub fn asks_for_staff(&self) -> bool {
        let owners = self.moves.values().filter_map(|made| made.owner.as_ref());
        let mut named = owners.chain([&self.owner]).flat_map(Cases::values);
        named.any(|assignee| matches!(assignee, Assignee::LeastBusy | Assignee::Person(_)))
    }

    /// Whether a client sees a task: their own side's, and those of the team that its template shows them.
    pub fn client_sees(&self, task: &Task) -> bool {
        let template = task.template.as_ref().and_then(|id| self.tasks.get(id));
        task.side == Side::Client || template.is_some_and(|template| template.audience == Side::Client)
    }

    /// A field of the form, of the team, or of a task that asks for answers; also by the place of its own words.
    pub fn field(&self, place: &Id) -> Option<&Field> {
        let id = place.root();
        self.asked().chain(&self.team_fields).find(|field| field.id == id)
    }

    /// Whether an answer is given in a task of the team that clients do not see.
    pub fn is_inside(&self, field: &Id) -> bool {
        let inside = self.tasks.values().filter(|task| task.audience == Side::Team);
        inside.flat_map(TaskTemplate::fields).any(|found| found.id == *field)
    }

    /// What is asked in the form and, afterwards, by tasks.
    pub fn asked(&self) -> impl Iterator<Item = &Field> {
        self.fields().chain(self.tasks.values().flat_map(TaskTemplate::fields))
    }

    /// The form, and behind it the fields of each task that asks for some: conditions see what stands before.
    pub fn asking(&self) -> Vec<Step> {
        let asks = |(_, task): &(&Id, &TaskTemplate)| !task.fields().is_empty();
        let step = |(id, task): (&Id, &TaskTemplate)| Step {
            id: id.clone(),
            label: task.label.clone(),
            show_when: None,
            fields: task.fields().to_vec(),
        };
        self.steps.iter().cloned().chain(self.tasks.iter().filter(asks).map(step)).collect()
    }

    /// The team fields that a move needs: each must be answered now, unless it was before.
    pub fn needed(&self, made: &Move, before: &Answers) -> Vec<Field> {
        let needed = |field: &&Field| made.needs.contains(&Need::Field(field.id.clone()));
        let demanded = |field: &Field| match before.contains_key(&field.id) {
            true => field.clone(),
            false => Field { required: Requirement::Always, ..field.clone() },
        };
        self.team_fields.iter().filter(needed).map(demanded).collect()
    }

    /// The fields of all steps, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// The dotted names that its form asks for, and what is decided when it is sent.
    pub(crate) fn form_names(&self) -> BTreeSet<String> {
        let steps = self.steps.iter().filter_map(|step| step.show_when.as_ref());
        let mut names: BTreeSet<String> = steps.flat_map(Condition::names).collect();
        self.fields().for_each(|field| field.names(&mut names));
        let ids = [&self.queue, &self.calendar, &self.start].into_iter().flat_map(Cases::conditions);
        let due = self.due.iter().flat_map(Cases::conditions);
        names.extend(ids.chain(self.owner.conditions()).chain(due).flat_map(Condition::names));
        names
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
    pub text: Phrase,
}

/// A usual reply, with its text.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What the team picks.
    pub label: Text,
    /// What the client reads.
    pub text: Phrase,
}
