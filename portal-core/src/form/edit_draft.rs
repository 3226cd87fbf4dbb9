//! Drafts: beginning one, saving a step, attaching files, throwing it away. A draft is reached only by its author.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{Months, Utc};
use uuid::Uuid;

use super::{Answers, Draft, FieldType, Form, RawAnswers, ReadStep, Value};
use crate::{
    Desk, Refused,
    booking::{self, Agenda, Holder, Purpose},
    definition::{Definition, RequestType, Step},
    desk::Tries,
    document::{Incoming, Rejected},
    form::{Environment, Field, FieldFault},
    id::{BlobId, DraftId, Id, Version},
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
    /// The bookings behind the times it offers.
    agenda: Agenda,
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

    /// Everything that will not do yet.
    pub fn faults(&self) -> Vec<FieldFault> {
        self.form().check(&self.draft.answers)
    }
}

impl Desk<'_> {
    /// Begins a draft with what is known already.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a type that is not offered to the viewer.
    pub async fn start_draft(&self, request_type: &str) -> Result<DraftId, Refused> {
        let offer = self.offers().into_iter().find(|offer| offer.request_type.id == request_type);
        let offer = offer.ok_or(Refused::NotFound)?;
        let now = self.now();
        let organisation = self.organisation(offer.organisation).await?;
        let environment = self.environment_for(&organisation, offer.request_type.fields()).await?;
        let answers = Form::new(&offer.request_type.steps, &environment).prefill();
        let draft = Draft {
            id: DraftId(self.portal.uuid(now)),
            account: self.viewer.account(),
            organisation: offer.organisation,
            request_type: offer.request_type.id.clone(),
            definition: self.definition().hash.to_string(),
            answers,
            step: offer.request_type.steps.first().map(|step| step.id.clone()),
            created: now,
            edited: now,
            expires: expiry(now),
            version: Version::FIRST,
        };
        let id = draft.id;
        let mut changes = Changes::new();
        changes.create(Record::Draft(draft));
        self.commit(Subject::Draft(id), changes, &mut Tries::once()).await?;
        Ok(id)
    }

    /// One of the viewer's drafts.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when the viewer may no longer open requests there (SECURITY T09).
    pub async fn draft(&self, id: DraftId) -> Result<DraftView, Refused> {
        let draft = self.store.draft(self.viewer.account(), id).await?.ok_or(Refused::NotFound)?;
        if !self.may_open(draft.organisation) {
            return Err(Refused::Forbidden);
        }
        let workflow = self.portal.workflow(&draft.definition, &draft.request_type).await?;
        let organisation = self.organisation(draft.organisation).await?;
        let mut environment = self.environment_for(&organisation, workflow.fields()).await?;
        let agenda = self.agenda(workflow.fields(), draft.id).await?;
        environment.openings.clone_from(&agenda.openings);
        Ok(DraftView { draft, workflow, environment, agenda })
    }

    /// The viewer's drafts with their forms, newest edit first.
    pub async fn drafts(&self) -> Result<Vec<(Draft, Arc<RequestType>)>, Refused> {
        let mut drafts = Vec::new();
        for draft in self.store.drafts(self.viewer.account()).await? {
            let workflow = self.portal.workflow(&draft.definition, &draft.request_type).await?;
            drafts.push((draft, workflow));
        }
        Ok(drafts)
    }

    /// Saves what was typed on a step, right or wrong: what can be read is kept, and what will not do is said. The times
    /// that are chosen are held for a while, counted anew with each save.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such draft or step, [`Refused::Stale`] when the draft changed since it was
    /// seen ([`Desk::seeing`]).
    pub async fn save_step(&self, id: DraftId, step: &str, raw: &RawAnswers) -> Result<(DraftView, ReadStep), Refused> {
        let mut tries = self.tries();
        let mut full = BTreeSet::new();
        loop {
            let mut view = self.draft(id).await?;
            self.saw(view.draft.version)?;
            view.without(&full, self.definition());
            let found = view.step(step).ok_or(Refused::NotFound)?.clone();
            let read = view.form().read_step(&found, raw, &view.draft.answers);
            let mut changes = self.edited(&mut view.draft, read.answers.clone(), &found.id);
            changes.extend(self.held(&view));
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
            let changes = self.edited(&mut view.draft, answers, &step);
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
            let step = view.draft.step.clone().unwrap_or_else(|| Id::from(field));
            let mut changes = self.edited(&mut view.draft, answers, &step);
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
            changes.push(Change::Remove(Subject::Draft(id)));
            changes.extend(booking::give_back(&self.store.taken_for_draft(id).await?, self.now()));
            if self.commit(Subject::Draft(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }

    /// What is written so that a draft holds the times of its answers.
    fn held(&self, view: &DraftView) -> Changes {
        let Draft { id, organisation, account, ref answers, .. } = view.draft;
        let holder = Holder { organisation, account, draft: id, purpose: Purpose::Draft };
        let (live, ids) = (self.definition(), self.parts().ids.as_ref());
        view.agenda.settle(view.workflow.fields(), answers, live, holder, ids, self.now())
    }

    fn edited(&self, draft: &mut Draft, answers: Answers, step: &Id) -> Changes {
        draft.answers = answers;
        draft.step = Some(step.clone());
        draft.edited = self.now();
        draft.expires = expiry(draft.edited);
        let mut changes = Changes::new();
        changes.write(Record::Draft(draft.clone()), Expect::Loaded(draft.version));
        changes
    }
}

/// Three months after the last edit (SECURITY §4).
fn expiry(edited: chrono::DateTime<Utc>) -> chrono::DateTime<Utc> {
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
