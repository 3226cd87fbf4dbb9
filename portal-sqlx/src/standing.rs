//! What a definition could touch, in counts: they tell nothing of anybody.

use chrono::{DateTime, Utc};
use portal_core::{
    definition::{
        WhoWord,
        plan::{Count, OpenTask, Standing},
    },
    id::Id,
    request::{Item, TaskAction},
    store::StoreError,
};
use sqlx::types::Json;

use crate::{
    conn::Conn,
    query::{Dialect, Query},
    value::Word,
};

const REQUESTS: &str = "select definition, request_type, status, queue, count(*) as many from portal_request \
     where ended is null group by definition, request_type, status, queue";
const DRAFTS: &str = "select definition, request_type, count(*) as many from portal_draft \
     group by definition, request_type";
const ROLES: &str = "select role, count(*) as many from portal_membership group by role";
const DOCUMENTS: &str = "select portal_request.request_type, portal_document.kind, count(*) as many \
     from portal_document join portal_request on portal_request.id = portal_document.request \
     where portal_request.ended is null group by portal_request.request_type, portal_document.kind";
const BOOKINGS: &str = "select slot, count(*) as many from portal_booking \
     where state <> 'given_back' and ends > $1 group by slot";
const PROJECTS: &str = "select kind, count(*) as many from portal_project where state = 'open' group by kind";
const TASKS: &str = "select portal_request.request_type, portal_request.status, portal_task.allowed, portal_task.action, portal_task.items \
     from portal_task join portal_request on portal_request.id = portal_task.request \
     where portal_task.state = 'open'";

/// The type and the status of its request, who may do it, what kind of action it is, and its parts.
type OpenTaskRow = (String, String, Json<Vec<WhoWord>>, Word<TaskAction>, Json<Vec<Item>>);

fn bookings(dialect: Dialect, now: DateTime<Utc>) -> Query {
    Query::new(dialect, BOOKINGS).arg(now)
}

pub(crate) async fn standing(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<Standing, StoreError> {
    let dialect = conn.dialect();
    let requests: Vec<(String, String, String, String, i64)> = conn.all(Query::new(dialect, REQUESTS)).await?;
    let drafts: Vec<(String, String, i64)> = conn.all(Query::new(dialect, DRAFTS)).await?;
    let roles: Vec<(String, i64)> = conn.all(Query::new(dialect, ROLES)).await?;
    let documents: Vec<(String, String, i64)> = conn.all(Query::new(dialect, DOCUMENTS)).await?;
    let bookings: Vec<(String, i64)> = conn.all(bookings(dialect, now)).await?;
    let projects: Vec<(String, i64)> = conn.all(Query::new(dialect, PROJECTS)).await?;
    let tasks: Vec<OpenTaskRow> = conn.all(Query::new(dialect, TASKS)).await?;
    let request =
        |(hash, of, status, queue, many)| counted((hash, Id::from(of), Id::from(status), Id::from(queue)), many);
    let task = |(of, status, by, action, items): OpenTaskRow| OpenTask {
        request_type: of.into(),
        status: status.into(),
        by: by.0,
        kinds: if names_kinds(action.0) { items.0.into_iter().map(|item| item.kind).collect() } else { Vec::new() },
    };
    Ok(Standing {
        requests: requests.into_iter().map(request).collect(),
        drafts: drafts.into_iter().map(|(hash, of, many)| counted((hash, Id::from(of)), many)).collect(),
        roles: roles.into_iter().map(|(role, many)| counted(Id::from(role), many)).collect(),
        documents: documents.into_iter().map(|(of, kind, many)| counted((of.into(), kind.into()), many)).collect(),
        bookings: bookings.into_iter().map(|(slot, many)| counted(Id::from(slot), many)).collect(),
        projects: projects.into_iter().map(|(kind, many)| counted(Id::from(kind), many)).collect(),
        tasks: tasks.into_iter().map(task).collect(),
    })
}

fn counted<T>(of: T, many: i64) -> Count<T> {
    Count { of, count: many.unsigned_abs() }
}

/// Whether the parts of a task are kinds of document.
fn names_kinds(action: TaskAction) -> bool {
    matches!(action, TaskAction::Provide | TaskAction::ApproveDocument)
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    let fixed = [REQUESTS, DRAFTS, ROLES, DOCUMENTS, PROJECTS, TASKS].map(|sql| Query::new(dialect, sql));
    fixed.into_iter().chain([bookings(dialect, DateTime::UNIX_EPOCH)]).collect()
}
