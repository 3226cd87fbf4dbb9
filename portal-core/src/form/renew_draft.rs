//! Beginning a draft anew with the newer form of its type: the answers that still fit come along.

use std::collections::BTreeSet;

use super::{Abandoned, Answers, Draft, DraftView, Field, Form, FormEvent, Value, Visited};
use crate::{
    Desk, Refused,
    definition::RequestType,
    id::{BlobId, DraftId},
    store::{Change, Changes, Expect, Record, Subject},
};

/// What becomes of a draft that is begun anew.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The answers it would begin with.
    pub answers: Answers,
    /// The answered fields, as the draft knows them, whose answers do not fit the newer form.
    pub dropped: Vec<Field>,
}

impl DraftView {
    /// What becomes of the answers when the draft is begun anew; `None` when there is no newer form.
    pub fn renewal(&self) -> Option<Renewal> {
        Some(self.carried(self.newer.as_ref()?))
    }

    fn carried(&self, newer: &RequestType) -> Renewal {
        let before = self.form().settle(&self.draft.answers);
        let answers = Form::new(&newer.steps, &self.environment).carry(&self.workflow.steps, &before);
        let gone = |field: &&Field| {
            field.is_asked() && before.get(&field.id).is_some_and(|old| answers.get(&field.id) != Some(old))
        };
        let dropped = self.workflow.fields().filter(gone).cloned().collect();
        Renewal { answers, dropped }
    }
}

impl Desk<'_> {
    /// Begins a draft anew with the form that is in force. It stays the same draft; its first step comes first again.
    ///
    /// # Errors
    /// [`Refused::NotHere`] when there is no newer form, [`Refused::Stale`] when the draft changed since it was seen
    /// ([`Desk::seeing`]).
    pub async fn renew_draft(&self, id: DraftId) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let view = self.draft(id).await?;
            self.saw(view.draft.version)?;
            let newer = view.newer.clone().ok_or(Refused::NotHere)?;
            let Renewal { answers, .. } = view.carried(&newer);
            let mut changes = Changes::new();
            for blob in blobs(&view.draft.answers).difference(&blobs(&answers)) {
                changes.push(Change::Release(*blob));
            }
            let form = Form::new(&newer.steps, &view.environment);
            let first = form.shown_steps(&answers).first().map(|step| step.id.clone());
            let now = self.now();
            let before = view.draft.clone();
            let draft = Draft {
                definition: self.definition().hash.to_string(),
                visited: first.iter().map(|step| (step.clone(), Visited::Reached)).collect(),
                step: first,
                answers,
                edited: now,
                expires: super::edit_draft::expiry(now),
                ..before.clone()
            };
            let loaded = Expect::Loaded(draft.version);
            self.figure_pause(&mut changes, &before);
            self.figure(
                &mut changes,
                &before,
                FormEvent::Abandoned { step: before.step.clone(), how: Abandoned::Renewed },
            );
            self.figure_start(&mut changes, &draft);
            changes.extend(self.held(&view, &newer, &draft));
            changes.write(Record::Draft(draft), loaded);
            if self.commit(Subject::Draft(id), changes, &mut tries).await? {
                return Ok(());
            }
        }
    }
}

/// The files among answers.
fn blobs(answers: &Answers) -> BTreeSet<BlobId> {
    let files = answers.values().filter_map(|value| match value {
        Value::Files(files) => Some(files),
        _ => None,
    });
    files.flatten().map(|file| file.blob).collect()
}
