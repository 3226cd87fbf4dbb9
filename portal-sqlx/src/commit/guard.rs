//! What a batch counts on: that it did not happen before, that rows are as they were, that a counter has room.

use std::collections::BTreeMap;

use portal_core::{
    id::{
        AccountId, BlobId, BookingId, DeliveryId, DocumentId, DraftId, IdentityId, LinkId, MembershipId, MessageId,
        OrganisationId, ProjectId, RequestId, TaskId, Version,
    },
    store::{Conflict, Counter, IdempotencyKey, StoreError, Subject},
};
use uuid::Uuid;

use super::part::{Must, Part};
use crate::{
    conn::Conn,
    error::broken,
    keys,
    query::{Arg, Dialect, Query},
    table::Table,
};

const REMEMBER: &str = "insert into portal_idempotency (account, key, route, body, subject_kind, subject, \
     expires) values ($1, $2, $3, $4, $5, $6, $7) on conflict (account, key, route) do nothing \
     returning account";
/// One statement for the first bytes and for more, so that two who begin at once both count.
const ADD: &str = "insert into portal_counter (kind, key, taken) \
     select $1, $2, case when $3 < 0 then 0 else $3 end where $3 <= $4 on conflict (kind, key) do update \
     set taken = case when portal_counter.taken + $3 < 0 then 0 else portal_counter.taken + $3 end \
     where $3 <= 0 or portal_counter.taken + $3 <= $4 returning key";

/// The same for the places of a time.
const SEAT: &str = "insert into portal_place (key, taken) \
     select $1, case when $2 < 0 then 0 else $2 end where $2 <= $3 on conflict (key) do update \
     set taken = case when portal_place.taken + $2 < 0 then 0 else portal_place.taken + $2 end \
     where $2 <= 0 or portal_place.taken + $2 <= $3 returning key";

/// Takes the key. A key is recognised until [`portal_core::store::Engine::sweep`] has removed it after its end.
pub(super) fn once(dialect: Dialect, key: &IdempotencyKey, subject: Subject) -> Part<'_> {
    let (kind, id) = subject_to_stored(subject);
    let named = Query::new(dialect, REMEMBER).arg(key.account.0).arg(key.key.as_str()).arg(key.route);
    let query = named.arg(key.body).arg(kind).arg(Arg::Bytes(id)).arg(key.expires);
    Part { query, must: Must::BeNew(key) }
}

/// What was done with a key that was taken before.
pub(super) async fn used_before(conn: &mut Conn<'_>, key: &IdempotencyKey) -> Result<StoreError, StoreError> {
    let found = keys::recall(conn, key.account, key.route, &key.key).await?;
    let (made, body) = found.ok_or_else(|| broken("an idempotency key vanished"))?;
    Ok(StoreError::Conflict(if body == key.body { Conflict::Repeated(made) } else { Conflict::KeyReused }))
}

/// Checks versions of rows that the batch does not write, and on Postgres keeps them from changing until its end. On
/// SQLite the write lock does.
pub(super) fn require<'b>(dialect: Dialect, table: &Table, rows: &'b BTreeMap<Uuid, (Subject, Version)>) -> Part<'b> {
    Part { query: versions(dialect, table, rows.keys().copied()), must: Must::Stand(rows) }
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
pub(super) fn count(dialect: Dialect, counter: Counter, number: i64) -> Part<'static> {
    let query = match counter {
        Counter::StoredBytes { organisation, capacity } => {
            Query::new(dialect, ADD).arg("stored_bytes").arg(organisation.0).arg(number).arg(capacity)
        }
        Counter::Places { place, capacity } => Query::new(dialect, SEAT).arg(place).arg(number).arg(capacity),
    };
    Part { query, must: Must::Fit(counter) }
}

fn subject_to_stored(subject: Subject) -> (&'static str, Vec<u8>) {
    let (kind, id) = match subject {
        Subject::Organisation(id) => ("organisation", id.0),
        Subject::Account(id) => ("account", id.0),
        Subject::Membership(id) => ("membership", id.0),
        Subject::Session(hash) => return ("session", hash.to_vec()),
        Subject::Token(hash) => return ("token", hash.to_vec()),
        Subject::Factor(id) => ("factor", id.0),
        Subject::Link(id) => ("link", id.0),
        Subject::Identity(id) => ("identity", id.0),
        Subject::Project(id) => ("project", id.0),
        Subject::Draft(id) => ("draft", id.0),
        Subject::Request(id) => ("request", id.0),
        Subject::Task(id) => ("task", id.0),
        Subject::Message(id) => ("message", id.0),
        Subject::Document(id) => ("document", id.0),
        Subject::Blob(id) => ("blob", id.0),
        Subject::Delivery(id) => ("delivery", id.0),
        Subject::Booking(id) => ("booking", id.0),
        Subject::Alert(id) => ("alert", id.0),
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
        "factor" => Subject::Factor(AccountId(id)),
        "link" => Subject::Link(LinkId(id)),
        "identity" => Subject::Identity(IdentityId(id)),
        "project" => Subject::Project(ProjectId(id)),
        "draft" => Subject::Draft(DraftId(id)),
        "request" => Subject::Request(RequestId(id)),
        "task" => Subject::Task(TaskId(id)),
        "message" => Subject::Message(MessageId(id)),
        "document" => Subject::Document(DocumentId(id)),
        "blob" => Subject::Blob(BlobId(id)),
        "delivery" => Subject::Delivery(DeliveryId(id)),
        "booking" => Subject::Booking(BookingId(id)),
        _ => return None,
    })
}

#[cfg(test)]
pub(super) fn statements(dialect: Dialect) -> Vec<Query> {
    let versioned = super::write::TABLES.iter().filter(|table| table.update.is_some());
    let required = versioned.map(|table| versions(dialect, table, [Uuid::nil()]));
    [REMEMBER, ADD, SEAT].map(|sql| Query::new(dialect, sql)).into_iter().chain(required).collect()
}
