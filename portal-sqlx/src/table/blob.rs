//! Stored bytes: what and whose they are.

use portal_core::{
    document::Blob,
    id::{BlobId, DraftId, OrganisationId},
};
use uuid::Uuid;

use crate::value::{Hash, Time, signed};

table! {
    /// A blob. Its bytes never change; written again it only changes the draft that holds it.
    BlobRow = "portal_blob", on conflict "(id) do update set draft = excluded.draft" {
        id: Uuid as uuid,
        organisation: Uuid as uuid,
        sha256: Hash as bytes,
        size: i64 as int,
        media_type: String as text,
        draft: Option<Uuid> as uuid,
        created: Time as time,
    }
}

impl From<&Blob> for BlobRow {
    fn from(it: &Blob) -> Self {
        Self {
            id: it.id.0,
            organisation: it.organisation.0,
            sha256: Hash(it.sha256),
            size: signed(it.size),
            media_type: it.media_type.clone(),
            draft: it.draft.map(|id| id.0),
            created: Time(it.created),
        }
    }
}

impl From<BlobRow> for Blob {
    fn from(row: BlobRow) -> Self {
        Self {
            id: BlobId(row.id),
            organisation: OrganisationId(row.organisation),
            sha256: row.sha256.0,
            size: row.size.unsigned_abs(),
            media_type: row.media_type,
            draft: row.draft.map(DraftId),
            created: row.created.0,
        }
    }
}
