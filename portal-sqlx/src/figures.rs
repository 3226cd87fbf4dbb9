//! The form figures, counted by the database, and the one that the sweep writes.

use chrono::{DateTime, Utc};
use portal_core::{
    id::Id,
    store::{FigureCount, FormFigures, StoreError},
};

use crate::{
    conn::Conn,
    query::{Dialect, Query, Sql},
};

const COUNTS: &str = "select request_type, definition, kind, step, field, code, count(*) as number \
     from portal_form_figure where day >= $1 group by request_type, definition, kind, step, field, code";
const MEDIANS: &str = "select request_type, definition, seconds from (select request_type, definition, seconds, \
     row_number() over (partition by request_type, definition order by seconds) as place, \
     count(*) over (partition by request_type, definition) as number \
     from portal_form_figure where day >= $1 and kind = 'submitted') as timed where place = (number + 1) / 2";
/// On Postgres it also removes the drafts, so that what is removed and what is counted are the same rows.
const EXPIRED: Sql = Sql {
    postgres: "with gone as (delete from portal_draft where expires <= $1 returning request_type, definition, step) \
        insert into portal_form_figure (id, day, request_type, definition, kind, step, code) \
        select gen_random_uuid(), date_trunc('day', $1::timestamptz at time zone 'UTC') at time zone 'UTC', \
        request_type, definition, 'abandoned', step, 'expired' from gone",
    sqlite: "insert into portal_form_figure (id, day, request_type, definition, kind, step, code) \
        select randomblob(16), $1 - $1 % 86400000000, request_type, definition, 'abandoned', step, 'expired' \
        from portal_draft where expires <= $1",
};
const REMOVE: &str = "delete from portal_draft where expires <= $1";

#[derive(Debug, sqlx::FromRow)]
struct CountRow {
    request_type: String,
    definition: String,
    kind: String,
    step: Option<String>,
    field: Option<String>,
    code: Option<String>,
    number: i64,
}

pub(crate) async fn form_figures(conn: &mut Conn<'_>, since: DateTime<Utc>) -> Result<FormFigures, StoreError> {
    let counts: Vec<CountRow> = conn.all(Query::new(conn.dialect(), COUNTS).arg(since)).await?;
    let medians: Vec<(String, String, i64)> = conn.all(Query::new(conn.dialect(), MEDIANS).arg(since)).await?;
    let median =
        |(request_type, definition, seconds): (String, String, i64)| (Id::from(request_type), definition, seconds);
    Ok(FormFigures {
        counts: counts.into_iter().map(FigureCount::from).collect(),
        medians: medians.into_iter().map(median).collect(),
    })
}

/// Removes the drafts whose time is over (their blobs are then loose), and logs that they were abandoned. Returns how
/// many went.
pub(crate) async fn expire_drafts(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut tx = conn.begin().await?;
    let result = expired(&mut tx.conn(), now).await;
    tx.end(result).await
}

async fn expired(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let dialect = conn.dialect();
    let gone = conn.run(Query::new(dialect, EXPIRED.on(dialect)).arg(now)).await?;
    match dialect {
        Dialect::Postgres => Ok(gone),
        Dialect::Sqlite => conn.run(Query::new(dialect, REMOVE).arg(now)).await,
    }
}

impl From<CountRow> for FigureCount {
    fn from(row: CountRow) -> Self {
        Self {
            request_type: row.request_type.into(),
            definition: row.definition,
            kind: row.kind,
            step: row.step.map(Id::from),
            field: row.field.map(Id::from),
            code: row.code,
            number: u64::try_from(row.number).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect) -> Vec<Query> {
    [COUNTS, MEDIANS, EXPIRED.on(dialect), REMOVE].map(|sql| Query::new(dialect, sql)).into()
}
