//! The fields of a project as a form of one page.

use crate::{
    Desk, Refused,
    definition::{ProjectKind, Step, Text},
    form::{Answers, Environment, FieldFault, Form, RawAnswers, ShownField},
    id::Id,
    identity::Organisation,
};

/// The fields of a project, with what is known around them.
#[derive(Clone, Debug)]
pub struct ProjectForm {
    step: Step,
    environment: Environment,
    answers: Answers,
}

impl ProjectForm {
    pub(super) async fn new(
        desk: &Desk<'_>,
        kind: &ProjectKind,
        organisation: &Organisation,
        answers: Answers,
    ) -> Result<Self, Refused> {
        let environment = desk.environment_for(organisation, None, &kind.fields).await?;
        let step = Step { id: Id::from(""), label: Text::from(""), show_when: None, fields: kind.fields.clone() };
        Ok(Self { step, environment, answers })
    }

    /// Everything that its page shows. `typed` is what was typed there last, right or wrong.
    pub fn page(&self, typed: &RawAnswers) -> Vec<ShownField<'_>> {
        self.form().page(&self.step, &self.answers, typed)
    }

    /// The page as one step.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// What was typed, and what will not do.
    pub(super) fn read(&self, raw: &RawAnswers) -> (Answers, Vec<FieldFault>) {
        let read = self.form().read_step(&self.step, raw, &self.answers);
        (read.answers, read.faults)
    }

    fn form(&self) -> Form<'_> {
        Form::new(std::slice::from_ref(&self.step), &self.environment)
    }
}
