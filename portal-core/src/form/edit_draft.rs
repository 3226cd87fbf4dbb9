//! Drafts: reading them, saving a step, attaching files, throwing it away. A draft is reached only by its author.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Months, Utc};
use uuid::Uuid;

use super::{Abandoned, Answers, Draft, FieldType, Form, FormEvent, RawAnswers, ReadStep, StepState, Value, Visited};
use crate::{
    Desk, Refused,
    booking::{self, Agenda, Holder, Purpose},
    definition::{Definition, RequestType, Step},
    document::{Incoming, Rejected},
    form::{Environment, Field, FieldFault},
    id::{BlobId, DraftId, Id, Version},
    project::Project,
    store::{Change, Changes, Expect, Record, Subject},
};

/// A draft with all its page needs.
#[derive(Clone, Debug)]
pub struct DraftView {
    /// The draft.
    pub draft: Draft,
    /// The form it keeps.
    pub workflow: Arc<RequestType>,
    /// What is known around the form.
    pub environment: Environment,
    /// The project that it will belong to, as long as it can be chosen.
    pub project: Option<Project>,
    /// What is wrong with the project.
    pub(super) no_project: Option<FieldFault>,
    /// The type as it is in force now, when its form is no longer the one that the draft keeps.
    pub newer: Option<Arc<RequestType>>,
    /// The bookings behind the times it offers.
    pub(super) agenda: Agenda,
}

impl DraftView {
    /// The form, ready to be asked what is shown.
    pub fn form(&self) -> Form<'_> {
        Form::new(&self.workflow.steps, &self.environment)
    }

    /// A step that applies, by id; `None` when there is no such step, or it does not apply.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.form().shown_steps(&self.draft.answers).into_iter().find(|step| step.id == id)
    }

    /// Takes away the times that were found full when they were to be held.
    fn without(&mut self, full: &BTreeSet<Uuid>, live: &Definition) {
        self.agenda.without(full, live);
        self.environment.openings.clone_from(&self.agenda.openings);
    }

    /// All steps with how far they are, in the order of the form.
    pub fn progress(&self) -> Vec<(&Step, StepState)> {
        self.form().progress(&self.draft.answers, &self.draft.visited)
    }

    /// Whether nothing was saved or attached yet.
    pub fn is_untouched(&self) -> bool {
        self.draft.version == Version::FIRST
    }

    /// The step to go on with: the one it was left at, unless that is done, else the first that is not. `None`: all are
    /// done, and the answers can be checked.
    pub fn next_step(&self) -> Option<&Step> {
        let open = self.progress().into_iter().filter(|(_, state)| *state == StepState::ToDo);
        let open: Vec<&Step> = open.map(|(step, _)| step).collect();
        let left = open.iter().find(|step| Some(&step.id) == self.draft.step.as_ref());
        left.or(open.first()).copied()
    }

    /// Whether its project cannot be chosen any more, or one is needed and missing.
    pub fn has_no_project(&self) -> bool {
        self.no_project.is_some()
    }

    /// Everything that will not do yet.
    pub fn faults(&self) -> Vec<FieldFault> {
        self.no_project.iter().cloned().chain(self.form().check(&self.draft.answers)).collect()
    }
}

