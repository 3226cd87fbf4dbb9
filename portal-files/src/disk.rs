//! Files in a folder of the machine: written aside, made durable, then renamed into place.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use bytes::BytesMut;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream};
use portal_core::{
    files::{ByteStream, Files, FilesError, Stored},
    id::BlobId,
};
use tokio::{io::AsyncReadExt, task::spawn_blocking};

use crate::{
    layout::{Layout, failed, make_folder, sync_folder},
    listing,
    upload::Upload,
};

/// How many bytes come in one piece of a download.
const PIECE: usize = 64 * 1024;
/// How many bytes of an upload are gathered before they go to the disk in one call.
const GATHER: usize = 256 * 1024;

/// A folder that stores blobs, for us alone: its folders have mode 0700, its files 0600. It never holds more of an
/// upload in memory than 256 KiB and one piece of the stream. Several processes may share it.
#[derive(Clone, Debug)]
pub struct Disk {
    layout: Layout,
}

impl Disk {
    /// Opens the storage in `root`, and makes the folder if it is missing (the one above must exist).
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root: PathBuf = root.into();
        let layout = Layout::new(&root);
        let above = root.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        for (folder, above) in [(&root, above), (&layout.blobs, &root), (&layout.temporary, &root)] {
            if make_folder(folder)? {
                sync_folder(above)?;
            }
        }
        Ok(Self { layout })
    }
}

#[async_trait]
impl Files for Disk {
    async fn put(&self, key: BlobId, mut bytes: ByteStream<'_>, limit: u64) -> Result<Stored, FilesError> {
        let layout = self.layout.clone();
        let mut upload = aside(move || Upload::begin(&layout, key, limit)).await?;
        let mut gathered = Vec::new();
        loop {
            let piece = bytes.next().await.transpose()?;
            let ended = piece.is_none();
            gathered.extend(piece);
            let waiting: usize = gathered.iter().map(bytes::Bytes::len).sum();
            if waiting >= GATHER || ended {
                let pieces = std::mem::take(&mut gathered);
                // The pieces come back to be freed where the others are made: some allocators keep for long what one
                // thread made and another frees.
                let written;
                (upload, written) = aside(move || {
                    pieces.iter().try_for_each(|piece| upload.write(piece))?;
                    Ok((upload, pieces))
                })
                .await?;
                drop(written);
            }
            if ended {
                break;
            }
        }
        let layout = self.layout.clone();
        Ok(aside(move || upload.finish(&layout, key)).await?.keep())
    }

    async fn get(&self, key: BlobId) -> Result<ByteStream<'static>, FilesError> {
        let file = tokio::fs::File::open(self.layout.blob(key)).await.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FilesError::Missing,
            _ => failed("opening")(error),
        })?;
        Ok(Box::pin(stream::try_unfold(file, |mut file| async move {
            let mut piece = BytesMut::with_capacity(PIECE);
            let read = file.read_buf(&mut piece).await.map_err(failed("reading"))?;
            Ok((read > 0).then(|| (piece.freeze(), file)))
        })))
    }

    async fn remove(&self, key: BlobId) -> Result<(), FilesError> {
        let path = self.layout.blob(key);
        aside(move || listing::absent_is_fine(fs::remove_file(path)).map_err(failed("removing"))).await
    }

    async fn stored_before(
        &self,
        before: DateTime<Utc>,
        after: Option<BlobId>,
        at_most: u16,
    ) -> Result<Vec<BlobId>, FilesError> {
        let layout = self.layout.clone();
        let before = listing::system_time(before.timestamp_micros());
        let list = move || listing::stored_before(&layout, before, after, at_most.into());
        aside(move || list().map_err(failed("listing"))).await
    }

    async fn sweep_unfinished(&self, before: DateTime<Utc>) -> Result<u64, FilesError> {
        let layout = self.layout.clone();
        let before = listing::system_time(before.timestamp_micros());
        aside(move || listing::sweep_temporary(&layout, before).map_err(failed("sweeping"))).await
    }
}

/// Does blocking work on a thread made for it. If the caller goes away, the result is dropped there, and with it
/// whatever it guards.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FilesError> + Send + 'static,
) -> Result<T, FilesError> {
    spawn_blocking(work).await.map_err(|error| FilesError::Storage(format!("a storage thread failed: {error}")))?
}
