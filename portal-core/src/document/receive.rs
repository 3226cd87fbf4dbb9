//! Taking in a file: streamed to the storage, then judged; only what will do is kept.

use crate::{files::ByteStream, id::BlobId};

/// A file that a person sends.
pub struct Incoming<'a> {
    /// Its name as their machine calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: ByteStream<'a>,
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
    Type(Vec<super::Family>),
    /// It ends too early.
    #[error("cut off")]
    CutOff,
    /// There are as many as fit already.
    #[error("more than {0} files")]
    TooMany(u32),
}

#[allow(unused)]
type Unused = BlobId;
