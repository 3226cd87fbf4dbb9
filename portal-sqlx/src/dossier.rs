//! One request with what a decision about it needs, and the tasks that lead to requests.

use std::collections::BTreeMap;

use portal_core::{
    document::Document,
    form::Answers,
    id::{Id, OrganisationId, ProjectId, RequestId, TaskId, Version},
    identity::{OrganisationState, Side},
    project::{Project, ProjectState},
    request::{Request, Task},
    store::{Dossier, StoreError, Summary},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    bookings,
    conn::Conn,
    query::{Dialect, Query, Sql},
    reach::{Shown, Sight},
    requests::Listed,
    table::{OrganisationRow, RequestRow, StoredDocument, TaskRow},
    value::{Time, Word, word},
};

/// Clients see their own side's tasks.
const OF_CLIENT: Shown = Shown { to_client: "portal_task.side = 'client'", to_team: None };

const TASKS: &str = " from portal_task where request = $1 order by opened, id";

/// A request's organisation, how many times are booked for the request, and how often it entered each status.
const AROUND: Sql = Sql {
    postgres: ", portal_organisation.name as organisation_name, \
        portal_organisation.name_key as organisation_name_key, portal_organisation.state as organisation_state, \
        portal_organisation.attributes as organisation_attributes, portal_organisation.created as organisation_created, \
        portal_organisation.version as organisation_version, \
        portal_project.kind as project_kind, portal_project.name as project_name, portal_project.fields as project_fields, \
        portal_project.state as project_state, portal_project.created as project_created, \
        portal_project.version as project_version, \
        (select count(*) from portal_booking where portal_booking.request = portal_request.id) as bookings, \
        (select coalesce(json_object_agg(status, times), '{}') from (select coalesce(data ->> 'to', data ->> 'status') \
        as status, count(*) as times from portal_event where request = portal_request.id \
        and kind in ('request.submitted', 'request.moved') group by 1) as entered) as visits",
    sqlite: ", portal_organisation.name as organisation_name, \
        portal_organisation.name_key as organisation_name_key, portal_organisation.state as organisation_state, \
        portal_organisation.attributes as organisation_attributes, portal_organisation.created as organisation_created, \
        portal_organisation.version as organisation_version, \
        portal_project.kind as project_kind, portal_project.name as project_name, portal_project.fields as project_fields, \
        portal_project.state as project_state, portal_project.created as project_created, \
        portal_project.version as project_version, \
        (select count(*) from portal_booking where portal_booking.request = portal_request.id) as bookings, \
        (select json_group_object(status, times) from (select coalesce(data ->> 'to', data ->> 'status') \
        as status, count(*) as times from portal_event where request = portal_request.id \
        and kind in ('request.submitted', 'request.moved') group by 1) as entered) as visits",
};

/// A request with what a decision needs of its surroundings.
#[derive(Debug, sqlx::FromRow)]
struct Surrounded {
    #[sqlx(flatten)]
    request: RequestRow,
    organisation_name: String,
    organisation_name_key: String,
    organisation_state: Word<OrganisationState>,
    organisation_attributes: Json<Answers>,
    organisation_created: Time,
    organisation_version: i64,
    project_kind: Option<String>,
    project_name: Option<String>,
    project_fields: Option<Json<Answers>>,
    project_state: Option<Word<ProjectState>>,
    project_created: Option<Time>,
    project_version: Option<i64>,
    bookings: i64,
    visits: Json<BTreeMap<String, u32>>,
}

impl Surrounded {
    fn project(&self) -> Option<Project> {
        Some(Project {
            id: ProjectId(self.request.project?),
            organisation: OrganisationId(self.request.organisation),
            kind: self.project_kind.as_deref()?.into(),
            name: self.project_name.clone()?,
            fields: self.project_fields.as_ref()?.0.clone(),
            state: self.project_state.as_ref()?.0,
            created: self.project_created.as_ref()?.0,
            version: Version(self.project_version?),
        })
    }
}

fn request_in_reach(dialect: Dialect, sight: Sight<'_>, id: RequestId) -> Query {
    Query::new(dialect, "select ")
        .push(RequestRow::COLUMNS)
        .push(AROUND.on(dialect))
        .push(
            " from portal_request join portal_organisation on portal_organisation.id = portal_request.organisation \
             left join portal_project on portal_project.id = portal_request.project where portal_request.id = ",
        )
        .bind(id.0)
        .push(" and ")
        .reach(sight)
}

fn tasks_of(dialect: Dialect, id: RequestId) -> Query {
    Query::new(dialect, "select ").push(TaskRow::COLUMNS).push(TASKS).arg(id.0)
}

fn documents_of(dialect: Dialect, sight: Sight<'_>, id: RequestId) -> Query {
    crate::documents::counted(dialect, sight)
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
    .reach_of(sight, "portal_task.organisation", OF_CLIENT)
}

fn open_tasks_in_reach(dialect: Dialect, sight: Sight<'_>, side: Side) -> Query {
    Query::new(dialect, "select ")
        .push(TaskRow::COLUMNS)
        .push(", ")
        .summary()
        .push(" from portal_task join portal_request on portal_request.id = portal_task.request")
        .summary_from()
        .push(" where portal_task.state = 'open' and portal_task.side = ")
        .bind(word(side))
        .push(" and ")
        .reach_of(sight, "portal_task.organisation", OF_CLIENT)
        .push(" order by portal_task.due nulls last, portal_task.id limit 100")
}

/// The request is read first: what changes after it is noticed at the commit, by the request's version.
pub(crate) async fn dossier(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    id: RequestId,
) -> Result<Option<Dossier>, StoreError> {
    if sight.is_nothing() {
        return Ok(None);
    }
    let row: Option<Surrounded> = conn.one(request_in_reach(conn.dialect(), sight, id)).await?;
    let Some(row) = row else { return Ok(None) };
    let project = row.project();
    let request = Request::from(row.request);
    let organisation = OrganisationRow {
        id: request.organisation.0,
        name: row.organisation_name,
        name_key: row.organisation_name_key,
        attributes: row.organisation_attributes,
        state: row.organisation_state,
        created: row.organisation_created,
        version: row.organisation_version,
    };
    let tasks: Vec<TaskRow> = conn.all(tasks_of(conn.dialect(), id)).await?;
    let documents: Vec<StoredDocument> = conn.all(documents_of(conn.dialect(), sight, id)).await?;
    let bookings = if row.bookings == 0 { Vec::new() } else { bookings::taken_for_request(conn, id).await? };
    Ok(Some(Dossier {
        request,
        organisation: organisation.into(),
        project,
        tasks: tasks.into_iter().map(Task::from).collect(),
        documents: documents.into_iter().map(Document::from).collect(),
        bookings,
        visits: row.visits.0.into_iter().map(|(status, times)| (Id::from(status), times)).collect(),
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
    let rows: Vec<Listed<TaskRow>> = conn.all(open_tasks_in_reach(conn.dialect(), sight, side)).await?;
    Ok(rows.into_iter().map(Listed::pair).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let (request, task) = (RequestId(Uuid::nil()), TaskId(Uuid::nil()));
    vec![
        request_in_reach(dialect, sight, request),
        tasks_of(dialect, request),
        documents_of(dialect, sight, request),
        task_in_reach(dialect, sight, task),
        open_tasks_in_reach(dialect, sight, Side::Client),
    ]
}
