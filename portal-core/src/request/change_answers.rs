//! Changing the answers of a request that was sent, in a status that lets its client do so. What was answered before is kept
//! and shown to the team, as with a correction that they asked for.

use std::collections::HashSet;

use super::{Task, TaskAction, TaskState, TaskView, answer_task, life::Life, load::Loaded, submit::title};
use crate::{
    Desk, Refused,
    form::{Field, FieldType, RawAnswers, Reopened},
    id::{Id, RequestId},
    identity::{Permission, Side},
    request::{Happening, Item},
    store::{Expect, Subject},
};

impl Desk<'_> {
    /// The answers of a request, open for change, as the page of a task shows them. Files, times and what is locked stay as
    /// they are.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for whoever does not act on the request for its client, [`Refused::NotHere`] in a status that
    /// is not editable.
    pub async fn answers_to_change(&self, id: RequestId) -> Result<TaskView, Refused> {
        let loaded = self.load(id).await?;
        self.must_change(&loaded)?;
        let task = self.change_of(&loaded);
        let environment = self.environment_of(&task, &loaded).await?;
        let unseen = self.unseen(&loaded);
        let open = answer_task::open_fields(&task, &unseen);
        let Loaded { mut dossier, workflow } = loaded;
        self.leave_out_documents(&mut dossier);
        let names = self.names([dossier.request.opened_by].into_iter().chain(dossier.request.owner)).await?;
        let (can_do, can_check, times, doers) = (true, false, None, Vec::new());
        Ok(TaskView { task, dossier, workflow, can_do, can_check, times, doers, open, unseen, environment, names })
    }

    /// Changes the answers of a request. Of what changed, the answers of before are kept; where nothing changed, nothing is
    /// written.
    ///
    /// # Errors
    /// As [`Desk::answers_to_change`]; [`Refused::Answers`] with everything that will not do, [`Refused::Stale`] when the
    /// request changed since it was seen ([`Desk::seeing`]).
    pub async fn change_answers(&self, id: RequestId, raw: &RawAnswers) -> Result<(), Refused> {
        let mut tries = self.tries();
        loop {
            let loaded = self.load(id).await?;
            self.must_change(&loaded)?;
            let version = loaded.dossier.request.version;
            self.saw(version)?;
            let mut task = self.change_of(&loaded);
            let environment = self.environment_of(&task, &loaded).await?;
            let open = answer_task::open_fields(&task, &self.unseen(&loaded));
            let before = &loaded.dossier.request.answers;
            let form = Reopened::unasked(loaded.workflow.asking(), open, before, &environment);
            let (answers, items) = answer_task::answered(&form, &task, raw, before)?;
            task.items = changed(items, |id| answer_task::differs(id, before, &answers));
            if task.items.is_empty() {
                return Ok(());
            }
            let staff = self.staff(&loaded.workflow, &loaded.dossier.request.facts(Side::Client)).await?;
            let moment = super::Moment { staff: staff.as_ref(), ..self.moment(&loaded.workflow) };
            let mut life = Life::new(moment, loaded.dossier.clone());
            let title = title(&loaded.workflow, &answers);
            let request = life.request_mut();
            request.title = title.unwrap_or_else(|| request.title.clone());
            request.answers = answers;
            life.done_unasked(task);
            if self.commit(Subject::Request(id), life.into_changes(Expect::Loaded(version)), &mut tries).await? {
                return Ok(());
            }
        }
    }

    fn must_change(&self, loaded: &Loaded) -> Result<(), Refused> {
        let request = &loaded.dossier.request;
        if self.viewer.is_on(Side::Team, request) {
            return Err(Refused::Forbidden);
        }
        self.must(Permission::RequestAct, &loaded.dossier)?;
        if may_be_changed(loaded) { Ok(()) } else { Err(Refused::NotHere) }
    }

    /// Whether the viewer may change the answers now.
    pub(super) fn may_change(&self, loaded: &Loaded) -> bool {
        self.must_change(loaded).is_ok()
    }

    /// The change as a task of one's own, which nobody asked for.
    fn change_of(&self, loaded: &Loaded) -> Task {
        let life = Life::new(self.moment(&loaded.workflow), loaded.dossier.clone());
        let items = loaded.workflow.fields().filter(|field| is_changed(field)).map(|field| Item::new(field.id.clone()));
        let task = life.blank_task(TaskAction::Correct, items.collect(), None);
        Task { required: false, ..task }
    }
}

fn may_be_changed(loaded: &Loaded) -> bool {
    let request = &loaded.dossier.request;
    let status = loaded.workflow.statuses.get(&request.status);
    let something = loaded.workflow.fields().any(is_changed);
    request.ended.is_none() && something && status.is_some_and(|status| status.editable)
}

/// Whether an answer may be changed: files, times and what is locked stay as they are.
fn is_changed(field: &Field) -> bool {
    let stays = matches!(field.field_type, FieldType::Document { .. } | FieldType::Slot { .. });
    field.is_asked() && !stays && !is_locked(field)
}

/// Whether it is locked, or something in its rows.
fn is_locked(field: &Field) -> bool {
    field.locked || field.row_fields().iter().any(is_locked)
}

/// The parts that changed, each once.
fn changed(items: Vec<Item>, differs: impl Fn(&Id) -> bool) -> Vec<Item> {
    let mut seen = HashSet::new();
    let new = items.into_iter().filter(|item| differs(&item.kind) && seen.insert(item.kind.clone()));
    new.map(|item| Item { done: true, ..item }).collect()
}

impl Life<'_> {
    /// Keeps what somebody did without being asked, as a task that is done.
    fn done_unasked(&mut self, task: Task) {
        let (id, now, actor) = (task.id, self.now(), self.actor());
        self.keep_new(Task { state: TaskState::Done, closed: Some(now), closed_by: actor, ..task });
        self.log(Side::Client, Happening::TaskDone { task: id });
    }
}
