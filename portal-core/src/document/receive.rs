//! Taking in a file: streamed to the storage, then judged; only what will do is kept.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{Blob, Family, Judgement, clean, judge};
use crate::{
    Desk, Refused,
    definition::Kind,
    fault::point,
    files::{ByteStream, FilesError},
    form::Attachment,
    id::{BlobId, DraftId, OrganisationId},
    store::{Change, Changes, Counter, Record},
};

/// A file that a person sends.
pub struct Incoming<'a> {
    /// Its name as their machine calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: ByteStream<'a>,
}

impl Incoming<'static> {
    /// A file whose bytes are at hand.
    pub fn whole(name: String, bytes: Vec<u8>) -> Self {
        Self { name, bytes: Box::pin(Whole(Some(bytes.into()))) }
    }
}

/// Bytes that come in one piece.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, FilesError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Why a file was not taken. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// It has no bytes.
    #[error("empty")]
    Empty,
    /// It is larger than this many bytes.
    #[error("larger than {0} bytes")]
    TooLarge(u64),
    /// Its content is of none of the accepted families.
    #[error("not of an accepted type")]
    Type(Vec<Family>),
    /// It ends too early.
    #[error("cut off")]
    CutOff,
    /// There are as many as fit already.
    #[error("more than {0} files")]
    TooMany(u32),
}

/// A file that was taken in, whose row is not committed yet.
pub(crate) struct Received {
    pub(crate) file: Attachment,
    blob: Blob,
}

impl Received {
    /// SHA-256 of its bytes.
    pub(crate) fn sha256(&self) -> [u8; 32] {
        self.blob.sha256
    }

    /// Adds the file's row to a batch, and its bytes to what the organisation keeps.
    pub(crate) fn record(&self, space: i64, changes: &mut Changes) {
        let counter = Counter::StoredBytes { organisation: self.blob.organisation, capacity: space };
        changes.push(Change::Count(counter, i64::try_from(self.blob.size).unwrap_or(i64::MAX)));
        changes.create(Record::Blob(self.blob.clone()));
    }
}

impl Desk<'_> {
    /// Stores a file and judges it. When it will not do, its bytes are removed at once; when the batch that should
    /// record it fails later, the sweep removes them.
    pub(crate) async fn receive(
        &self,
        organisation: OrganisationId,
        draft: Option<DraftId>,
        kind: &Kind,
        incoming: Incoming<'_>,
    ) -> Result<Received, Refused> {
        let now = self.now();
        let files = &self.parts().files;
        let key = BlobId(self.portal.uuid(now));
        let stored = files.put(key, incoming.bytes, kind.max_size).await.map_err(|error| match error {
            FilesError::TooLarge { limit } => Refused::File(Rejected::TooLarge(limit)),
            FilesError::Interrupted(_) => Refused::File(Rejected::CutOff),
            other => Refused::Unavailable(Box::new(other)),
        })?;
        metrics::counter!("portal_upload_bytes_total").increment(stored.size);
        let name = clean(&incoming.name);
        let verdict = match judge(&stored.head, &stored.tail, &name) {
            _ if stored.size == 0 => Err(Rejected::Empty),
            Judgement::Is(family, media_type) if kind.accepts.contains(&family) => Ok(media_type),
            Judgement::CutOff(family) if kind.accepts.contains(&family) => Err(Rejected::CutOff),
            _ => Err(Rejected::Type(kind.accepts.clone())),
        };
        let media_type = match verdict {
            Ok(media_type) => media_type.to_owned(),
            Err(rejected) => {
                self.drop_bytes(key).await;
                return Err(Refused::File(rejected));
            }
        };
        let size = stored.size;
        let sha256 = stored.sha256;
        let blob = Blob { id: key, organisation, sha256, size, media_type: media_type.clone(), draft, created: now };
        point("files.before_row");
        Ok(Received { file: Attachment { blob: key, name, size, media_type }, blob })
    }

    /// Removes bytes that no row will ever name. What cannot be removed now is left to the sweep.
    pub(crate) async fn drop_bytes(&self, key: BlobId) {
        if let Err(error) = self.parts().files.remove(key).await {
            tracing::warn!(%error, blob = %key, "a file without a row is left to the sweep");
        }
    }
}
