//! Closing a task: handing in what was asked for, approving, refusing. One operation, whichever door it came through.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{
    Item, Moment, Task, TaskAction, TaskState, answer_task, life::Life, load::Loaded, move_request::written,
    submit::title,
};
use crate::{
    Desk, Refused,
    definition::{Relations, RequestType, Who},
    form::{Answers, RawAnswers, Reopened},
    id::{RequestId, TaskId},
    identity::{Facts, Paper, Permission, Side, Viewer},
    refused::Missing,
    request::Happening,
    store::{Changes, Expect, Subject},
};

/// What somebody does with a task.
#[derive(Clone, Debug)]
pub struct CloseTask {
    /// The task.
    pub task: TaskId,
    /// What they decide.
    pub approval: Approval,
}

/// What somebody decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approval {
    /// Everything that was asked for is there, was read, or was done.
    Done,
    /// The answers to the fields it asks for, as a browser sends them.
    Answers(RawAnswers),
    /// The answer to the question; the other side reads it among the messages.
    Reply(String),
    /// The time that was chosen.
    Book(DateTime<Utc>),
    /// Yes.
    Approve,
    /// No, and why.
    Refuse(String),
}

impl Desk<'_> {
    /// Closes a task; what waited for it goes on by itself. Gives the request it belongs to.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] when it is somebody else's to close, [`Refused::NotHere`] when it is closed already,
    /// [`Refused::Missing`] when a document or the reason is missing, [`Refused::Answers`] with everything that will not
    /// do, a time that cannot be had among it, [`Refused::Stale`] when the task changed since it
    /// was seen ([`Desk::seeing`]).
    pub async fn close_task(&self, input: &CloseTask) -> Result<RequestId, Refused> {
        let mut tries = self.tries();
        let mut full = BTreeSet::new();
        loop {
            let loaded = self.load_of_task(input.task).await?;
            let task = find(&loaded, input.task)?;
            self.must_do(task, &loaded)?;
            self.saw(task.version)?;
            let version = loaded.dossier.request.version;
            let request = loaded.dossier.request.id;
            let answered = match &input.approval {
                Approval::Answers(raw) => {
                    let environment = self.environment_of(task, &loaded).await?;
                    let open = answer_task::open_fields(task, &self.unseen(&loaded));
                    let form = Reopened::new(loaded.workflow.asking(), open, &environment);
                    Some(answer_task::answered(&form, task, raw, &loaded.dossier.request.answers)?)
                }
                _ => None,
            };
            let outcome = decide(task, &input.approval)?;
            let staff = self.staff(&loaded.workflow, &loaded.dossier.request.facts(Side::Client)).await?;
            let moment = Moment { staff: staff.as_ref(), ..self.moment(&loaded.workflow) };
            let mut life = Life::new(moment, loaded.dossier.clone());
            if let Approval::Reply(text) = &input.approval {
                let audience = if loaded.workflow.client_sees(task) { Side::Client } else { Side::Team };
                life.say(audience, self.viewer.account(), written("reply", text)?);
            }
            for document in task.items.iter().flat_map(|item| &item.documents).filter(|_| provides(task)) {
                life.log(Side::Client, Happening::DocumentAdded { document: *document });
            }
            if let Some((answers, items)) = answered {
                keep(&mut life, &loaded.workflow, input.task, answers, items);
            }
            let mut changes = Changes::new();
            if let Approval::Book(starts) = input.approval {
                changes.extend(self.book(task, starts, &loaded.dossier, &full).await?);
                life.edit_task(input.task, |task| task.items.iter_mut().for_each(|item| item.booked = Some(starts)));
            }
            life.close(input.task, outcome);
            changes.extend(life.into_changes(Expect::Loaded(version)));
            match self.commit(Subject::Task(input.task), changes, &mut tries).await {
                Ok(true) => return Ok(request),
                Ok(false) => {}
                // Somebody was faster: the next round tells that the time is gone.
                Err(Refused::NoPlace(place)) if full.insert(place) => {}
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Refuses unless the viewer is one of those who may do this task.
    pub(crate) fn must_do(&self, task: &Task, loaded: &Loaded) -> Result<(), Refused> {
        self.can_do(task, loaded).then_some(()).ok_or(Refused::Forbidden)
    }

    /// Whether the viewer is one of those who may do this task.
    pub(crate) fn can_do(&self, task: &Task, loaded: &Loaded) -> bool {
        doer(self.viewer, task, &loaded.dossier.request.facts(Side::Client))
    }
}

/// Whether somebody may do a task: they stand on its side, have the permission it takes, see what it shows, and are one
/// of its people.
pub(crate) fn doer(viewer: &Viewer, task: &Task, of: &Facts<'_>) -> bool {
    let who = Who(task.by.clone());
    let relations = Relations { matter: of.into(), requester: of.opened_by, owner: of.owner, known: None };
    let shown = matches!(task.action, TaskAction::ApproveDocument | TaskAction::Read);
    let sees = |item: &Item| {
        let paper = Some(Paper { kind: &item.kind, added_by: None });
        viewer.sees_kind(&Facts { paper, ..*of })
    };
    viewer.is_on(task.side, of)
        && viewer.scope(permission(task)).admits(of)
        && (!shown || task.items.iter().all(sees))
        && !(task.is_open() && task.approved_by(viewer.account()))
        && who.includes(viewer, &relations)
}

/// The permission that a task takes.
pub(super) fn permission(task: &Task) -> Permission {
    match (task.side, task.action) {
        (_, action) if action.is_approval() => Permission::RequestApprove,
        (Side::Team, _) => Permission::RequestProcess,
        (Side::Client, _) => Permission::RequestAct,
    }
}

pub(crate) fn find(loaded: &Loaded, id: TaskId) -> Result<&Task, Refused> {
    loaded.dossier.tasks.iter().find(|task| task.id == id).ok_or(Refused::NotFound)
}

fn provides(task: &Task) -> bool {
    task.action == TaskAction::Provide
}

/// Keeps what a task asked for among the answers of the request.
pub(crate) fn keep(life: &mut Life<'_>, workflow: &RequestType, task: TaskId, answers: Answers, items: Vec<Item>) {
    let title = title(workflow, &answers);
    let request = life.request_mut();
    request.title = title.unwrap_or_else(|| request.title.clone());
    request.answers = answers;
    life.edit_task(task, |task| task.items = items);
}

/// The rule: what closing the task would mean.
pub(crate) fn decide(task: &Task, approval: &Approval) -> Result<Result<(), String>, Refused> {
    if task.state != TaskState::Open {
        return Err(Refused::NotHere);
    }
    match (task.action, approval) {
        (TaskAction::Provide, Approval::Done) => match task.items.iter().find(|item| item.documents.is_empty()) {
            Some(empty) => Err(Refused::Missing(Missing::Document(empty.kind.clone()))),
            None => Ok(Ok(())),
        },
        (TaskAction::Read | TaskAction::Do, Approval::Done)
        | (TaskAction::Answer | TaskAction::Correct, Approval::Answers(_))
        | (TaskAction::Book, Approval::Book(_)) => Ok(Ok(())),
        (TaskAction::Reply, Approval::Reply(text)) => match written("reply", text)?.is_empty() {
            true => Err(Refused::Missing(Missing::Text("reply"))),
            false => Ok(Ok(())),
        },
        (action, Approval::Approve) if action.is_approval() => Ok(Ok(())),
        (action, Approval::Refuse(reason)) if action.is_approval() => {
            let reason = written("reason", reason)?;
            if reason.is_empty() {
                return Err(Refused::Missing(Missing::Text("reason")));
            }
            Ok(Err(reason))
        }
        _ => Err(Refused::NotHere),
    }
}
