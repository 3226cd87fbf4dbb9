//! Documents and their versions. A row points at the latest version; the earlier ones are kept.

use portal_core::{
    document::{Document, FileVersion},
    form::Answers,
    id::{AccountId, BlobId, DocumentId, OrganisationId, RequestId, Version},
    identity::Side,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A document. `title_key` is its title in lower case, for searching.
    DocumentRow = "portal_document", on conflict "(id) do nothing", versioned {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        request: Uuid as uuid,
        kind: String as text,
        audience: Word<Side> as text,
        title: String as text,
        title_key: String as text,
        fields: Json<Answers> as json,
        number: i64 as int,
        added_by: Uuid as uuid,
        created: Time as time,
        shared: Option<Time> as time,
    }
}

table! {
    /// The bytes of one version of a document. A version is written once.
    DocumentVersionRow = "portal_document_version", on conflict "(document, number) do nothing" {
        document: Uuid as uuid,
        number: i64 as int,
        blob: Uuid as uuid,
        name: String as text,
    }
}

/// A document with its latest version and what is known of its bytes.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct StoredDocument {
    #[sqlx(flatten)]
    document: DocumentRow,
    blob: Uuid,
    name: String,
    size: i64,
    media_type: String,
}

impl StoredDocument {
    /// The columns besides the document's own.
    pub(crate) const FILE: &'static str =
        ", portal_document_version.blob, portal_document_version.name, portal_blob.size, portal_blob.media_type";
    /// Where they come from.
    pub(crate) const FROM: &'static str = " from portal_document \
         join portal_document_version on portal_document_version.document = portal_document.id \
         and portal_document_version.number = portal_document.number \
         join portal_blob on portal_blob.id = portal_document_version.blob \
         join portal_request on portal_request.id = portal_document.request";
}

impl From<&Document> for DocumentRow {
    fn from(it: &Document) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            request: it.request.0,
            kind: it.kind.to_string(),
            audience: Word(it.audience),
            title: it.title.clone(),
            title_key: it.title.to_lowercase(),
            fields: Json(it.fields.clone()),
            number: it.file.number.into(),
            added_by: it.added_by.0,
            created: Time(it.created),
            shared: it.shared.map(Time),
            version: it.version.0,
        }
    }
}

impl From<&Document> for DocumentVersionRow {
    fn from(it: &Document) -> Self {
        let FileVersion { number, blob, name, .. } = &it.file;
        Self { document: it.id.0, number: (*number).into(), blob: blob.0, name: name.clone() }
    }
}

impl From<StoredDocument> for Document {
    fn from(stored: StoredDocument) -> Self {
        let row = stored.document;
        let file = FileVersion {
            number: i32::try_from(row.number).unwrap_or(i32::MAX),
            blob: BlobId(stored.blob),
            name: stored.name,
            size: stored.size.unsigned_abs(),
            media_type: stored.media_type,
        };
        Self {
            id: DocumentId(row.id),
            organisation: OrganisationId(row.organisation),
            request: RequestId(row.request),
            kind: row.kind.into(),
            audience: row.audience.0,
            title: row.title,
            fields: row.fields.0,
            file,
            added_by: AccountId(row.added_by),
            created: row.created.0,
            shared: row.shared.map(|at| at.0),
            version: Version(row.version),
        }
    }
}