impl Desk<'_> {
    /// One of the viewer's drafts.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when the viewer may no longer open requests there (SECURITY T09).
    pub async fn draft(&self, id: DraftId) -> Result<DraftView, Refused> {
        let draft = self.store.draft(self.viewer.account(), id).await?.ok_or(Refused::NotFound)?;
        let workflow = self.portal.workflow(&draft.definition, &draft.request_type).await?;
        if !self.may_go_on(&draft, &workflow) {
            return Err(Refused::Forbidden);
        }
        self.seen_draft(draft, workflow).await
    }

    /// The viewer's drafts with their forms, newest edit first.
    pub async fn drafts(&self) -> Result<Vec<DraftView>, Refused> {
        let drafts = self.store.drafts(self.viewer.account()).await?;
        self.listed(drafts).await
    }

    /// A draft with all its page needs.
    async fn seen_draft(&self, draft: Draft, workflow: Arc<RequestType>) -> Result<DraftView, Refused> {
        let organisation = self.organisation(draft.organisation).await?;
        let newer = self.newer(&workflow);
        let (project, no_project) = self.shown_project(&draft, &workflow).await?;
        let mut environment = self.around_form(&organisation, project.as_ref(), &workflow, newer.as_deref()).await?;
        let fields = workflow.fields().chain(newer.iter().flat_map(|newer| newer.fields()));
        let agenda = self.agenda(fields, draft.id).await?;
        environment.openings.clone_from(&agenda.openings);
        Ok(DraftView { draft, workflow, environment, project, no_project, newer, agenda })
    }

    /// The type as it is in force now, if its form is no longer this one.
    pub(super) fn newer(&self, workflow: &RequestType) -> Option<Arc<RequestType>> {
        let now = self.definition().requests.get(&workflow.id);
        now.filter(|now| now.steps != workflow.steps).cloned()
    }

    /// Saves what was typed on a step, right or wrong: what can be read is kept, and what will not do is said. The times
    /// that are chosen are held for a while, counted anew with each save.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such draft or step, [`Refused::Stale`] when the draft changed since it was
    /// seen ([`Desk::seeing`]).
    pub async fn save_step(&self, id: DraftId, step: &str, raw: &RawAnswers) -> Result<(DraftView, ReadStep), Refused> {
        self.save(id, step, raw, Then::GoOn).await
    }

    /// Saves what was typed on a step by somebody who stays there or leaves: nobody said that it is complete.
    ///
    /// # Errors
    /// As [`Desk::save_step`].
    pub async fn keep_step(&self, id: DraftId, step: &str, raw: &RawAnswers) -> Result<(DraftView, ReadStep), Refused> {
        self.save(id, step, raw, Then::Stay).await
    }

    async fn save(
        &self,
        id: DraftId,
        step: &str,
        raw: &RawAnswers,
        then: Then,
    ) -> Result<(DraftView, ReadStep), Refused> {
        let mut tries = self.tries();
        let mut full = BTreeSet::new();
        loop {
            let mut view = self.draft(id).await?;
            self.saw(view.draft.version)?;
            view.without(&full, self.definition());
            let found = view.step(step).ok_or(Refused::NotFound)?.clone();
            let read = view.form().read_step(&found, raw, &view.draft.answers);
            let next = match then {
                Then::GoOn if read.faults.is_empty() && read.revealed.is_empty() => view.after(&found, &read.answers),
                Then::GoOn | Then::Stay => found.id.clone(),
            };
            let before = view.draft.clone();
            view.draft.visited.insert(found.id, Visited::Saved);
            let mut changes = self.edited(&mut view.draft, read.answers.clone(), &next);
            self.figure_edit(&mut changes, &before, &view.draft, &faults(&read, then));
            changes.extend(self.held(&view, &view.workflow, &view.draft));
            match self.commit(Subject::Draft(id), changes, &mut tries).await {
                Ok(true) => {
                    view.draft.version = view.draft.version.next();
                    return Ok((view, read));
                }
                Ok(false) => {}
                // Somebody was faster: the rest is kept, and the form tells what became of the time.
                Err(Refused::NoPlace(place)) if full.insert(place) => {}
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Attaches a file to an answer of a draft.
    ///
    /// # Errors
    /// [`Refused::File`] when it will not do; nothing of it is kept.
    pub async fn attach(&self, id: DraftId, field: &str, incoming: Incoming<'_>) -> Result<(), Refused> {
        let view = self.draft(id).await?;
        let (_, kind) = attachable(&view, field)?;
        let (_, kind) = self.kind(kind.as_str())?;
        let received = self.receive(view.draft.organisation, Some(id), kind, incoming).await?;
        let mut tries = self.tries();
        loop {
            let mut view = self.draft(id).await?;
            let (step, _) = attachable(&view, field)?;
            let mut answers = view.draft.answers.clone();
            let files = answers.entry(Id::from(field)).or_insert_with(|| Value::Files(Vec::new()));
            if let Value::Files(files) = files {
                files.push(received.file.clone());
            }
            let before = view.draft.clone();
            let mut changes = self.edited(&mut view.draft, answers, &step);
            self.figure_edit(&mut changes, &before, &view.draft, &[]);
            if self.record(Subject::Draft(id), &received, changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// Takes a file off a draft.
    pub async fn detach(&self, id: DraftId, field: &str, blob: BlobId) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let mut view = self.draft(id).await?;
            self.saw(view.draft.version)?;
            let mut answers = view.draft.answers.clone();
            let Some(Value::Files(files)) = answers.get_mut(field) else { return Err(Refused::NotFound) };
            let before = files.len();
            files.retain(|file| file.blob != blob);
            if files.len() == before {
                return Err(Refused::NotFound);
            }
            if files.is_empty() {
                answers.shift_remove(field);
            }
            let of = view.workflow.steps.iter().find(|step| step.fields.iter().any(|found| found.id == field));
            let step = of.ok_or(Refused::NotFound)?.id.clone();
            let before = view.draft.clone();
            let mut changes = self.edited(&mut view.draft, answers, &step);
            self.figure_edit(&mut changes, &before, &view.draft, &[]);
            changes.push(Change::Release(blob));
            if self.commit(Subject::Draft(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// Throws a draft away, and gives back the times that it holds; the sweep takes its files.
    pub async fn discard_draft(&self, id: DraftId) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let draft = self.store.draft(self.viewer.account(), id).await?.ok_or(Refused::NotFound)?;
            self.saw(draft.version)?;
            let mut changes = Changes::new();
            if let Some(seen) = self.seen() {
                changes.push(Change::Require(Subject::Draft(id), seen));
            }
            let how = Abandoned::Discarded;
            self.figure(&mut changes, &draft, FormEvent::Abandoned { step: draft.step.clone(), how });
            changes.push(Change::Remove(Subject::Draft(id)));
            changes.extend(booking::give_back(&self.store.taken_for_draft(id).await?, self.now()));
            if self.commit(Subject::Draft(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// What is written so that a draft holds the times of its answers to a form, and no others.
    pub(super) fn held(&self, view: &DraftView, form: &RequestType, draft: &Draft) -> Changes {
        let Draft { id, organisation, account, ref answers, .. } = *draft;
        let holder = Holder { organisation, account, draft: Some(id), purpose: Purpose::Draft };
        let (live, ids) = (self.definition(), self.parts().ids.as_ref());
        view.agenda.settle(form.fields(), answers, live, holder, ids, self.now())
    }

    fn edited(&self, draft: &mut Draft, answers: Answers, step: &Id) -> Changes {
        draft.answers = answers;
        draft.step = Some(step.clone());
        draft.visited.entry(step.clone()).or_insert(Visited::Reached);
        draft.edited = self.now();
        draft.expires = expiry(draft.edited);
        let mut changes = Changes::new();
        changes.write(Record::Draft(draft.clone()), Expect::Loaded(draft.version));
        changes
    }
}

impl DraftView {
    /// The step after this one, given the answers; the last stays.
    fn after(&self, step: &Step, answers: &Answers) -> Id {
        let place = |id: &Id| self.workflow.steps.iter().position(|step| step.id == *id);
        let steps = self.form().shown_steps(answers);
        let next = steps.iter().find(|next| place(&next.id) > place(&step.id));
        next.map_or_else(|| step.id.clone(), |next| next.id.clone())
    }
}

/// What will not do, as far as somebody was to know: they said that the step is complete, and they saw the field.
fn faults(read: &ReadStep, then: Then) -> Vec<FieldFault> {
    match then {
        Then::GoOn => read.faults.iter().filter(|fault| !read.revealed.contains(&fault.field)).cloned().collect(),
        Then::Stay => Vec::new(),
    }
}

/// What somebody does after saving a step.
#[derive(Clone, Copy)]
enum Then {
    GoOn,
    Stay,
}

/// Three months after the last edit (SECURITY §4).
pub(super) fn expiry(edited: DateTime<Utc>) -> DateTime<Utc> {
    edited.checked_add_months(Months::new(3)).unwrap_or(edited)
}

/// The step and the kind of a field that is shown and has room for one more file.
fn attachable(view: &DraftView, field: &str) -> Result<(Id, Id), Refused> {
    let answers = &view.draft.answers;
    for step in view.form().shown_steps(answers) {
        let found: Option<&Field> = view.form().shown_fields(step, answers).into_iter().find(|f| f.id == field);
        if let Some(FieldType::Document { kind, max }) = found.map(|field| &field.field_type) {
            let there = match answers.get(field) {
                Some(Value::Files(files)) => files.len(),
                _ => 0,
            };
            if there >= *max as usize {
                return Err(Refused::File(Rejected::TooMany(*max)));
            }
            return Ok((step.id.clone(), kind.clone()));
        }
    }
    Err(Refused::NotFound)
}
