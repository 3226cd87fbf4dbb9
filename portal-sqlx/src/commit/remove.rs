//! Releases blobs and removes rows, those that refer to others first.

use std::collections::BTreeMap;

use portal_core::{
    id::BlobId,
    store::{StoreError, Subject},
};
use uuid::Uuid;

use super::write::{TABLES, place, rank};
use crate::{
    conn::Conn,
    query::{Dialect, Query},
    table::{BlobRow, MessageRow, Stored, Table},
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
            Subject::Message(id) => (rank(MessageRow::TABLE.name), id.0),
            Subject::Blob(id) => (rank(BlobRow::TABLE.name), id.0),
            other => place(other).expect("all others have a version"),
        };
        self.rows.entry(rank).or_default().push(id);
    }
}

pub(super) async fn remove(conn: &mut Conn<'_>, removals: &Removals) -> Result<(), StoreError> {
    for hash in &removals.sessions {
        conn.run(Query::new(conn.dialect(), END_SESSION).arg(*hash)).await?;
    }
    for hash in &removals.tokens {
        conn.run(Query::new(conn.dialect(), END_TOKEN).arg(*hash)).await?;
    }
    for (rank, ids) in removals.rows.iter().rev() {
        if TABLES[*rank].name == BlobRow::TABLE.name {
            remove_blobs(conn, ids).await?;
            continue;
        }
        conn.run(rows(conn.dialect(), &TABLES[*rank], ids.iter().copied())).await?;
    }
    Ok(())
}

/// Removes blobs and gives their bytes back to their organisations: only what was there counts, so that of two sweeps at
/// once each blob is given back by one.
async fn remove_blobs(conn: &mut Conn<'_>, ids: &[Uuid]) -> Result<(), StoreError> {
    let gone: Vec<(Uuid, i64)> = conn.all(blobs(conn.dialect(), ids.iter().copied())).await?;
    for (organisation, size) in gone {
        conn.run(Query::new(conn.dialect(), GIVE_BACK).arg(organisation).arg(size)).await?;
    }
    Ok(())
}

fn blobs(dialect: Dialect, ids: impl IntoIterator<Item = Uuid>) -> Query {
    Query::new(dialect, "delete from portal_blob where ").among("id", ids).push(" returning organisation, size")
}

/// Takes blobs from the drafts that held them.
pub(super) async fn release(conn: &mut Conn<'_>, blobs: &[BlobId]) -> Result<(), StoreError> {
    if !blobs.is_empty() {
        conn.run(released(conn.dialect(), blobs)).await?;
    }
    Ok(())
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
    let unversioned = [BlobRow::TABLE.name, MessageRow::TABLE.name];
    let removable = TABLES.iter().filter(|table| table.update.is_some() || unversioned.contains(&table.name));
    let mut all: Vec<Query> = removable.map(|table| rows(dialect, table, [Uuid::nil()])).collect();
    all.extend([END_SESSION, END_TOKEN, GIVE_BACK].map(|sql| Query::new(dialect, sql)));
    all.extend([released(dialect, &[BlobId(Uuid::nil())]), blobs(dialect, [Uuid::nil()])]);
    all
}
