//! Jobs: claimed for a while in the database's time, renewed, settled by whoever holds the newest token.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::store::{Job, Lease, Outcome, StoreError};
use uuid::Uuid;

use crate::{
    commit::{Batch, apply},
    conn::Conn,
    query::{Query, Sql},
    table::JobRow,
    value::Time,
};

/// The token is drawn by the database, for each job.
const CLAIM: Sql = Sql {
    postgres: "update portal_job set attempts = portal_job.attempts + 1, token = gen_random_uuid(), \
        held_until = now() + $3 * interval '1 microsecond' \
        from (select id from portal_job where due <= $1 and (held_until is null or held_until <= now()) \
        order by due, id limit $2 for update skip locked) as free where portal_job.id = free.id \
        returning portal_job.id, kind, subject, due, attempts, token",
    sqlite: "update portal_job set attempts = attempts + 1, token = randomblob(16), \
        held_until = cast(unixepoch('subsec') * 1000000 as integer) + $3 \
        where id in (select id from portal_job where due <= $1 \
        and (held_until is null or held_until <= cast(unixepoch('subsec') * 1000000 as integer)) \
        order by due, id limit $2) returning id, kind, subject, due, attempts, token",
};
const RENEW: Sql = Sql {
    postgres: "update portal_job set held_until = now() + $3 * interval '1 microsecond' where id = $1 and token = $2",
    sqlite: "update portal_job set held_until = cast(unixepoch('subsec') * 1000000 as integer) + $3 \
        where id = $1 and token = $2",
};
/// Leaves the delivery's version alone: whoever holds the job may have loaded it before.
const SENDING: Sql = Sql {
    postgres: "with held as (select subject from portal_job where id = $1 and token = $2 for update) \
        update portal_delivery set state = 'sending' from held where portal_delivery.id = held.subject \
        and portal_delivery.state in ('pending', 'sending')",
    sqlite: "update portal_delivery set state = 'sending' \
        where id = (select subject from portal_job where id = $1 and token = $2) and state in ('pending', 'sending')",
};
const HOLDER: Sql = Sql {
    postgres: "select id from portal_job where id = $1 and token = $2 for update",
    sqlite: "select id from portal_job where id = $1 and token = $2",
};
const WAITING: Sql = Sql {
    postgres: "select due from portal_job where due <= $1 and (held_until is null or held_until <= now()) \
        order by due, id limit 1",
    sqlite: "select due from portal_job where due <= $1 \
        and (held_until is null or held_until <= cast(unixepoch('subsec') * 1000000 as integer)) \
        order by due, id limit 1",
};
const END: &str = "delete from portal_job where id = $1";
const LATER: &str = "update portal_job set due = $2, token = null, held_until = null where id = $1";

#[derive(Debug, sqlx::FromRow)]
struct Claimed {
    #[sqlx(flatten)]
    job: JobRow,
    token: Uuid,
}

pub(super) async fn claim(
    conn: &mut Conn<'_>,
    at_most: u16,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Vec<Lease>, StoreError> {
    let query = Query::new(conn.dialect(), CLAIM.on(conn.dialect()));
    let rows: Vec<Claimed> = conn.all(query.arg(now).arg(i64::from(at_most)).arg(micros(lease))).await?;
    let mut leases: Vec<Lease> =
        rows.into_iter().map(|row| Lease { job: Job::from(row.job), token: row.token }).collect();
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

pub(super) async fn sending(conn: &mut Conn<'_>, held: &Lease) -> Result<bool, StoreError> {
    let sending = of_holder(conn, SENDING.on(conn.dialect()), held);
    Ok(conn.run(sending).await? == 1)
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
    let end = match outcome {
        Outcome::Done => Query::new(conn.dialect(), END).arg(held.job.id.0),
        Outcome::Again(due) => Query::new(conn.dialect(), LATER).arg(held.job.id.0).arg(*due),
    };
    conn.run(end).await?;
    Ok(true)
}

fn of_holder(conn: &Conn<'_>, sql: &'static str, held: &Lease) -> Query {
    Query::new(conn.dialect(), sql).arg(held.job.id.0).arg(held.token)
}

fn micros(span: TimeDelta) -> i64 {
    span.num_microseconds().unwrap_or(i64::MAX)
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    let differing = [CLAIM, RENEW, SENDING, HOLDER, WAITING].map(|sql| Query::new(dialect, sql.on(dialect)));
    differing.into_iter().chain([END, LATER].map(|sql| Query::new(dialect, sql))).collect()
}
