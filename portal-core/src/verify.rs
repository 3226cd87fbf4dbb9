//! What must hold whatever happened (SECURITY §3, "Invariants checked after every fault"): the store checks its rows, this
//! module the bytes beside them. Nothing is changed, and people may work meanwhile.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Portal,
    document::{Blob, GRACE},
    files::{ByteStream, Files, FilesError},
    id::BlobId,
    store::{Engine, Store, StoreError},
};

/// At most so many ids are named for one invariant.
pub const NAMED: u16 = 100;
/// The sweep comes each ten minutes: so long after their grace bytes without a row may still be there.
const SWEEP: TimeDelta = TimeDelta::minutes(15);

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its stable name, such as `request.history`.
    pub code: &'static str,
    /// What is wrong, in a sentence.
    pub sentence: &'static str,
    /// With what: ids of the rows (or names of constraints), at most [`NAMED`].
    pub ids: Vec<String>,
}

/// Why it could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file storage did not.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl Broken {
    /// The invariant with these ids; `None` when there is none.
    pub fn among<T: fmt::Display>(
        code: &'static str,
        sentence: &'static str,
        ids: impl IntoIterator<Item = T>,
    ) -> Option<Self> {
        let ids: Vec<String> = ids.into_iter().take(NAMED.into()).map(|id| id.to_string()).collect();
        (!ids.is_empty()).then_some(Self { code, sentence, ids })
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.code, self.sentence, self.ids.join(", "))
    }
}

impl Portal {
    /// Checks everything that must hold of this portal's rows and files.
    ///
    /// # Errors
    /// When the database or the file storage does not answer.
    pub async fn verify(&self) -> Result<Vec<Broken>, VerifyError> {
        let parts = self.parts();
        verify(parts.store.as_ref(), parts.engine.as_ref(), parts.files.as_ref(), self.now()).await
    }
}

/// Checks everything that must hold of rows and files. Reads every stored byte once.
///
/// # Errors
/// When the database or the file storage does not answer.
pub async fn verify(
    store: &dyn Store,
    engine: &dyn Engine,
    files: &dyn Files,
    now: DateTime<Utc>,
) -> Result<Vec<Broken>, VerifyError> {
    let mut broken = engine.verify().await?;
    broken.extend(rows_have_bytes(store, files).await?);
    broken.extend(bytes_have_rows(store, files, now).await?);
    Ok(broken)
}

/// Each blob's bytes are there, as long as its row says and with its checksum.
async fn rows_have_bytes(store: &dyn Store, files: &dyn Files) -> Result<Vec<Broken>, VerifyError> {
    let (mut missing, mut altered) = (Vec::new(), Vec::new());
    let mut after = None;
    loop {
        let page = store.blobs(after, NAMED).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for blob in &page {
            match files.get(blob.id).await {
                Ok(bytes) => {
                    if !is_of(blob, bytes).await? {
                        altered.push(blob.id);
                    }
                }
                Err(FilesError::Missing) => missing.push(blob.id),
                Err(error) => return Err(error.into()),
            }
        }
    }
    // The sweep may have taken row and bytes since the row was read.
    let known = store.known_blobs(&missing).await?;
    missing.retain(|id| known.contains(id));
    let missing = Broken::among("file.missing", "A file's row has no bytes.", missing);
    let altered = Broken::among("file.altered", "A file's bytes are not those that were stored.", altered);
    Ok(missing.into_iter().chain(altered).collect())
}

async fn is_of(blob: &Blob, mut bytes: ByteStream<'static>) -> Result<bool, FilesError> {
    let (mut hash, mut size) = (Sha256::new(), 0);
    while let Some(piece) = std::future::poll_fn(|context| bytes.as_mut().poll_next(context)).await {
        let piece = piece?;
        size += piece.len() as u64;
        hash.update(&piece);
    }
    Ok(size == blob.size && blob.sha256 == <[u8; 32]>::from(hash.finalize()))
}

/// Bytes without a row are younger than the sweep's grace.
async fn bytes_have_rows(
    store: &dyn Store,
    files: &dyn Files,
    now: DateTime<Utc>,
) -> Result<Option<Broken>, VerifyError> {
    let mut orphans = BTreeSet::new();
    let mut after: Option<BlobId> = None;
    loop {
        let page = files.stored_before(now - GRACE - SWEEP, after, NAMED).await?;
        let Some(last) = page.last() else { break };
        after = Some(*last);
        let known = store.known_blobs(&page).await?;
        orphans.extend(page.into_iter().filter(|id| !known.contains(id)));
    }
    let mut left: Vec<Uuid> = Vec::new();
    for orphan in orphans {
        // The sweep removes the row first, then the bytes: those that are gone by now were on their way.
        match files.get(orphan).await {
            Ok(_) => left.push(orphan.0),
            Err(FilesError::Missing) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Broken::among("file.orphan", "Bytes without a row outlived the sweep.", left))
}
