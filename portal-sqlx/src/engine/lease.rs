//! Jobs: claimed for a while in the database's time, renewed, settled by whoever holds the newest token.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    id::JobId,
    store::{Job, JobKind, Lease, Outcome, StoreError},
};
use uuid::Uuid;

use crate::{
    commit::{Batch, apply},
    conn::Conn,
    query::{Dialect, Query, Sql},
    value::{Time, parse},
};

/// The token is drawn by the database, for each job.
const CLAIM: Sql = Sql {
    postgres: "update portal_job set attempts = portal_job.attempts + 1, token = gen_random_uuid(), \
        held_until = now() + $3 * interval '1 microsecond' \
        from (select id from portal_job where failed is null and due <= $1 and (held_until is null or held_until <= now()) \
        order by due, id limit $2 for update skip locked) as free where portal_job.id = free.id \
        returning portal_job.id, kind, subject, due, attempts, token",
    sqlite: "update portal_job set attempts = attempts + 1, token = randomblob(16), \
        held_until = cast(unixepoch('subsec') * 1000000 as integer) + $3 \
        where id in (select id from portal_job where failed is null and due <= $1 \
        and (held_until is null or held_until <= cast(unixepoch('subsec') * 1000000 as integer)) \
        order by due, id limit $2) returning id, kind, subject, due, attempts, token",
};
const RENEW: Sql = Sql {
    postgres: "update portal_job set held_until = now() + $3 * interval '1 microsecond' where id = $1 and token = $2",
    sqlite: "update portal_job set held_until = cast(unixepoch('subsec') * 1000000 as integer) + $3 \
        where id = $1 and token = $2",
};
pub(super) const HOLDER: Sql = Sql {
    postgres: "select id from portal_job where id = $1 and token = $2 for update",
    sqlite: "select id from portal_job where id = $1 and token = $2",
};
const WAITING: Sql = Sql {
    postgres: "select due from portal_job where failed is null and due <= $1 and (held_until is null or held_until <= now()) \
        order by due, id limit 1",
    sqlite: "select due from portal_job where failed is null and due <= $1 \
        and (held_until is null or held_until <= cast(unixepoch('subsec') * 1000000 as integer)) \
        order by due, id limit 1",
};
const END: &str = "delete from portal_job where id = $1";
const RELEASE: &str = "update portal_job set token = null, held_until = null where held_until is not null";
const LATER: &str = "update portal_job set due = $2, token = null, held_until = null where id = $1";
const PUT_OFF: &str =
    "update portal_job set due = $2, attempts = attempts - 1, token = null, held_until = null where id = $1";
const GIVE_UP: &str = "update portal_job set failed = $2, reason = $3, token = null, held_until = null where id = $1";
const REVIVE: &str = "update portal_job set due = $2, attempts = 0, failed = null, reason = null \
     where id = $1 and failed is not null";

#[derive(Debug, sqlx::FromRow)]
struct Claimed {
    id: Uuid,
    kind: String,
    subject: Uuid,
    due: Time,
    attempts: i64,
    token: Uuid,
}

impl From<Claimed> for Lease {
    fn from(row: Claimed) -> Self {
        let job = Job {
            id: JobId(row.id),
            kind: kind(&row.kind),
            subject: row.subject,
            due: row.due.0,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        };
        Self { job, token: row.token }
    }
}

/// One unknown word must not keep the others of a claim from being done.
pub(crate) fn kind(word: &str) -> JobKind {
    parse(word).unwrap_or(JobKind::Other)
}

pub(super) async fn claim(
    conn: &mut Conn<'_>,
    at_most: u16,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Vec<Lease>, StoreError> {
    let query = Query::new(conn.dialect(), CLAIM.on(conn.dialect()));
    let rows: Vec<Claimed> = conn.all(query.arg(now).arg(i64::from(at_most)).arg(micros(lease))).await?;
    let mut leases: Vec<Lease> = rows.into_iter().map(Lease::from).collect();
    leases.sort_by_key(|lease| (lease.job.due, lease.job.id));
    Ok(leases)
}

pub(super) async fn waiting(conn: &mut Conn<'_>, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError> {
    let waiting = Query::new(conn.dialect(), WAITING.on(conn.dialect())).arg(now);
    let oldest: Option<(Time,)> = conn.one(waiting).await?;
    Ok(oldest.map(|(due,)| due.0))
}

pub(super) async fn renew(conn: &mut Conn<'_>, held: &Lease, lease: TimeDelta) -> Result<bool, StoreError> {
    let renew = of_holder(conn, RENEW.on(conn.dialect()), held).arg(micros(lease));
    Ok(conn.run(renew).await? == 1)
}

pub(super) async fn revive(conn: &mut Conn<'_>, job: JobId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    Ok(conn.run(Query::new(conn.dialect(), REVIVE).arg(job.0).arg(now)).await? == 1)
}

pub(super) async fn settle(
    conn: &mut Conn<'_>,
    held: &Lease,
    outcome: &Outcome,
    batch: &Batch,
) -> Result<bool, StoreError> {
    let mut tx = conn.begin().await?;
    let result = settle_within(&mut tx.conn(), held, outcome, batch).await;
    tx.end(result).await
}

async fn settle_within(
    conn: &mut Conn<'_>,
    held: &Lease,
    outcome: &Outcome,
    batch: &Batch,
) -> Result<bool, StoreError> {
    let holder: Option<(Uuid,)> = conn.one(of_holder(conn, HOLDER.on(conn.dialect()), held)).await?;
    if holder.is_none() {
        return Ok(false);
    }
    apply(conn, batch).await?;
    conn.run(after(conn.dialect(), held, outcome)).await?;
    Ok(true)
}

/// What becomes of the job.
pub(super) fn after(dialect: Dialect, held: &Lease, outcome: &Outcome) -> Query {
    let of_job = |sql| Query::new(dialect, sql).arg(held.job.id.0);
    match outcome {
        Outcome::Done => of_job(END),
        Outcome::Again(due) => of_job(LATER).arg(*due),
        Outcome::PutOff(due) => of_job(PUT_OFF).arg(*due),
        Outcome::GivenUp(at, reason) => of_job(GIVE_UP).arg(*at).arg(reason.as_str()),
    }
}

pub(crate) async fn release(conn: &mut Conn<'_>) -> Result<(), StoreError> {
    conn.run(Query::new(conn.dialect(), RELEASE)).await?;
    Ok(())
}

pub(super) fn of_holder(conn: &Conn<'_>, sql: &'static str, held: &Lease) -> Query {
    Query::new(conn.dialect(), sql).arg(held.job.id.0).arg(held.token)
}

fn micros(span: TimeDelta) -> i64 {
    span.num_microseconds().unwrap_or(i64::MAX)
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    let differing = [CLAIM, RENEW, HOLDER, WAITING].map(|sql| Query::new(dialect, sql.on(dialect)));
    differing
        .into_iter()
        .chain([END, LATER, PUT_OFF, GIVE_UP, REVIVE, RELEASE].map(|sql| Query::new(dialect, sql)))
        .collect()
}
