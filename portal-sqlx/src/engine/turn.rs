//! Letters on their way: which may go now, and what became of one.

use chrono::{DateTime, TimeDelta, Utc};
use portal_core::{
    notification::Delivery,
    store::{Lease, Outcome, StoreError, Turn},
};
use uuid::Uuid;

use super::lease::{HOLDER, after, of_holder};
use crate::{
    conn::Conn,
    query::{Arg, Dialect, Query, Sql},
    value::{Time, word},
};

/// How long a letter waits before it asks again whether those before it are gone.
const BEHIND: TimeDelta = TimeDelta::seconds(1);

/// Marks those that are held, open, and first in their request for their person. Leaves the delivery's version alone:
/// whoever holds the job may have loaded it before. The ids stand in subqueries for Postgres' sake ([`Query::among`]).
const MARK: Sql = Sql {
    postgres: "with held as (select portal_job.subject from portal_job \
        join unnest((select $1::uuid[]), (select $2::uuid[])) as lease (id, token) \
        on lease.id = portal_job.id and lease.token = portal_job.token for update of portal_job) \
        update portal_delivery set state = 'sending' from held, portal_event \
        where portal_delivery.id = held.subject and portal_event.id = portal_delivery.event \
        and portal_delivery.state in ('pending', 'sending') ",
    sqlite: "update portal_delivery set state = 'sending' from json_each($1) as id \
        join json_each($2) as token on token.key = id.key \
        join portal_job on portal_job.id = unhex(id.value) and portal_job.token = unhex(token.value), portal_event \
        where portal_delivery.id = portal_job.subject and portal_event.id = portal_delivery.event \
        and portal_delivery.state in ('pending', 'sending') ",
};
const NONE_BEFORE: &str = "and not exists (select 1 from portal_delivery as other \
     join portal_event as happened on happened.id = other.event join portal_job as job on job.subject = other.id \
     where other.request = portal_delivery.request and other.recipient = portal_delivery.recipient \
     and other.channel = portal_delivery.channel and other.state in ('pending', 'sending') \
     and happened.seq < portal_event.seq and job.failed is null) \
     and not exists (select 1 from portal_event as happened join portal_job as job on job.subject = happened.act \
     where happened.request = portal_delivery.request and happened.seq < portal_event.seq \
     and job.kind = 'notify' and job.failed is null)";

/// What is before one delivery, oldest first: its job, when it was last tried, and whether it is held back by something
/// else than those before it. An act that was not expanded yet is: its tries are few.
const BEFORE: &str = "select job.id, job.due, other.tried, other.reason is not null as held_back, mine.created, \
     happened.seq from portal_delivery as mine \
     join portal_event as heard on heard.id = mine.event \
     join portal_delivery as other on other.request = mine.request and other.recipient = mine.recipient \
     and other.channel = mine.channel and other.state in ('pending', 'sending') \
     join portal_event as happened on happened.id = other.event and happened.seq < heard.seq \
     join portal_job as job on job.subject = other.id and job.failed is null where mine.id = $1 \
     union all select job.id, job.due, null, true, mine.created, happened.seq from portal_delivery as mine \
     join portal_event as heard on heard.id = mine.event \
     join portal_event as happened on happened.request = mine.request and happened.seq < heard.seq \
     join portal_job as job on job.subject = happened.act and job.kind = 'notify' and job.failed is null \
     where mine.id = $1 order by 6";
const FORWARD: &str = "update portal_job set due = $2 where id = $1 and due > $2";

const TOLD: &str = "update portal_delivery set state = $2, reason = $3, attempts = $4, tried = $5, delivered = $6, \
     version = version + 1 where id = $1";
/// The same with the end of the job, in one round trip.
const TOLD_AND_ENDED: &str = "with held as (delete from portal_job where id = $7 and token = $8 returning id), \
     told as (update portal_delivery set state = $2, reason = $3, attempts = $4, tried = $5, delivered = $6, \
     version = version + 1 from held where portal_delivery.id = $1) select id from held";

#[derive(Debug, sqlx::FromRow)]
struct Before {
    id: Uuid,
    due: Time,
    tried: Option<Time>,
    held_back: bool,
    created: Time,
}

