//! The form engine: what is shown, what was typed, whether it will do. Pure; the server's word is the only truth.

mod address;
mod asked;
mod carry;
mod environment;
mod fit;
mod lookup;
mod number;
mod offered;
mod place;
mod read;
mod reason;
mod reopened;
mod rules;
mod sent;
mod source;
mod view;
mod walk;

use std::{borrow::Cow, collections::BTreeMap, mem};

pub(crate) use address::is_email;
pub use environment::Environment;
pub(crate) use fit::derived;
pub use offered::Offered;
pub use read::as_typed;
pub(crate) use read::{lines, one_line};
pub use reason::{FieldFault, Reason};
pub use reopened::Reopened;
pub use sent::{as_sent, listing};
pub use view::{ShownField, ShownRow};

use self::{
    asked::is_unchanged,
    lookup::{Known, Level},
    source::{Fresh, Kept, Sent},
    walk::{Seeks, Walk, walk},
};
use super::{Answers, Field};
use crate::{
    definition::{Step, Text, condition::Lookup},
    id::Id,
};

/// What a browser sent for one step: every value of every name.
pub type RawAnswers = BTreeMap<String, Vec<String>>;

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
        Known::new(Level::Kept(answers), self.environment)
    }

    /// The steps that apply, given the answers. A step without a shown field does not.
    pub fn shown_steps(&self, answers: &Answers) -> Vec<&'a Step> {
        self.walk(Seeks::Answers, answers).steps.into_iter().map(|shown| shown.step).collect()
    }

    /// The fields of a step that apply, given the answers; none when the step does not.
    pub fn shown_fields(&self, step: &Step, answers: &Answers) -> Vec<&'a Field> {
        let walk = self.walk(Seeks::Answers, answers);
        let Some(shown) = walk.steps.iter().find(|shown| shown.step.id == step.id) else { return Vec::new() };
        walk.asked[shown.fields.clone()].iter().map(|asked| asked.field).collect()
    }

    /// Whether a shown field of a step must be answered, given the answers.
    pub fn is_required(&self, field: &Field, answers: &Answers) -> bool {
        let walk = self.walk(Seeks::Answers, answers);
        rules::is_required(field, &Known::new(Level::Asked(&walk.asked), self.environment))
    }

    /// Everything that the page of a step shows, given the answers. `typed` is what was typed there last, right or wrong:
    /// where there is any, it is what is shown.
    pub fn page(&self, step: &Step, answers: &Answers, typed: &RawAnswers) -> Vec<ShownField<'a>> {
        let steps = if typed.is_empty() {
            self.walk(Seeks::View, answers).steps
        } else {
            let was = self.walk(Seeks::Answers, answers);
            let mut sent = Sent { fields: &step.fields, raw: typed, was: &was, revealed: Vec::new() };
            walk(self.steps, self.environment, Seeks::View, &mut sent).steps
        };
        steps.into_iter().find(|shown| shown.step.id == step.id).map(|shown| shown.view).unwrap_or_default()
    }

    /// The answers without those that are hidden, in the order of the form.
    pub fn settle(&self, answers: &Answers) -> Answers {
        self.walk(Seeks::Answers, answers).into_answers()
    }

    /// Reads what was sent for a step on top of the answers so far. Files are not in `raw`: they are attached to the
    /// draft's answers on their own and kept here while their field is shown. A field that this step brings up begins
    /// with its prefill.
    pub fn read_step(&self, step: &Step, raw: &RawAnswers, before: &Answers) -> ReadStep {
        let was = self.walk(Seeks::Answers, before);
        let typed = sent::numbered(&step.fields, raw);
        let mut sent = Sent { fields: &step.fields, raw: &typed, was: &was, revealed: Vec::new() };
        let mut after = walk(self.steps, self.environment, Seeks::Faults, &mut sent);
        let (mut faults, revealed) = (mem::take(&mut after.faults), sent.revealed);
        faults.retain(|fault| fault.step == step.id);
        ReadStep { answers: after.into_answers(), typed, faults, revealed }
    }

    /// Everything that will not do in the whole form, in order. What is hidden does not count.
    pub fn check(&self, answers: &Answers) -> Vec<FieldFault> {
        self.walk(Seeks::Faults, answers).faults
    }

    /// The answers as they may be sent: those of [`settle`](Self::settle), if all will do. Settled ones are not copied.
    ///
    /// # Errors
    /// Everything that will not do, as [`check`](Self::check) finds it.
    pub fn validate<'s>(&self, answers: &'s Answers) -> Result<Cow<'s, Answers>, Vec<FieldFault>> {
        let walk = self.walk(Seeks::Faults, answers);
        match walk.faults.is_empty() {
            true if is_unchanged(&walk.asked, answers) => Ok(Cow::Borrowed(answers)),
            true => Ok(Cow::Owned(walk.into_answers())),
            false => Err(walk.faults),
        }
    }

    /// The answers a new draft begins with.
    pub fn prefill(&self) -> Answers {
        walk(self.steps, self.environment, Seeks::Answers, &mut Fresh).into_answers()
    }

    /// Reads single values that belong to no step: a document's or the team's own fields.
    pub fn read_fields(fields: &[Field], raw: &RawAnswers, environment: &Environment) -> (Answers, Vec<FieldFault>) {
        let step = Step { id: Id::from(""), label: Text::from(""), show_when: None, fields: fields.to_vec() };
        let steps = std::slice::from_ref(&step);
        let read = Form::new(steps, environment).read_step(&step, raw, &Answers::new());
        (read.answers, read.faults)
    }

    fn walk<'s>(&self, seeks: Seeks, answers: &'s Answers) -> Walk<'a, 's> {
        walk(self.steps, self.environment, seeks, &mut Kept::new(answers))
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
