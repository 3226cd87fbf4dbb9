//! The team's own fields of a request: written on a page of their own, or with the move that needs them. What is computed
//! among them is not written at all: conditions and pages work it out.

use super::{
    Facts, Happening,
    answer_task::{self, complete},
    life::Life,
    load::Loaded,
};
use crate::{
    Desk, Refused,
    definition::{Move, RequestType, Step, Text},
    form::{
        Answers, Environment, Field, FieldFault, FieldType, RawAnswers, ReadStep, Reason, Reopened, Requirement,
        ShownField, as_sent,
    },
    id::{Id, RequestId},
    identity::{Permission, Side},
    store::{Dossier, Expect, Subject},
};

/// The team's own fields, some of them open for the viewer, with all that is known around them.
#[derive(Clone, Debug)]
pub struct TeamForm {
    fields: Vec<Field>,
    open: Vec<Id>,
    before: Answers,
    environment: Environment,
}

impl TeamForm {
    /// Some fields open, of which those that are demanded must be answered.
    pub(crate) fn new(workflow: &RequestType, open: &[Field], before: &Answers, environment: Environment) -> Self {
        let demanded = |field: &Field| open.iter().find(|open| open.id == field.id).unwrap_or(field).clone();
        let fields = workflow.team_fields.iter().map(demanded).collect();
        let open = open.iter().map(|field| field.id.clone()).collect();
        Self { fields, open, before: before.clone(), environment }
    }

    /// Whether there is nothing to fill in.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The fields that are open, for reading what was sent for them.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| self.open.contains(&field.id))
    }

    /// Gives what a page shows, and all that could be on it, to what draws it. `typed` is what was typed there last, right
    /// or wrong.
    pub fn page<T>(&self, typed: &RawAnswers, draw: impl FnOnce(&[ShownField<'_>], &[Field]) -> T) -> T {
        draw(&self.form().page(&self.before, typed), &self.fields)
    }

    /// Reads what was sent. Files are not among it: a field that must hold one and does not is at fault. What is computed
    /// is left out. A field of which nothing was sent stays as it was, but one that is unticked by being left out.
    pub(crate) fn read(&self, raw: &RawAnswers) -> ReadStep {
        let (mut raw, before) = (raw.clone(), as_sent(&self.before, self.environment.zone));
        let ticked = |field: &Field| matches!(field.field_type, FieldType::Choices(_) | FieldType::Confirm);
        for field in self.fields().filter(|field| !ticked(field)) {
            let of = |name: &str| name.split('.').next() == Some(field.id.as_str());
            if !raw.keys().any(|name| of(name)) {
                raw.extend(before.iter().filter(|(name, _)| of(name)).map(|(name, sent)| (name.clone(), sent.clone())));
            }
        }
        let mut read = self.form().read(&raw, &self.before);
        read.answers.retain(|id, _| !self.fields.iter().any(|field| field.id == *id && field.value.is_some()));
        let demanded = |field: &&Field| {
            matches!(field.field_type, FieldType::Document { .. }) && matches!(field.required, Requirement::Always)
        };
        let lacking = self.fields().filter(demanded).filter(|field| !read.answers.contains_key(&field.id));
        let fault =
            |field: &Field| FieldFault { step: Id::from(""), field: field.id.clone(), reason: Reason::Required };
        let lacking: Vec<FieldFault> = lacking.map(fault).collect();
        read.faults.extend(lacking);
        read
    }

    fn form(&self) -> Reopened<'_> {
        let step = Step { id: Id::from(""), label: Text::from(""), show_when: None, fields: self.fields.clone() };
        Reopened::new(vec![step], self.open.clone(), &self.environment)
    }
}

/// What the team writes down of a request.
#[derive(Clone, Debug)]
pub struct WriteFields {
    /// The request.
    pub request: RequestId,
    /// The fields, as typed.
    pub fields: RawAnswers,
}

