//! One upload on its way to the disk. Whoever drops it before it is kept drops its bytes as well, so that neither an
//! error nor a request that was cut off leaves anything behind.

use std::{fs, io, io::Write, path::PathBuf};

use portal_core::{
    fault::point,
    files::{FilesError, Stored},
    id::BlobId,
};
use sha2::{Digest, Sha256};

use crate::layout::{Layout, failed, new_file, sync_folder};

/// How many first bytes are kept for judging the type.
const HEAD: usize = 8 * 1024;
/// How many last bytes are kept for noticing a cut.
const TAIL: usize = 1024;

/// Removes a file when dropped, unless it was told to keep it.
#[derive(Debug)]
struct Doomed(Option<PathBuf>);

impl Doomed {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // A file that resists is taken by the sweep: of temporary files, or of orphans.
            let _ = fs::remove_file(path);
        }
    }
}

/// A temporary file and what is known of the bytes so far.
#[derive(Debug)]
pub struct Upload {
    file: fs::File,
    part: Doomed,
    hash: Sha256,
    limit: u64,
    size: u64,
    head: Vec<u8>,
    tail: Vec<u8>,
}

impl Upload {
    /// Begins an upload that may have `limit` bytes.
    pub fn begin(layout: &Layout, key: BlobId, limit: u64) -> Result<Self, FilesError> {
        let path = layout.part(key);
        let file = new_file(&path).map_err(failed("opening a temporary file"))?;
        let (head, tail) = (Vec::new(), Vec::new());
        Ok(Self { file, part: Doomed(Some(path)), hash: Sha256::new(), limit, size: 0, head, tail })
    }

    /// Takes the next bytes, unless they are too many.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), FilesError> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            return Err(FilesError::TooLarge { limit: self.limit });
        }
        self.file.write_all(bytes).map_err(failed("writing"))?;
        self.hash.update(bytes);
        let missing = HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..bytes.len().min(missing)]);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(TAIL)..]);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
        Ok(())
    }

    /// Puts the bytes in their place, durably: the file, its new name, its folder.
    pub fn finish(self, layout: &Layout, key: BlobId) -> Result<Finished, FilesError> {
        let Self { file, part, hash, size, head, tail, .. } = self;
        file.sync_all().map_err(failed("syncing"))?;
        drop(file);
        point("files.written");
        let path = layout.blob(key);
        layout.make_folders(&path).map_err(failed("making a folder"))?;
        if path.try_exists().map_err(failed("looking for the key"))? {
            return Err(failed("keeping the file")(io::ErrorKind::AlreadyExists.into()));
        }
        fs::rename(layout.part(key), &path).map_err(failed("renaming"))?;
        let blob = Doomed(Some(path.clone()));
        part.keep();
        point("files.renamed");
        if let Some(folder) = path.parent() {
            sync_folder(folder).map_err(failed("syncing a folder"))?;
        }
        Ok(Finished { blob, stored: Stored { size, sha256: hash.finalize().into(), head, tail } })
    }
}

/// A blob in its place. It goes away again unless somebody is still there to keep it.
#[derive(Debug)]
pub struct Finished {
    blob: Doomed,
    stored: Stored,
}

impl Finished {
    /// Lets the blob stay.
    pub fn keep(self) -> Stored {
        self.blob.keep();
        self.stored
    }
}
