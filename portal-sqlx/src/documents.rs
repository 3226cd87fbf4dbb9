//! Reads of documents and blobs.

use chrono::{DateTime, Utc};
use portal_core::{
    document::{Blob, Document},
    id::{BlobId, DocumentId},
    store::{Cursor, Page, StoreError, Summary},
};
use uuid::Uuid;

use crate::{
    conn::Conn,
    page::page,
    query::{Dialect, Query, Sql, literal},
    reach::Sight,
    requests::Listed,
    table::{BlobRow, DocumentRow, StoredDocument},
};

const LOOSE: &str = " from portal_blob where portal_blob.draft is null and portal_blob.created < $1 \
     and not exists (select 1 from portal_document_version where portal_document_version.blob = portal_blob.id) \
     order by portal_blob.created, portal_blob.id limit 100";

/// That it is the team's own, or the client did not only attach it to a task that is still open: until they send it, it is
/// theirs alone.
const SENT: Sql = Sql {
    postgres: "(portal_document.audience = 'team' or not exists (select 1 from portal_task \
        where portal_task.request = portal_document.request and portal_task.state = 'open' \
        and portal_task.side = 'client' and portal_task.action = 'provide' and portal_task.items @> \
        jsonb_build_array(jsonb_build_object('documents', jsonb_build_array(portal_document.id)))))",
    sqlite: "(portal_document.audience = 'team' or not exists (select 1 from portal_task, \
        json_each(portal_task.items) as item, json_each(item.value, '$.documents') as attached \
        where portal_task.request = portal_document.request and portal_task.state = 'open' \
        and portal_task.side = 'client' and portal_task.action = 'provide' \
        and unhex(attached.value, '-') = portal_document.id))",
};

/// Documents that a decision counts: all, whoever may see them, but for the team what a client has not sent.
pub(crate) fn counted(dialect: Dialect, sight: Sight<'_>) -> Query {
    Query::new(dialect, "select ")
        .push(DocumentRow::COLUMNS)
        .push(StoredDocument::FILE)
        .push(StoredDocument::FROM)
        .push(" where true")
        .when(sight.is_of_the_team(), |query| query.push(" and ").push(SENT.on(dialect)))
}

/// Documents that a sight reaches, each with its request.
fn listed(dialect: Dialect, sight: Sight<'_>) -> Query {
    Query::new(dialect, "select ")
        .push(DocumentRow::COLUMNS)
        .push(StoredDocument::FILE)
        .push(", ")
        .summary()
        .push(StoredDocument::FROM)
        .summary_from()
        .push(" where ")
        .reach_of_documents(sight, Some(SENT.on(dialect)))
}

fn list(dialect: Dialect, sight: Sight<'_>, text: Option<&str>, after: Option<&Cursor>, at_most: u16) -> Query {
    listed(dialect, sight)
        .with(text.map(str::trim).filter(|text| !text.is_empty()), |query, text| {
            query
                .push(" and portal_document.title_key like ")
                .bind(format!("%{}%", literal(&text.to_lowercase())))
                .push(r" escape '\'")
        })
        .older("portal_document.created", "portal_document.id", after)
        .push(" order by portal_document.created desc, portal_document.id desc")
        .limit(u32::from(at_most) + 1)
}

fn loose(dialect: Dialect, before: DateTime<Utc>) -> Query {
    Query::new(dialect, "select ").push(BlobRow::COLUMNS).push(LOOSE).arg(before)
}

fn known(dialect: Dialect, ids: &[BlobId]) -> Query {
    Query::new(dialect, "select id from portal_blob where ").among("id", ids.iter().map(|id| id.0))
}

fn blobs_after(dialect: Dialect, after: Option<BlobId>, at_most: u16) -> Query {
    Query::new(dialect, "select ")
        .push(BlobRow::COLUMNS)
        .push(" from portal_blob where true")
        .with(after, |query, after| query.push(" and portal_blob.id > ").bind(after.0))
        .push(" order by portal_blob.id")
        .limit(at_most.into())
}

fn by_id(dialect: Dialect, sight: Sight<'_>, id: DocumentId) -> Query {
    listed(dialect, sight).push(" and portal_document.id = ").bind(id.0)
}

pub(crate) async fn document(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    id: DocumentId,
) -> Result<Option<(Document, Summary)>, StoreError> {
    if sight.is_nothing() {
        return Ok(None);
    }
    let row: Option<Listed<StoredDocument>> = conn.one(by_id(conn.dialect(), sight, id)).await?;
    Ok(row.map(Listed::pair))
}

pub(crate) async fn documents(
    conn: &mut Conn<'_>,
    sight: Sight<'_>,
    text: Option<&str>,
    after: Option<&Cursor>,
    at_most: u16,
) -> Result<Page<(Document, Summary)>, StoreError> {
    if sight.is_nothing() {
        return Ok(Page { rows: Vec::new(), next: None });
    }
    let rows: Vec<Listed<StoredDocument>> = conn.all(list(conn.dialect(), sight, text, after, at_most)).await?;
    let rows = rows.into_iter().map(Listed::pair).collect();
    Ok(page(rows, at_most, |(document, _): &(Document, Summary)| Cursor { at: document.created, id: document.id.0 }))
}

pub(crate) async fn known_blobs(conn: &mut Conn<'_>, ids: &[BlobId]) -> Result<Vec<BlobId>, StoreError> {
    let rows: Vec<(Uuid,)> = if ids.is_empty() { Vec::new() } else { conn.all(known(conn.dialect(), ids)).await? };
    Ok(rows.into_iter().map(|(id,)| BlobId(id)).collect())
}

pub(crate) async fn loose_blobs(conn: &mut Conn<'_>, before: DateTime<Utc>) -> Result<Vec<Blob>, StoreError> {
    let rows: Vec<BlobRow> = conn.all(loose(conn.dialect(), before)).await?;
    Ok(rows.into_iter().map(Blob::from).collect())
}

pub(crate) async fn blobs(conn: &mut Conn<'_>, after: Option<BlobId>, at_most: u16) -> Result<Vec<Blob>, StoreError> {
    let rows: Vec<BlobRow> = conn.all(blobs_after(conn.dialect(), after, at_most)).await?;
    Ok(rows.into_iter().map(Blob::from).collect())
}

#[cfg(test)]
pub(crate) fn statements(dialect: Dialect, sight: Sight<'_>) -> Vec<Query> {
    let (id, at) = (Uuid::nil(), DateTime::UNIX_EPOCH);
    let after = Cursor { at, id };
    let mut all = vec![by_id(dialect, sight, DocumentId(id)), loose(dialect, at), known(dialect, &[BlobId(id)])];
    all.extend([None, Some(BlobId(id))].map(|after| blobs_after(dialect, after, 20)));
    for text in [None, Some("roof")] {
        all.extend([None, Some(&after)].map(|after| list(dialect, sight, text, after, 20)));
    }
    all
}
