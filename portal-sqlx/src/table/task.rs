//! Expected actions.

use portal_core::{
    definition::WhoWord,
    id::{AccountId, Id, OrganisationId, RequestId, TaskId, Version},
    identity::Side,
    request::{Item, Task, TaskAction, TaskState},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A task. `allowed` says who may do it.
    TaskRow = "portal_task", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        request: Uuid as uuid,
        template: Option<String> as text,
        side: Word<Side> as text,
        action: Word<TaskAction> as text,
        allowed: Json<Vec<WhoWord>> as jsonb,
        reason: String as text,
        items: Json<Vec<Item>> as jsonb,
        due: Option<Time> as time,
        reminded: Option<Time> as time,
        required: bool as bool,
        stays: bool as bool,
        state: Word<TaskState> as text,
        outcome: Option<String> as text,
        opened: Time as time,
        closed: Option<Time> as time,
        closed_by: Option<Uuid> as uuid,
    }
}

impl From<&Task> for TaskRow {
    fn from(it: &Task) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            request: it.request.0,
            template: it.template.as_ref().map(Id::to_string),
            side: Word(it.side),
            action: Word(it.action),
            allowed: Json(it.by.clone()),
            reason: it.reason.clone(),
            items: Json(it.items.clone()),
            due: it.due.map(Time),
            reminded: it.reminded.map(Time),
            required: it.required,
            stays: it.stays,
            state: Word(it.state),
            outcome: it.outcome.clone(),
            opened: Time(it.opened),
            closed: it.closed.map(Time),
            closed_by: it.closed_by.map(|id| id.0),
            version: it.version.0,
        }
    }
}

impl From<TaskRow> for Task {
    fn from(row: TaskRow) -> Self {
        Self {
            id: TaskId(row.id),
            organisation: OrganisationId(row.organisation),
            request: RequestId(row.request),
            template: row.template.map(Id::from),
            side: row.side.0,
            action: row.action.0,
            by: row.allowed.0,
            reason: row.reason,
            items: row.items.0,
            due: row.due.map(|at| at.0),
            reminded: row.reminded.map(|at| at.0),
            required: row.required,
            stays: row.stays,
            state: row.state.0,
            outcome: row.outcome,
            opened: row.opened.0,
            closed: row.closed.map(|at| at.0),
            closed_by: row.closed_by.map(AccountId),
            version: Version(row.version),
        }
    }
}
