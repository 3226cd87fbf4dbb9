//! Releases blobs and removes rows, those that refer to others first.

use std::collections::BTreeMap;

use portal_core::{
    id::BlobId,
    store::{StoreError, Subject},
};
use uuid::Uuid;

use super::{
    part::{Found, Must, Part},
    write::{TABLES, place, rank},
};
use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::{BlobRow, IdentityRow, MessageRow, Stored, Table},
};

const END_SESSION: &str = "delete from portal_session where hash = $1";
const GIVE_BACK: &str = "update portal_counter set taken = case when taken < $2 then 0 else taken - $2 end \
     where kind = 'stored_bytes' and key = $1";
const END_TOKEN: &str = "delete from portal_token where hash = $1";

/// What goes.
#[derive(Debug, Default)]
pub(super) struct Removals {
    sessions: Vec<[u8; 32]>,
    tokens: Vec<[u8; 32]>,
    rows: BTreeMap<usize, Vec<Uuid>>,
}

impl Removals {
    pub(super) fn add(&mut self, subject: Subject) {
        let (rank, id) = match subject {
            Subject::Session(hash) => return self.sessions.push(hash),
            Subject::Token(hash) => return self.tokens.push(hash),
            Subject::Identity(id) => (rank(IdentityRow::TABLE.name), id.0),
            Subject::Message(id) => (rank(MessageRow::TABLE.name), id.0),
            Subject::Blob(id) => (rank(BlobRow::TABLE.name), id.0),
            other => place(other).expect("all others have a version"),
        };
        self.rows.entry(rank).or_default().push(id);
    }
}

/// Removes rows, those that refer to others first.
pub(super) fn remove(dialect: Dialect, removals: &Removals) -> Vec<Part<'static>> {
    let mut parts = Vec::new();
    for hash in &removals.sessions {
        parts.push(Part { query: Query::new(dialect, END_SESSION).arg(*hash), must: Must::Remove });
    }
    for hash in &removals.tokens {
        parts.push(Part { query: Query::new(dialect, END_TOKEN).arg(*hash), must: Must::Remove });
    }
    for (rank, ids) in removals.rows.iter().rev() {
        if TABLES[*rank].name == BlobRow::TABLE.name {
            parts.push(Part { query: blobs(dialect, ids.iter().copied()), must: Must::GiveBack });
            continue;
        }
        parts.push(Part { query: rows(dialect, &TABLES[*rank], ids.iter().copied()), must: Must::Remove });
    }
    parts
}

/// Gives the bytes of removed blobs back to their organisations: only what was there counts, so that of two sweeps at
/// once each blob is given back by one.
pub(super) async fn give_back(conn: &mut Conn<'_>, gone: &[Found]) -> Result<(), StoreError> {
    for (organisation, size) in gone {
        if let (Some(organisation), Some(size)) = (organisation, size) {
            conn.run(Query::new(conn.dialect(), GIVE_BACK).arg(*organisation).arg(*size)).await?;
        }
    }
    Ok(())
}

fn blobs(dialect: Dialect, ids: impl IntoIterator<Item = Uuid>) -> Query {
    Query::new(dialect, "delete from portal_blob where ").among("id", ids).push(" returning organisation, size")
}

/// Takes blobs from the drafts that held them.
pub(super) fn release(dialect: Dialect, blobs: &[BlobId]) -> Option<Part<'static>> {
    (!blobs.is_empty()).then(|| Part { query: released(dialect, blobs), must: Must::Release })
}

fn released(dialect: Dialect, blobs: &[BlobId]) -> Query {
    Query::new(dialect, "update portal_blob set draft = null where ").among("id", blobs.iter().map(|id| id.0))
}

/// Removes rows by id.
fn rows(dialect: Dialect, table: &Table, ids: impl IntoIterator<Item = Uuid>) -> Query {
    Query::new(dialect, "delete from ").push(table.name).push(" where ").among("id", ids)
}

#[cfg(test)]
pub(super) fn statements(dialect: Dialect) -> Vec<Query> {
    let unversioned = [BlobRow::TABLE.name, MessageRow::TABLE.name, IdentityRow::TABLE.name];
    let removable = TABLES.iter().filter(|table| table.update.is_some() || unversioned.contains(&table.name));
    let mut all: Vec<Query> = removable.map(|table| rows(dialect, table, [Uuid::nil()])).collect();
    all.extend([END_SESSION, END_TOKEN, GIVE_BACK].map(|sql| Query::new(dialect, sql)));
    all.extend([released(dialect, &[BlobId(Uuid::nil())]), blobs(dialect, [Uuid::nil()])]);
    all
}
