//! Lists of requests: narrowed, counted, paged.

use std::collections::HashMap;

use portal_core::{
    definition::{End, WaitsFor},
    form::Answers,
    id::{AccountId, Id, OrganisationId, ProjectId, RequestId},
    request::Answered,
    store::{Cursor, Filter, Order, Page, StoreError, Summary},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    conn::Conn,
    page::page,
    projects,
    query::{Dialect, Query, literal},
    reach::Sight,
    value::{Time, Word, word},
};

/// What a line of a list shows of a request. The names are such that they can stand beside another table's columns.
const SUMMARY: &str = "portal_request.id as of_id, portal_request.organisation as of_organisation, \
     portal_organisation.name as of_organisation_name, portal_request.project as of_project, \
     portal_request.reference as of_reference, \
     portal_request.request_type as of_request_type, portal_request.definition as of_definition, \
     portal_request.title as of_title, portal_request.queue as of_queue, portal_request.opened_by as of_opened_by, opener.name as of_opened_by_name, \
     portal_request.owner as of_owner, worker.name as of_owner_name, portal_request.status as of_status, \
     portal_request.since as of_since, portal_request.waits_for as of_waits_for, portal_request.ended as of_ended, \
     portal_request.due as of_due, portal_request.activity as of_activity";
/// Where that comes from.
const SUMMARY_FROM: &str = " join portal_organisation on portal_organisation.id = portal_request.organisation \
     join portal_account as opener on opener.id = portal_request.opened_by \
     left join portal_account as worker on worker.id = portal_request.owner";

const ANSWERED: &str = "select portal_request.id, portal_request.answers, portal_request.team_answers, \
     portal_organisation.attributes, portal_request.project from portal_request \
     join portal_organisation on portal_organisation.id = portal_request.organisation where ";

#[derive(Debug, sqlx::FromRow)]
struct SummaryRow {
    #[sqlx(rename = "of_id")]
    id: Uuid,
    #[sqlx(rename = "of_organisation")]
    organisation: Uuid,
    #[sqlx(rename = "of_organisation_name")]
    organisation_name: String,
    #[sqlx(rename = "of_project")]
    project: Option<Uuid>,
    #[sqlx(rename = "of_reference")]
    reference: String,
    #[sqlx(rename = "of_request_type")]
    request_type: String,
    #[sqlx(rename = "of_definition")]
    definition: String,
    #[sqlx(rename = "of_title")]
    title: String,
    #[sqlx(rename = "of_queue")]
    queue: String,
    #[sqlx(rename = "of_opened_by")]
    opened_by: Uuid,
    #[sqlx(rename = "of_opened_by_name")]
    opened_by_name: String,
    #[sqlx(rename = "of_owner")]
    owner: Option<Uuid>,
    #[sqlx(rename = "of_owner_name")]
    owner_name: Option<String>,
    #[sqlx(rename = "of_status")]
    status: String,
    #[sqlx(rename = "of_since")]
    since: Time,
    #[sqlx(rename = "of_waits_for")]
    waits_for: Word<WaitsFor>,
    #[sqlx(rename = "of_ended")]
    ended: Option<Word<End>>,
    #[sqlx(rename = "of_due")]
    due: Option<Time>,
    #[sqlx(rename = "of_activity")]
    activity: Time,
}

/// A row that belongs to a request, with the request.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Listed<T> {
    #[sqlx(flatten)]
    row: T,
    #[sqlx(flatten)]
    of: SummaryRow,
}

impl<T> Listed<T> {
    /// The row as the core knows it, with its request.
    pub(crate) fn pair<U: From<T>>(self) -> (U, Summary) {
        (self.row.into(), self.of.into())
    }
}

impl Query {
    /// Writes the columns of a [`Listed`] that belong to the request.
    pub(crate) fn summary(self) -> Self {
        self.push(SUMMARY)
    }

    /// Writes where they come from; `portal_request` is there already.
    pub(crate) fn summary_from(self) -> Self {
        self.push(SUMMARY_FROM)
    }
}

fn summaries(dialect: Dialect) -> Query {
    Query::new(dialect, "select ").summary().push(" from portal_request").summary_from().push(" where ")
}

