//! Sealing the logs, and removing whole batches of the audit log whose time is over.

use chrono::{DateTime, Utc};
use portal_core::{
    audit::{
        Audit, Log, Seal,
        seal::{audit_bytes, hash, ordered},
    },
    store::{Conflict, StoreError},
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{
    conn::Conn,
    query::{Dialect, Query, Sql},
    table::AuditRow,
    value::{Hash, Time, Word},
};

const COLUMNS: &str = "select log, number, entries, first, last, hash, sealed, purged from portal_seal where log = $1";
const INSERT: &str = "insert into portal_seal (log, number, entries, first, last, hash, sealed) \
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (log, number) do nothing";
const MAY_PURGE: Sql =
    Sql { postgres: "select has_table_privilege('portal_audit', 'delete') where true", sqlite: "select 1 where true" };
const GO: &str = "delete from portal_audit where seal = $1";
const GONE: &str = "update portal_seal set purged = $2 where log = 'audit' and number = $1 and purged is null";

/// A seal as it is stored.
#[derive(Debug, sqlx::FromRow)]
struct SealRow {
    log: Word<Log>,
    number: i64,
    entries: i64,
    first: Time,
    last: Time,
    hash: Hash,
    sealed: Time,
    purged: Option<Time>,
}

impl From<SealRow> for Seal {
    fn from(row: SealRow) -> Self {
        Self {
            log: row.log.0,
            number: row.number,
            entries: row.entries,
            first: row.first.0,
            last: row.last.0,
            hash: row.hash.0,
            sealed: row.sealed.0,
            purged: row.purged.map(|at| at.0),
        }
    }
}

/// An entry with what is sealed of it.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) id: Uuid,
    pub(crate) at: DateTime<Utc>,
    pub(crate) bytes: Vec<u8>,
}

/// An entry of the histories with its data as they are stored, whatever program wrote them.
#[derive(Debug, sqlx::FromRow)]
struct RawEvent {
    id: Uuid,
    request: Uuid,
    seq: i64,
    act: Uuid,
    organisation: Uuid,
    actor: Option<Uuid>,
    audience: String,
    kind: String,
    data: Json<serde_json::Value>,
    at: Time,
}

impl From<AuditRow> for Sealed {
    fn from(row: AuditRow) -> Self {
        let (id, at) = (row.id, row.at.0);
        Self { id, at, bytes: audit_bytes(&Audit::from(row)) }
    }
}

impl From<RawEvent> for Sealed {
    fn from(row: RawEvent) -> Self {
        let columns = (row.id, row.request, row.seq, row.act, row.organisation, row.actor);
        let more = (row.audience, row.kind, row.at.0.timestamp_micros());
        let mut bytes = serde_json::to_vec(&(columns, more)).expect("ids, texts and numbers are JSON");
        bytes.extend(ordered(&row.data.0));
        Self { id: row.id, at: row.at.0, bytes }
    }
}

fn table(log: Log) -> &'static str {
    match log {
        Log::Audit => "portal_audit",
        Log::Event => "portal_event",
    }
}

/// Entries of one seal, or those that have none.
fn of_seal(dialect: Dialect, log: Log, seal: Option<i64>, at_most: u32) -> Query {
    let columns = match log {
        Log::Audit => AuditRow::COLUMNS,
        Log::Event => "id, request, seq, act, organisation, actor, audience, kind, data, at",
    };
    let query = Query::new(dialect, "select ").push(columns).push(" from ").push(table(log)).push(" where seal");
    let query = match seal {
        Some(number) => query.push(" = ").bind(number),
        None => query.push(" is null"),
    };
    query.push(" order by at, id").limit(at_most)
}

fn last(dialect: Dialect, log: Log) -> Query {
    Query::new(dialect, COLUMNS).push(" order by number desc limit 1").arg(log.name())
}

fn after(dialect: Dialect, log: Log, number: i64) -> Query {
    Query::new(dialect, COLUMNS).push(" and number > $2 order by number limit 1000").arg(log.name()).arg(number)
}

fn marked(dialect: Dialect, log: Log, number: i64, ids: Vec<Uuid>) -> Query {
    let query = Query::new(dialect, "update ").push(table(log)).push(" set seal = $1 where seal is null and ");
    query.arg(number).among("id", ids)
}

fn purgeable(dialect: Dialect, before: DateTime<Utc>) -> Query {
    let due = " and purged is null and last < $2 order by number limit 1";
    Query::new(dialect, COLUMNS).push(due).arg(Log::Audit.name()).arg(before)
}

