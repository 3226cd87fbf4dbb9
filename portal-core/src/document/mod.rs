//! Documents: files with a kind, a title and an audience. Who sees the request they belong to and stands on the side
//! they are meant for sees them, as far as the kind's `seen_by` goes.

mod add;
mod family;
mod library;
mod name;
mod receive;
mod shipped;
mod sweep;
mod text;

use chrono::{DateTime, Utc};

pub use add::{AddDocument, Added};
pub use family::{Family, Judgement, judge};
pub use library::Download;
pub use name::clean;
pub use receive::{Incoming, Rejected};
pub use shipped::{Opened, Shipped};
pub use sweep::GRACE;

use crate::{
    form::Answers,
    id::{AccountId, BlobId, DocumentId, DraftId, Id, OrganisationId, RequestId, Version},
    identity::{Facts, Paper, Side},
};

/// A document of a request, in its latest version.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which request.
    pub request: RequestId,
    /// Its kind in the definition.
    pub kind: Id,
    /// `Client`: both sides see it. `Team`: internal.
    pub audience: Side,
    /// What it is called: at first the name of its file.
    pub title: String,
    /// Its own data, such as `valid_until`.
    pub fields: Answers,
    /// Its bytes.
    pub file: FileVersion,
    /// Who added it.
    pub added_by: AccountId,
    /// When.
    pub created: DateTime<Utc>,
    /// When it became visible to the client.
    pub shared: Option<DateTime<Utc>>,
    /// How often it was changed.
    pub version: Version,
}

impl Document {
    /// What a scope needs to know of it, beside what it needs to know of its request.
    pub fn facts<'d>(&'d self, request: Facts<'d>) -> Facts<'d> {
        let paper = Paper { kind: &self.kind, added_by: Some(self.added_by) };
        Facts { audience: self.audience, paper: Some(paper), ..request }
    }
}

/// The bytes of one version of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// Counted from 1.
    pub number: i32,
    /// Where the bytes are.
    pub blob: BlobId,
    /// The file's name, cleaned.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
    /// Media type by content.
    pub media_type: String,
}

/// Stored bytes and who holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// The key in the file storage.
    pub id: BlobId,
    /// Whose.
    pub organisation: OrganisationId,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// Length in bytes.
    pub size: u64,
    /// Media type by content.
    pub media_type: String,
    /// The draft that holds it, until it is submitted.
    pub draft: Option<DraftId>,
    /// When it came.
    pub created: DateTime<Utc>,
}
