//! The attributes of an organisation as a form of one page.

use super::{Organisation, Viewer};
use crate::{
    Desk, Refused,
    definition::{Step, Text, Who, WhoWord},
    form::{Answers, Environment, FieldFault, FieldType, Form, RawAnswers, ShownField},
    id::{Id, OrganisationId},
};

/// What somebody writes down of an organisation.
#[derive(Clone, Debug)]
pub struct ChangeOrganisation {
    /// What people call it.
    pub name: String,
    /// The attributes that they may change, as typed; what is left out is emptied.
    pub attributes: RawAnswers,
}

/// The attributes of an organisation that somebody may change, with what is known around them.
#[derive(Clone, Debug)]
pub struct OrganisationForm {
    step: Step,
    environment: Environment,
    answers: Answers,
}

impl OrganisationForm {
    pub(super) async fn new(desk: &Desk<'_>, organisation: &Organisation) -> Result<Self, Refused> {
        // A list has no box to type it in: it is the host's program that keeps it, and a form that asked would empty it.
        let attributes = desk.definition().attributes.organisation.values();
        let typed = attributes.filter(|attribute| !matches!(attribute.field.field_type, FieldType::List));
        let mine = typed.filter(|attribute| edits(desk.viewer, &attribute.edited_by, organisation.id));
        let fields: Vec<_> = mine.map(|attribute| attribute.field.clone()).collect();
        let environment = desk.environment_for(organisation, None, &fields).await?;
        let step = Step { id: Id::from(""), label: Text::from(""), show_when: None, fields };
        Ok(Self { step, environment, answers: organisation.attributes.clone() })
    }

    /// Everything that its page shows. `typed` is what was typed there last, right or wrong.
    pub fn page(&self, typed: &RawAnswers) -> Vec<ShownField<'_>> {
        self.form().page(&self.step, &self.answers, typed)
    }

    /// The page as one step.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// All attributes with what was typed, and what will not do. What the viewer may not change stays as it is.
    pub(super) fn read(&self, raw: &RawAnswers) -> (Answers, Vec<FieldFault>) {
        let read = self.form().read_step(&self.step, raw, &self.answers);
        let is_asked = |id: &Id| self.step.fields.iter().any(|field| field.id == *id);
        let kept = self.answers.iter().filter(|(id, _)| !is_asked(id));
        let kept: Vec<_> = kept.map(|(id, value)| (id.clone(), value.clone())).collect();
        let mut all: Answers = read.answers.into_iter().filter(|(id, _)| is_asked(id)).collect();
        all.extend(kept);
        (all, read.faults)
    }

    fn form(&self) -> Form<'_> {
        Form::new(std::slice::from_ref(&self.step), &self.environment)
    }
}

/// Whether somebody is among those who may change an attribute.
fn edits(viewer: &Viewer, Who(words): &Who, organisation: OrganisationId) -> bool {
    words.iter().any(|word| match word {
        WhoWord::Side(side) => viewer.is_on(*side, organisation),
        WhoWord::Role(role) => viewer.has_role(role, organisation),
        _ => false,
    })
}