/// The seals of a log after this number, at most a thousand.
pub(crate) async fn seals_after(conn: &mut Conn<'_>, log: Log, number: i64) -> Result<Vec<Seal>, StoreError> {
    let rows: Vec<SealRow> = conn.all(after(conn.dialect(), log, number)).await?;
    Ok(rows.into_iter().map(Seal::from).collect())
}

/// The entries of a seal, or those without one, in the order in which they are sealed.
pub(crate) async fn entries(
    conn: &mut Conn<'_>,
    log: Log,
    seal: Option<i64>,
    at_most: u32,
) -> Result<Vec<Sealed>, StoreError> {
    let query = of_seal(conn.dialect(), log, seal, at_most);
    Ok(match log {
        Log::Audit => conn.all::<AuditRow>(query).await?.into_iter().map(Sealed::from).collect(),
        Log::Event => conn.all::<RawEvent>(query).await?.into_iter().map(Sealed::from).collect(),
    })
}

pub(super) async fn seal(
    conn: &mut Conn<'_>,
    log: Log,
    now: DateTime<Utc>,
    at_most: u16,
) -> Result<Option<Seal>, StoreError> {
    let mut tx = conn.begin().await?;
    let sealed = sealed(&mut tx.conn(), log, now, at_most).await;
    match tx.end(sealed).await {
        // Another worker has sealed under this number.
        Err(StoreError::Conflict(_)) => Ok(None),
        sealed => sealed,
    }
}

async fn sealed(conn: &mut Conn<'_>, log: Log, now: DateTime<Utc>, at_most: u16) -> Result<Option<Seal>, StoreError> {
    let before: Option<SealRow> = conn.one(last(conn.dialect(), log)).await?;
    let entries = entries(conn, log, None, at_most.into()).await?;
    let (Some(first), Some(newest)) = (entries.first(), entries.last()) else { return Ok(None) };
    let (number, hashed) = before.map_or((1, [0; 32]), |seal| (seal.number + 1, seal.hash.0));
    let seal = Seal {
        log,
        number,
        entries: i64::try_from(entries.len()).unwrap_or(i64::MAX),
        first: first.at,
        last: newest.at,
        hash: hash(log, number, hashed, entries.iter().map(|entry| entry.bytes.as_slice())),
        sealed: now,
        purged: None,
    };
    let taken = || StoreError::Conflict(Conflict::Taken("seal"));
    let query = Query::new(conn.dialect(), INSERT).arg(log.name()).arg(number).arg(seal.entries);
    let query = query.arg(seal.first).arg(seal.last).arg(seal.hash).arg(now);
    if conn.run(query).await? == 0 {
        return Err(taken());
    }
    let marked = conn.run(marked(conn.dialect(), log, number, entries.iter().map(|entry| entry.id).collect())).await?;
    if i64::try_from(marked).ok() == Some(seal.entries) { Ok(Some(seal)) } else { Err(taken()) }
}

/// Whether this role may remove entries of the audit log.
pub(super) async fn may_purge(conn: &mut Conn<'_>) -> Result<bool, StoreError> {
    let may: Option<(bool,)> = conn.one(Query::new(conn.dialect(), MAY_PURGE.on(conn.dialect()))).await?;
    Ok(may == Some((true,)))
}

/// Removes the oldest batch whose time is over.
pub(super) async fn purge_next(
    conn: &mut Conn<'_>,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let mut tx = conn.begin().await?;
    let gone = purged(&mut tx.conn(), before, now).await;
    tx.end(gone).await
}

async fn purged(conn: &mut Conn<'_>, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<Option<i64>, StoreError> {
    let due: Option<SealRow> = conn.one(purgeable(conn.dialect(), before)).await?;
    let Some(SealRow { number, .. }) = due else { return Ok(None) };
    // Of two at once one marks it, and the other has nothing to remove.
    if conn.run(Query::new(conn.dialect(), GONE).arg(number).arg(now)).await? == 0 {
        return Ok(None);
    }
    conn.run(Query::new(conn.dialect(), GO).arg(number)).await?;
    Ok(Some(number))
}

#[cfg(test)]
pub(super) fn statements(dialect: Dialect) -> Vec<Query> {
    let of = |log| {
        let entries = [None, Some(1)].map(|seal| of_seal(dialect, log, seal, 9));
        let [without, with] = entries;
        [without, with, last(dialect, log), after(dialect, log, 0), marked(dialect, log, 1, vec![Uuid::nil()])]
    };
    let own = [INSERT, MAY_PURGE.on(dialect), GO, GONE].map(|sql| Query::new(dialect, sql));
    let due = purgeable(dialect, DateTime::UNIX_EPOCH);
    Log::ALL.into_iter().flat_map(of).chain(own).chain([due]).collect()
}