/// A page of a list, with one row more to know whether another follows.
fn list(dialect: Dialect, sight: Sight<'_>, filter: &Filter, after: Option<&Cursor>, at_most: u16) -> Query {
    let query = narrowed(summaries(dialect), sight, filter);
    let query = match filter.order {
        Order::Activity => query
            .older("portal_request.activity", "portal_request.id", after)
            .push(" order by portal_request.activity desc, portal_request.id desc"),
        Order::Due => query.with(after, later_due).push(" order by portal_request.due nulls last, portal_request.id"),
    };
    query.limit(u32::from(at_most) + 1)
}

/// How many rows a list has; the database stops at a hundred.
fn counted(dialect: Dialect, sight: Sight<'_>, filter: &Filter) -> Query {
    narrowed(Query::new(dialect, "select count(*) from (select 1 from portal_request where "), sight, filter)
        .push(" limit 100) as found")
}

/// The answers of the newest request of a type that somebody opened for an organisation, within reach.
fn newest(
    dialect: Dialect,
    sight: Sight<'_>,
    opened_by: AccountId,
    organisation: OrganisationId,
    request_type: &str,
) -> Query {
    Query::new(dialect, "select portal_request.answers from portal_request where ")
        .reach(sight)
        .push(" and portal_request.organisation = ")
        .bind(organisation.0)
        .push(" and portal_request.opened_by = ")
        .bind(opened_by.0)
        .push(" and portal_request.request_type = ")
        .bind(request_type)
        .push(" order by portal_request.submitted desc, portal_request.id desc limit 1")
}

/// A request, its answers, the team's, the attributes of its organisation, and its project.
type AnsweredRow = (Uuid, Json<Answers>, Json<Answers>, Json<Answers>, Option<Uuid>);

/// What was answered in requests, and what is known of their organisations, within reach.
fn answers_by_ids(dialect: Dialect, sight: Sight<'_>, ids: impl IntoIterator<Item = Uuid>) -> Query {
    Query::new(dialect, ANSWERED).reach(sight).push(" and ").among("portal_request.id", ids)
}

/// Requests by id, within reach.
fn by_ids(dialect: Dialect, sight: Sight<'_>, ids: impl IntoIterator<Item = Uuid>) -> Query {
    summaries(dialect).reach(sight).push(" and ").among("portal_request.id", ids)
}

fn narrowed(query: Query, sight: Sight<'_>, filter: &Filter) -> Query {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    query
        .reach(sight)
        .when(filter.open == Some(true), |query| query.push(" and portal_request.ended is null"))
        .when(filter.open == Some(false), |query| query.push(" and portal_request.ended is not null"))
        .with(filter.waits_for, |query, side| query.push(" and portal_request.waits_for = ").bind(word(side)))
        .with(filter.owner, |query, owner| query.push(" and portal_request.owner = ").bind(owner.0))
        .with(filter.organisation, |query, id| query.push(" and portal_request.organisation = ").bind(id.0))
        .with(filter.project, |query, project| query.push(" and portal_request.project = ").bind(project.0))
        .when(filter.unowned, |query| query.push(" and portal_request.owner is null"))
        .with(text, |query, text| {
            query
                .push(" and (portal_request.title_key like ")
                .bind(format!("%{}%", literal(&text.to_lowercase())))
                .push(r" escape '\' or portal_request.reference like ")
                .bind(format!("{}%", literal(&text.to_uppercase())))
                .push(r" escape '\')")
        })
}

/// What comes after the cursor in a list by deadline. Rows without one come last, and their cursor is later than any
/// date that is written with four digits.
fn later_due(query: Query, cursor: &Cursor) -> Query {
    const YEAR_10000: i64 = 253_402_300_800;
    if cursor.at.timestamp() >= YEAR_10000 {
        return query.push(" and portal_request.due is null and portal_request.id > ").bind(cursor.id);
    }
    query
        .push(" and ((portal_request.due, portal_request.id) > (")
        .bind(cursor.at)
        .push(", ")
        .bind(cursor.id)
        .push(") or portal_request.due is null)")
}

pub(crate) async fn requests(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    filter: &Filter,
    after: Option<&Cursor>,
    at_most: u16,
) -> Result<Page<Summary>, StoreError> {
    if sight.is_nothing() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let rows: Vec<SummaryRow> = conn.all(list(conn.dialect(), sight, filter, after, at_most)).await?;
    let rows = rows.into_iter().map(Summary::from).collect();
    Ok(page(rows, at_most, |summary: &Summary| summary.cursor(filter.order)))
}

