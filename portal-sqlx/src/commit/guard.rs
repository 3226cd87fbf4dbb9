//! What a batch counts on: that it did not happen before, that rows are as they were, that a counter has room.

use std::collections::{BTreeMap, HashMap};

use portal_core::{
    id::{
        AccountId, BlobId, DeliveryId, DocumentId, DraftId, MembershipId, MessageId, OrganisationId, RequestId, TaskId,
        Version,
    },
    store::{Conflict, Counter, IdempotencyKey, StoreError, Subject},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    error::broken,
    keys,
    query::{Arg, Dialect, Query},
    table::Table,
};

const REMEMBER: &str = "insert into portal_idempotency (account, key, route, body, subject_kind, subject, \
     expires) values ($1, $2, $3, $4, $5, $6, $7) on conflict (account, key, route) do nothing";
const ADD: &str = "update portal_counter \
     set taken = case when taken + $3 < 0 then 0 else taken + $3 end \
     where kind = $1 and key = $2 and ($3 <= 0 or taken + $3 <= $4)";
const START_COUNTER: &str =
    "insert into portal_counter (kind, key, taken) values ($1, $2, 0) on conflict (kind, key) do nothing";

/// Takes the key, or says what was done with it. A key is recognised until [`portal_core::store::Engine::sweep`] has
/// removed it after its end.
pub(super) async fn once(conn: &mut Conn<'_>, key: &IdempotencyKey, subject: Subject) -> Result<(), StoreError> {
    let (kind, id) = subject_to_stored(subject);
    let named = Query::new(conn.dialect(), REMEMBER).arg(key.account.0).arg(key.key.as_str()).arg(key.route);
    let remember = named.arg(key.body).arg(kind).arg(Arg::Bytes(id)).arg(key.expires);
    if conn.run(remember).await? == 1 {
        return Ok(());
    }
    let found = keys::recall(conn, key.account, key.route, &key.key).await?;
    let (made, body) = found.ok_or_else(|| broken("an idempotency key vanished"))?;
    Err(StoreError::Conflict(if body == key.body { Conflict::Repeated(made) } else { Conflict::KeyReused }))
}

/// Checks versions of rows that the batch does not write, and on Postgres keeps them from changing until its end. On
/// SQLite the write lock does.
pub(super) async fn require(
    conn: &mut Conn<'_>,
    table: &Table,
    rows: &BTreeMap<Uuid, (Subject, Version)>,
) -> Result<(), StoreError> {
    let found: Vec<(Uuid, i64)> = conn.all(versions(conn.dialect(), table, rows.keys().copied())).await?;
    let found: HashMap<Uuid, i64> = found.into_iter().collect();
    match rows.iter().find(|(id, (_, version))| found.get(id) != Some(&version.0)) {
        Some((_, (subject, _))) => Err(StoreError::Conflict(Conflict::Moved(*subject))),
        None => Ok(()),
    }
}

/// The versions of rows.
fn versions(dialect: Dialect, table: &Table, ids: impl IntoIterator<Item = Uuid>) -> Query {
    Query::new(dialect, "select id, version from ")
        .push(table.name)
        .push(" where ")
        .among("id", ids)
        .when(dialect == Dialect::Postgres, |query| query.push(" order by id for share"))
}

/// Adds to a counter unless it would exceed its capacity. Less never fails, and stops at zero.
pub(super) async fn count(conn: &mut Conn<'_>, counter: Counter, number: i64) -> Result<(), StoreError> {
    let Counter::StoredBytes { organisation, capacity } = counter;
    let named = |sql| Query::new(conn.dialect(), sql).arg("stored_bytes").arg(organisation.0);
    let (start, add) = (named(START_COUNTER), named(ADD).arg(number).arg(capacity));
    if conn.run(add.clone()).await? == 1 {
        return Ok(());
    }
    conn.run(start).await?;
    match conn.run(add).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(Conflict::Full(counter))),
    }
}

fn subject_to_stored(subject: Subject) -> (&'static str, Vec<u8>) {
    let (kind, id) = match subject {
        Subject::Organisation(id) => ("organisation", id.0),
        Subject::Account(id) => ("account", id.0),
        Subject::Membership(id) => ("membership", id.0),
        Subject::Session(hash) => return ("session", hash.to_vec()),
        Subject::Token(hash) => return ("token", hash.to_vec()),
        Subject::Draft(id) => ("draft", id.0),
        Subject::Request(id) => ("request", id.0),
        Subject::Task(id) => ("task", id.0),
        Subject::Message(id) => ("message", id.0),
        Subject::Document(id) => ("document", id.0),
        Subject::Blob(id) => ("blob", id.0),
        Subject::Delivery(id) => ("delivery", id.0),
    };
    (kind, id.as_bytes().to_vec())
}

/// A subject as a key keeps it.
pub(crate) fn subject_from_stored(kind: &str, bytes: &[u8]) -> Option<Subject> {
    match kind {
        "session" => return bytes.try_into().ok().map(Subject::Session),
        "token" => return bytes.try_into().ok().map(Subject::Token),
        _ => {}
    }
    let id = Uuid::from_slice(bytes).ok()?;
    Some(match kind {
        "organisation" => Subject::Organisation(OrganisationId(id)),
        "account" => Subject::Account(AccountId(id)),
        "membership" => Subject::Membership(MembershipId(id)),
        "draft" => Subject::Draft(DraftId(id)),
        "request" => Subject::Request(RequestId(id)),
        "task" => Subject::Task(TaskId(id)),
        "message" => Subject::Message(MessageId(id)),
        "document" => Subject::Document(DocumentId(id)),
        "blob" => Subject::Blob(BlobId(id)),
        "delivery" => Subject::Delivery(DeliveryId(id)),
        _ => return None,
    })
}

#[cfg(test)]
pub(super) fn statements(dialect: Dialect) -> Vec<Query> {
    let versioned = super::TABLES.iter().filter(|table| table.update.is_some());
    let required = versioned.map(|table| versions(dialect, table, [Uuid::nil()]));
    [REMEMBER, ADD, START_COUNTER].map(|sql| Query::new(dialect, sql)).into_iter().chain(required).collect()
}
