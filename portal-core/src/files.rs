//! The port for file storage. Bytes come and go as streams and are never whole in memory.

use std::pin::Pin;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_core::Stream;

use crate::id::BlobId;

/// Bytes that arrive piece by piece.
pub type ByteStream<'a> = Pin<Box<dyn Stream<Item = Result<Bytes, FilesError>> + Send + 'a>>;

/// What is known of bytes once they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// The first bytes (at most 8 KiB), by which the type is judged.
    pub head: Vec<u8>,
    /// The last bytes (at most 1 KiB), by which a cut-off file is recognised.
    pub tail: Vec<u8>,
}

/// Why bytes could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// More bytes came than allowed; nothing was kept.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The sender stopped in the middle; nothing was kept.
    #[error("the upload was interrupted: {0}")]
    Interrupted(String),
    /// No such blob.
    #[error("no such file")]
    Missing,
    /// The storage failed.
    #[error("file storage failed: {0}")]
    Storage(String),
}

/// Stores bytes under a generated key.
#[async_trait]
pub trait Files: Send + Sync {
    /// Stores a stream under a new key, durably, before it returns. After an error nothing remains under the key.
    async fn put(&self, key: BlobId, bytes: ByteStream<'_>, limit: u64) -> Result<Stored, FilesError>;
    /// The bytes of a blob.
    async fn get(&self, key: BlobId) -> Result<ByteStream<'static>, FilesError>;
    /// Removes a blob; removing one that is not there is no error.
    async fn remove(&self, key: BlobId) -> Result<(), FilesError>;
    /// Up to `at_most` keys stored before `before`, for the sweep of orphans, after the key `after`, in order.
    async fn stored_before(
        &self,
        before: DateTime<Utc>,
        after: Option<BlobId>,
        at_most: u16,
    ) -> Result<Vec<BlobId>, FilesError>;
    /// Removes what uploads left behind that a crash cut off, not written to since `before`. Gives how many.
    async fn sweep_unfinished(&self, before: DateTime<Utc>) -> Result<u64, FilesError>;
}