impl Desk<'_> {
    /// Writes team fields down.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] unless the viewer works the request for the team, [`Refused::Answers`] with everything that
    /// will not do, [`Refused::Stale`] when the request changed since it was seen ([`Desk::seeing`]).
    pub async fn write_fields(&self, input: &WriteFields) -> Result<RequestId, Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load(input.request).await?;
            self.must_write_fields(&loaded.dossier)?;
            self.saw(loaded.dossier.request.version)?;
            let expect = Expect::Loaded(loaded.dossier.request.version);
            let form = self.team_form(&loaded, None).await?;
            let read = form.read(&input.fields);
            if !read.faults.is_empty() {
                return Err(Refused::Answers(read.faults));
            }
            let before = &loaded.dossier.request.team_answers;
            let fields = changed(&loaded.workflow, before, &read.answers);
            if fields.is_empty() {
                return Ok(input.request);
            }
            let mut life = Life::new(self.moment(&loaded.workflow), loaded.dossier.clone());
            life.request_mut().team_answers = read.answers;
            life.log(Side::Team, Happening::FieldsWritten { fields });
            if self.commit(Subject::Request(input.request), life.into_changes(expect), &mut tries).await? {
                return Ok(input.request);
            }
        }
    }

    /// The team fields that the viewer may fill in: with a move those it needs, else all.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] unless the viewer works the request for the team, [`Refused::NotFound`] when they do not see
    /// it, or there is no such move.
    pub async fn team_fields(&self, request: RequestId, made: Option<&Id>) -> Result<TeamForm, Refused> {
        let loaded = self.load(request).await?;
        self.must_write_fields(&loaded.dossier)?;
        let found = |id: &Id| loaded.workflow.moves.get(id).ok_or(Refused::NotFound);
        self.team_form(&loaded, made.map(found).transpose()?).await
    }

    /// The same of a request that is loaded. An answer that the viewer may not see is not theirs to change; one that is
    /// missing is.
    pub(crate) async fn team_form(&self, loaded: &Loaded, made: Option<&Move>) -> Result<TeamForm, Refused> {
        let (workflow, before) = (&*loaded.workflow, &loaded.dossier.request.team_answers);
        let unseen = self.unseen(loaded);
        let mut open = match made {
            Some(made) => workflow.needed(made, before),
            None => workflow.team_fields.clone(),
        };
        open.retain(|field| {
            field.is_asked() && !(unseen.contains(&field.id) && (made.is_none() || before.contains_key(&field.id)))
        });
        let environment = self.around_team(loaded, &open).await?;
        Ok(TeamForm::new(workflow, &open, before, environment))
    }

    /// What is known around the team's fields: what the client answered, and who may be named.
    async fn around_team(&self, Loaded { dossier, workflow }: &Loaded, open: &[Field]) -> Result<Environment, Refused> {
        let mut environment = self.environment_for(&dossier.organisation, Some(dossier.request.id), open).await?;
        // The team's own answers are what is being written: those of before are not known around it.
        let mut around = dossier.clone();
        around.request.team_answers.clear();
        complete(&mut environment, &workflow.team_fields, &Facts::new(&self.moment(workflow), &around));
        Ok(environment)
    }

    /// Refuses unless the viewer works the request for the team.
    pub(crate) fn must_write_fields(&self, dossier: &Dossier) -> Result<(), Refused> {
        if !self.viewer.is_on(Side::Team, &dossier.request) {
            return Err(Refused::Forbidden);
        }
        self.must(Permission::RequestProcess, dossier)
    }
}

/// The fields whose answers differ, in the order of the definition.
fn changed(workflow: &RequestType, before: &Answers, after: &Answers) -> Vec<Id> {
    let differs = |field: &&Field| answer_task::differs(&field.id, before, after);
    workflow.team_fields.iter().filter(differs).map(|field| field.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::request_type, form::Value};

    #[test]
    fn own_words_alone_are_a_change_of_their_field() {
        let workflow = request_type(
            "request: quote\nlabel: A quote\nfields: [{id: subject, label: Subject}]\nteam_fields:\n  \
             - {id: roof, type: choice, other: true, options: [{id: flat, label: Flat}], label: Roof}\n",
        );
        let answers = |words: &str| -> Answers {
            let of = |id: &str, text: &str| (Id::from(id), Value::Text(text.to_owned()));
            [of("roof", "other"), of("roof.other", words)].into_iter().collect()
        };
        assert_eq!(changed(&workflow, &answers("Thatch"), &answers("Turf")), [Id::from("roof")]);
        assert!(changed(&workflow, &answers("Turf"), &answers("Turf")).is_empty());
    }
}