pub(crate) async fn count(conn: &mut Conn<'_>, sight: Sight<'_>, filter: &Filter) -> Result<u32, StoreError> {
    if sight.is_nothing() {
        return Ok(0);
    }
    let row: Option<(i64,)> = conn.one(counted(conn.dialect(), sight, filter)).await?;
    Ok(row.and_then(|(number,)| u32::try_from(number).ok()).unwrap_or_default())
}

pub(crate) async fn last_answers(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    opened_by: AccountId,
    organisation: OrganisationId,
    request_type: &Id,
) -> Result<Option<Answers>, StoreError> {
    if sight.is_nothing() {
        return Ok(None);
    }
    let query = newest(conn.dialect(), sight, opened_by, organisation, request_type.as_str());
    let row: Option<(Json<Answers>,)> = conn.one(query).await?;
    Ok(row.map(|(answers,)| answers.0))
}

pub(crate) async fn answered(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    ids: &[RequestId],
) -> Result<HashMap<RequestId, Answered>, StoreError> {
    if sight.is_nothing() || ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = answers_by_ids(conn.dialect(), sight, ids.iter().map(|id| id.0));
    let rows: Vec<AnsweredRow> = conn.all(query).await?;
    let named: Vec<ProjectId> = rows.iter().filter_map(|row| row.4).map(ProjectId).collect();
    let projects = projects::projects_by_id(conn, &named).await?;
    let answered = |(id, answers, team, attributes, project): AnsweredRow| {
        let project = project.and_then(|id| projects.iter().find(|found| found.id.0 == id).cloned());
        (RequestId(id), Answered { answers: answers.0, team_answers: team.0, attributes: attributes.0, project })
    };
    Ok(rows.into_iter().map(answered).collect())
}

/// Pairs rows with the summaries of their requests.
pub(crate) async fn with_summaries<T>(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    rows: Vec<T>,
    request: impl Fn(&T) -> RequestId,
) -> Result<Vec<(T, Summary)>, StoreError> {
    let mut ids: Vec<Uuid> = rows.iter().map(|row| request(row).0).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<SummaryRow> = conn.all(by_ids(conn.dialect(), sight, ids)).await?;
    let found: HashMap<RequestId, Summary> =
        found.into_iter().map(Summary::from).map(|summary| (summary.id, summary)).collect();
    let pair = |row: T| found.get(&request(&row)).cloned().map(|summary| (row, summary));
    Ok(rows.into_iter().filter_map(pair).collect())
}

impl From<SummaryRow> for Summary {
    fn from(row: SummaryRow) -> Self {
        Self {
            id: RequestId(row.id),
            organisation: OrganisationId(row.organisation),
            organisation_name: row.organisation_name,
            project: row.project.map(ProjectId),
            reference: row.reference.into(),
            request_type: row.request_type.into(),
            definition: row.definition,
            title: row.title,
            queue: row.queue.into(),
            opened_by: AccountId(row.opened_by),
            opened_by_name: row.opened_by_name,
            owner: row.owner.map(AccountId),
            owner_name: row.owner_name,
            status: row.status.into(),
            since: row.since.0,
            waits_for: row.waits_for.0,
            ended: row.ended.map(|end| end.0),
            due: row.due.map(|at| at.0),
            activity: row.activity.0,
        }
    }
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let id = Uuid::nil();
    let soon = Cursor { at: chrono::DateTime::UNIX_EPOCH, id };
    let never = Cursor { at: chrono::DateTime::<chrono::Utc>::MAX_UTC, id };
    let mut all = vec![
        by_ids(dialect, sight, [id]),
        answers_by_ids(dialect, sight, [id]),
        newest(dialect, sight, AccountId(id), OrganisationId(id), "quote"),
    ];
    for bits in 0..192_u8 {
        let filter = Filter {
            open: [None, Some(true), Some(false)][usize::from(bits / 64)],
            waits_for: (bits & 1 > 0).then_some(WaitsFor::Client),
            owner: (bits & 2 > 0).then_some(AccountId(id)),
            unowned: bits & 4 > 0,
            organisation: (bits & 3 > 2).then_some(OrganisationId(id)),
            project: (bits & 32 > 0).then_some(ProjectId(id)),
            text: (bits & 8 > 0).then(|| "roof".to_owned()),
            order: if bits & 16 > 0 { Order::Due } else { Order::Activity },
        };
        all.push(counted(dialect, sight, &filter));
        all.extend([None, Some(&soon), Some(&never)].map(|after| list(dialect, sight, &filter, after, 20)));
    }
    all
}
