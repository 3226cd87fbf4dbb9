//! One request with what a decision about it needs, and the tasks that lead to requests.

use portal_core::{
    document::Document,
    id::{Id, RequestId, TaskId},
    identity::{Organisation, Side},
    request::{Request, Task},
    store::{Dossier, StoreError, Summary},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    people,
    query::{Dialect, Query},
    reach::Sight,
    requests::with_summaries,
    table::{RequestRow, StoredDocument, TaskRow},
    value::word,
};

const TASKS: &str = " from portal_task where request = $1 order by opened, id";

const VISITS: &str = "select coalesce(data ->> 'to', data ->> 'status'), count(*) from portal_event \
     where request = $1 and kind in ('request.submitted', 'request.moved') group by 1";

fn visits_of(dialect: Dialect, id: RequestId) -> Query {
    Query::new(dialect, VISITS).arg(id.0)
}

fn request_in_reach(dialect: Dialect, sight: Sight<'_>, id: RequestId) -> Query {
    Query::new(dialect, "select ")
        .push(RequestRow::COLUMNS)
        .push(" from portal_request where portal_request.id = ")
        .bind(id.0)
        .push(" and ")
        .reach(sight)
}

fn tasks_of(dialect: Dialect, id: RequestId) -> Query {
    Query::new(dialect, "select ").push(TaskRow::COLUMNS).push(TASKS).arg(id.0)
}

fn documents_of(dialect: Dialect, sight: Sight<'_>, id: RequestId) -> Query {
    crate::documents::in_reach(dialect, sight)
        .push(" and portal_document.request = ")
        .bind(id.0)
        .push(" order by portal_document.created desc, portal_document.id desc")
}

fn task_in_reach(dialect: Dialect, sight: Sight<'_>, id: TaskId) -> Query {
    Query::new(
        dialect,
        "select portal_task.request from portal_task join portal_request on portal_request.id = portal_task.request \
         where portal_task.id = ",
    )
    .bind(id.0)
    .push(" and ")
    .reach_of(sight, "portal_task.side = 'client'")
}

fn open_tasks_in_reach(dialect: Dialect, sight: Sight<'_>, side: Side) -> Query {
    Query::new(dialect, "select ")
        .push(TaskRow::COLUMNS)
        .push(
            " from portal_task join portal_request on portal_request.id = portal_task.request \
             where portal_task.state = 'open' and portal_task.side = ",
        )
        .bind(word(side))
        .push(" and ")
        .reach_of(sight, "portal_task.side = 'client'")
        .push(" order by portal_task.due nulls last, portal_task.id limit 100")
}

/// The request is read first: what changes after it is noticed at the commit, by the request's version.
pub(crate) async fn dossier(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    documents: Sight<'_>,
    id: RequestId,
) -> Result<Option<Dossier>, StoreError> {
    if sight.is_nothing() {
        return Ok(None);
    }
    let row: Option<RequestRow> = conn.one(request_in_reach(conn.dialect(), sight, id)).await?;
    let Some(request) = row.map(Request::from) else { return Ok(None) };
    let organisation: Option<Organisation> = people::organisations(conn, &[request.organisation]).await?.pop();
    let Some(organisation) = organisation else { return Ok(None) };
    let tasks: Vec<TaskRow> = conn.all(tasks_of(conn.dialect(), id)).await?;
    let visits: Vec<(String, i64)> = conn.all(visits_of(conn.dialect(), id)).await?;
    let documents: Vec<StoredDocument> =
        if documents.is_nothing() { Vec::new() } else { conn.all(documents_of(conn.dialect(), documents, id)).await? };
    Ok(Some(Dossier {
        request,
        organisation,
        tasks: tasks.into_iter().map(Task::from).collect(),
        documents: documents.into_iter().map(Document::from).collect(),
        visits: visits
            .into_iter()
            .map(|(status, count)| (Id::from(status), u32::try_from(count).unwrap_or(u32::MAX)))
            .collect(),
    }))
}

pub(crate) async fn request_of_task(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    id: TaskId,
) -> Result<Option<RequestId>, StoreError> {
    if sight.is_nothing() {
        return Ok(None);
    }
    let row: Option<(Uuid,)> = conn.one(task_in_reach(conn.dialect(), sight, id)).await?;
    Ok(row.map(|(id,)| RequestId(id)))
}

pub(crate) async fn open_tasks(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    side: Side,
) -> Result<Vec<(Task, Summary)>, StoreError> {
    if sight.is_nothing() {
        return Ok(Vec::new());
    }
    let rows: Vec<TaskRow> = conn.all(open_tasks_in_reach(conn.dialect(), sight, side)).await?;
    let tasks = rows.into_iter().map(Task::from).collect();
    with_summaries(conn, sight, tasks, |task: &Task| task.request).await
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let (request, task) = (RequestId(Uuid::nil()), TaskId(Uuid::nil()));
    vec![
        request_in_reach(dialect, sight, request),
        tasks_of(dialect, request),
        visits_of(dialect, request),
        documents_of(dialect, sight, request),
        task_in_reach(dialect, sight, task),
        open_tasks_in_reach(dialect, sight, Side::Client),
    ]
}