impl Before {
    /// Whether it may be brought forward for the one behind it: once for each newer one, lest it be tried all the time.
    fn may_come(&self) -> bool {
        self.tried.map_or(!self.held_back, |tried| tried.0 < self.created.0)
    }
}

pub(super) async fn sending(conn: &mut Conn<'_>, held: &[Lease], now: DateTime<Utc>) -> Result<Vec<Turn>, StoreError> {
    let marked: Vec<(Uuid,)> = conn.all(mark(conn.dialect(), held)).await?;
    let mut turns = Vec::new();
    for lease in held {
        let may = marked.iter().any(|(id,)| *id == lease.job.subject);
        turns.push(if may { Turn::Now } else { behind(conn, lease, now).await? });
    }
    Ok(turns)
}

fn mark(dialect: Dialect, held: &[Lease]) -> Query {
    let (ids, tokens) = held.iter().map(|lease| (lease.job.id.0, lease.token)).unzip();
    Query::new(dialect, MARK.on(dialect))
        .arg(Arg::Ids(ids))
        .arg(Arg::Ids(tokens))
        .push(NONE_BEFORE)
        .push(if dialect == Dialect::Postgres { " returning portal_delivery.id" } else { " returning id" })
}

/// Why a letter may not go, and when to ask again.
async fn behind(conn: &mut Conn<'_>, lease: &Lease, now: DateTime<Utc>) -> Result<Turn, StoreError> {
    let before: Option<Before> = conn.all(before(conn.dialect(), lease)).await?.into_iter().next();
    let holder: Option<(Uuid,)> = conn.one(of_holder(conn, HOLDER.on(conn.dialect()), lease)).await?;
    if holder.is_none() {
        return Ok(Turn::Lost);
    }
    // What was before it has gone meanwhile: it asks again at once, instead of when its lease ends.
    let Some(before) = before else { return Ok(Turn::Later(now)) };
    if before.due.0 > now && before.may_come() {
        conn.run(Query::new(conn.dialect(), FORWARD).arg(before.id).arg(now)).await?;
        return Ok(Turn::Later(now + BEHIND));
    }
    Ok(Turn::Later(before.due.0.max(now) + BEHIND))
}

fn before(dialect: Dialect, lease: &Lease) -> Query {
    Query::new(dialect, BEFORE).arg(lease.job.subject)
}

pub(super) async fn close(
    conn: &mut Conn<'_>,
    held: &Lease,
    outcome: &Outcome,
    delivery: &Delivery,
) -> Result<bool, StoreError> {
    if conn.dialect() == Dialect::Postgres && *outcome == Outcome::Done {
        let query = told(conn.dialect(), TOLD_AND_ENDED, delivery).arg(held.job.id.0).arg(held.token);
        return Ok(conn.one::<(Uuid,)>(query).await?.is_some());
    }
    let mut tx = conn.begin().await?;
    let result = close_within(&mut tx.conn(), held, outcome, delivery).await;
    tx.end(result).await
}

async fn close_within(
    conn: &mut Conn<'_>,
    held: &Lease,
    outcome: &Outcome,
    delivery: &Delivery,
) -> Result<bool, StoreError> {
    let holder: Option<(Uuid,)> = conn.one(of_holder(conn, HOLDER.on(conn.dialect()), held)).await?;
    if holder.is_none() {
        return Ok(false);
    }
    conn.run(told(conn.dialect(), TOLD, delivery)).await?;
    conn.run(after(conn.dialect(), held, outcome)).await?;
    Ok(true)
}

fn told(dialect: Dialect, sql: &'static str, delivery: &Delivery) -> Query {
    Query::new(dialect, sql)
        .arg(delivery.id.0)
        .arg(word(delivery.state))
        .arg(Arg::MaybeText(delivery.reason.clone()))
        .arg(i64::from(delivery.attempts))
        .arg(Arg::MaybeTime(delivery.tried))
        .arg(Arg::MaybeTime(delivery.delivered))
}

#[cfg(test)]
pub(super) fn statements(dialect: Dialect) -> Vec<Query> {
    let all = [BEFORE, FORWARD, TOLD].map(|sql| Query::new(dialect, sql));
    let ended = (dialect == Dialect::Postgres).then(|| Query::new(dialect, TOLD_AND_ENDED));
    all.into_iter().chain(ended).chain([mark(dialect, &[])]).collect()
}
