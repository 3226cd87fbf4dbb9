//! A task as JSON.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use portal_core::{
    definition::RequestType,
    form::RawAnswers,
    request::{Item, Particulars, Task, TaskAction, TaskState, TaskView},
    store::Dossier,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api::{
        answers::{self, Answer},
        caller::Caller,
        document::DocumentBody,
        draft::{FieldBody, TimeBody},
        me::SideName,
    },
    show,
};

/// One expected action.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Task)]
pub(crate) struct TaskBody {
    id: Uuid,
    request: Uuid,
    title: String,
    /// Why, in a sentence or two.
    reason: Option<String>,
    side: SideName,
    #[schema(inline)]
    action: ActionName,
    #[schema(inline)]
    state: StateName,
    /// Why it was refused or waived.
    outcome: Option<String>,
    items: Vec<ItemBody>,
    due: Option<DateTime<Utc>>,
    opened: DateTime<Utc>,
    closed: Option<DateTime<Utc>>,
    /// Whether the caller can do it now.
    mine: bool,
}

/// A task with who can do it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TaskDetail)]
pub(crate) struct TaskPage {
    #[serde(flatten)]
    task: TaskBody,
    /// Who can do it, by name.
    doers: Vec<String>,
    /// The fields that it asks to answer or to correct and that are still open.
    fields: Vec<FieldBody>,
    /// Their answers so far, by field.
    answers: BTreeMap<String, Answer>,
    /// The times that the caller can book now, in order.
    times: Vec<TimeBody>,
}

/// A part of a task: what is to be handed in, or looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TaskItem)]
pub(crate) struct ItemBody {
    /// The kind of document, the field, the resource or the slots; of a task with one nameless part, its action.
    kind: String,
    label: String,
    /// The start of the time that was chosen.
    booked: Option<DateTime<Utc>>,
    /// Whether it is done: read, or accepted.
    done: bool,
    /// Why the team gave it back.
    returned: Option<String>,
    /// The documents handed in, or the one to approve; for the team only once the task is closed.
    documents: Vec<DocumentBody>,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActionName {
    Provide,
    Answer,
    Correct,
    Approve,
    Read,
    Reply,
    Book,
    Do,
}

impl From<TaskAction> for ActionName {
    fn from(action: TaskAction) -> Self {
        match action {
            TaskAction::Provide => Self::Provide,
            TaskAction::Answer => Self::Answer,
            TaskAction::Correct => Self::Correct,
            TaskAction::ApproveDocument | TaskAction::ApproveRequest => Self::Approve,
            TaskAction::Read => Self::Read,
            TaskAction::Reply => Self::Reply,
            TaskAction::Book => Self::Book,
            TaskAction::Do => Self::Do,
        }
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateName {
    Waiting,
    Open,
    Checking,
    Done,
    Refused,
    Waived,
    Ended,
}

impl TaskBody {
    pub(crate) fn of(
        caller: &Caller,
        task: &Task,
        workflow: &RequestType,
        (dossier, about): (&Dossier, &Particulars<'_>),
        mine: bool,
    ) -> Self {
        let (portal, tongue) = (caller.portal(), caller.tongue());
        let why = caller.words(workflow).reason(task, about);
        let name = show::task_name(task, workflow, portal.definition(), portal.now(), tongue).because(why);
        let item = |item: &Item| ItemBody {
            kind: item.kind.to_string(),
            label: show::part_of(task, item, workflow, portal.definition(), tongue),
            booked: item.booked,
            done: item.done,
            returned: (!item.returned.is_empty()).then(|| item.returned.clone()),
            documents: dossier
                .documents
                .iter()
                .filter(|document| item.documents.contains(&document.id))
                .map(|document| DocumentBody::of(caller, document))
                .collect(),
        };
        Self {
            id: task.id.0,
            request: task.request.0,
            title: name.title,
            reason: name.reason,
            side: task.side.into(),
            action: task.action.into(),
            state: match task.state {
                TaskState::Waiting => StateName::Waiting,
                TaskState::Open => StateName::Open,
                TaskState::Checking => StateName::Checking,
                TaskState::Done => StateName::Done,
                TaskState::Refused => StateName::Refused,
                TaskState::Waived => StateName::Waived,
                TaskState::Ended => StateName::Ended,
            },
            outcome: task.outcome.clone(),
            items: task.items.iter().map(item).collect(),
            due: task.due,
            opened: task.opened,
            closed: task.closed,
            mine: mine && task.is_open(),
        }
    }
}

impl TaskPage {
    pub(super) fn of(caller: &Caller, view: &TaskView) -> Self {
        let about = Particulars::of_task(view, caller.viewer());
        let task = TaskBody::of(caller, &view.task, &view.workflow, (&view.dossier, &about), view.can_do);
        let times = view.times.iter().flat_map(|(_, openings)| openings).map(TimeBody::of).collect();
        let (definition, tongue) = (caller.portal().definition(), caller.tongue());
        let form = view.form();
        let shown = form.page(&view.dossier.request.answers, &RawAnswers::new());
        let fields = shown.iter().map(|shown| FieldBody::shown(shown, definition, tongue)).collect();
        let known = shown.iter().filter_map(|shown| Some((shown.field.id.clone(), shown.value.clone()?))).collect();
        Self { task, doers: view.doers.clone(), fields, answers: answers::shown(&known), times }
    }
}
