//! The form engine: what is shown, what was typed, whether it will do. Pure; the server's word is the only truth.

mod address;
mod carry;
mod fit;
mod lookup;
mod number;
mod offered;
mod read;
mod reason;
mod reopened;
mod rules;
mod sent;
mod source;
mod view;
mod walk;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

pub(crate) use address::is_email;
pub(crate) use fit::derived;
pub use offered::Offered;
pub use read::as_typed;
pub(crate) use read::{lines, one_line};
pub use reason::{FieldFault, Reason};
pub use reopened::Reopened;
pub use sent::{as_sent, listing};
pub use view::{ShownField, ShownRow};

use self::{
    lookup::Known,
    source::{Fresh, Kept, Sent},
    walk::{Seeks, Walk, walk},
};
use super::{Answers, Field, Person, Value};
use crate::{
    booking::Opening,
    definition::{Step, Text, condition::Lookup},
    id::Id,
    identity::Side,
};

/// What a browser sent for one step: every value of every name.
pub type RawAnswers = BTreeMap<String, Vec<String>>;

/// What is known beside the answers.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The present day in the portal's time zone.
    pub today: NaiveDate,
    /// The portal's time zone, in which moments are typed.
    pub zone: Tz,
    /// Dotted names and their values: `account.…`, `organisation.…`, and what the form names of `host.…` and `last.…`.
    pub facts: BTreeMap<String, Value>,
    /// The people who may be chosen, each with their side; `None`: not known here, so that who was chosen stays.
    pub people: Option<Vec<(Side, Person)>>,
    /// The times that can be had, by slot and in order; `None`: not known here, so that what was chosen stays.
    pub openings: Option<BTreeMap<Id, Vec<Opening>>>,
}

impl Environment {
    /// The value, if it is of the field's type and says something.
    pub(in crate::form) fn fitting(&self, field: &Field, value: Value) -> Option<Value> {
        fit::fitting(field, value, &Known::new(&Answers::new(), self))
    }
}

/// A form and what is known around it.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    steps: &'a [Step],
    environment: &'a Environment,
}

/// One step as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadStep {
    /// All answers of the form with this step's replaced by what was read; hidden ones dropped. A value that could not
    /// be read (a date that is none) is left out here and stands in `typed`.
    pub answers: Answers,
    /// What was typed, for showing it again.
    pub typed: RawAnswers,
    /// What will not do, in the order of the fields.
    pub faults: Vec<FieldFault>,
    /// Fields of this step that were hidden before and that what was just typed brought up: nobody has seen them yet,
    /// so the step is shown again.
    pub revealed: Vec<Id>,
}

impl<'a> Form<'a> {
    /// The form of a request type.
    pub fn new(steps: &'a [Step], environment: &'a Environment) -> Self {
        Self { steps, environment }
    }

    /// Its steps, shown or not.
    pub(in crate::form) fn steps(&self) -> &'a [Step] {
        self.steps
    }

    /// What conditions see of these answers and of the facts around the form.
    pub fn known<'k>(&'k self, answers: &'k Answers) -> impl Lookup + 'k {
        Known::new(answers, self.environment)
    }

    /// The steps that apply, given the answers. A step without a shown field does not.
    pub fn shown_steps(&self, answers: &Answers) -> Vec<&'a Step> {
        self.walk(Seeks::Answers, answers).shown.into_iter().map(|(step, _)| step).collect()
    }

    /// The fields of a step that apply, given the answers; none when the step does not.
    pub fn shown_fields(&self, step: &Step, answers: &Answers) -> Vec<&'a Field> {
        let shown = self.walk(Seeks::Answers, answers).shown.into_iter().find(|(found, _)| found.id == step.id);
        shown.map(|(_, fields)| fields).unwrap_or_default()
    }

    /// Whether a shown field of a step must be answered, given the answers.
    pub fn is_required(&self, field: &Field, answers: &Answers) -> bool {
        rules::is_required(field, &Known::new(&self.settle(answers), self.environment))
    }

    /// Everything that the page of a step shows, given the answers. `typed` is what was typed there last, right or wrong:
    /// where there is any, it is what is shown.
    pub fn page(&self, step: &Step, answers: &Answers, typed: &RawAnswers) -> Vec<ShownField<'a>> {
        let was = self.walk(Seeks::Answers, answers);
        let mut sent = Sent { fields: &step.fields, raw: typed, was: &was, revealed: Vec::new() };
        let mut walk = match typed.is_empty() {
            true => self.walk(Seeks::View, answers),
            false => walk(self.steps, self.environment, Seeks::View, &mut sent),
        };
        match walk.shown.iter().position(|(found, _)| found.id == step.id) {
            Some(place) => walk.views.swap_remove(place),
            None => Vec::new(),
        }
    }

    /// The answers without those that are hidden, in the order of the form.
    pub fn settle(&self, answers: &Answers) -> Answers {
        self.walk(Seeks::Answers, answers).answers
    }

    /// Reads what was sent for a step on top of the answers so far. Files are not in `raw`: they are attached to the
    /// draft's answers on their own and kept here while their field is shown. A field that this step brings up begins
    /// with its prefill.
    pub fn read_step(&self, step: &Step, raw: &RawAnswers, before: &Answers) -> ReadStep {
        let was = self.walk(Seeks::Answers, before);
        let typed = sent::numbered(&step.fields, raw);
        let mut sent = Sent { fields: &step.fields, raw: &typed, was: &was, revealed: Vec::new() };
        let after = walk(self.steps, self.environment, Seeks::Faults, &mut sent);
        let revealed = std::mem::take(&mut sent.revealed);
        let mut faults = after.faults;
        faults.retain(|fault| fault.step == step.id);
        ReadStep { answers: after.answers, typed, faults, revealed }
    }

    /// Everything that will not do in the whole form, in order. What is hidden does not count.
    pub fn check(&self, answers: &Answers) -> Vec<FieldFault> {
        self.walk(Seeks::Faults, answers).faults
    }

    /// The answers as they may be sent: those of [`settle`](Self::settle), if all will do.
    ///
    /// # Errors
    /// Everything that will not do, as [`check`](Self::check) finds it.
    pub fn validate(&self, answers: &Answers) -> Result<Answers, Vec<FieldFault>> {
        let walk = self.walk(Seeks::Faults, answers);
        if walk.faults.is_empty() { Ok(walk.answers) } else { Err(walk.faults) }
    }

    /// The answers a new draft begins with.
    pub fn prefill(&self) -> Answers {
        walk(self.steps, self.environment, Seeks::Answers, &mut Fresh).answers
    }

    /// Reads single values that belong to no step: a document's or the team's own fields.
    pub fn read_fields(fields: &[Field], raw: &RawAnswers, environment: &Environment) -> (Answers, Vec<FieldFault>) {
        let step = Step { id: Id::from(""), label: Text::from(""), show_when: None, fields: fields.to_vec() };
        let steps = std::slice::from_ref(&step);
        let read = Form::new(steps, environment).read_step(&step, raw, &Answers::new());
        (read.answers, read.faults)
    }

    fn walk(&self, seeks: Seeks, answers: &Answers) -> Walk<'a> {
        walk(self.steps, self.environment, seeks, &mut Kept(answers))
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
