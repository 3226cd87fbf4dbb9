//! The sweep of orphans: bytes without a row, and rows that nothing holds. Both are left alone for a day, so that what
//! is being uploaded now is never taken for one.

use chrono::TimeDelta;

use crate::{
    Portal, Refused,
    fault::point,
    id::BlobId,
    store::{Change, Changes, Subject},
};

/// How long what nothing holds is left alone (SECURITY §4).
pub const GRACE: TimeDelta = TimeDelta::hours(24);

impl Portal {
    /// Removes orphans older than a day (SECURITY U16, §4). Gives how many files went.
    pub async fn sweep_files(&self) -> Result<u64, Refused> {
        let parts = self.parts();
        let before = self.now() - GRACE;
        let failed = |error| Refused::Unavailable(Box::new(error));
        let mut gone = parts.files.sweep_unfinished(before).await.map_err(failed)?;
        for blob in parts.store.loose_blobs(before).await? {
            let mut changes = Changes::new();
            changes.push(Change::Remove(Subject::Blob(blob.id)));
            parts.store.commit(&changes).await?;
            point("sweep.between");
        }
        let mut after: Option<BlobId> = None;
        loop {
            let stored = parts.files.stored_before(before, after, 100).await.map_err(failed)?;
            let Some(last) = stored.last() else { return Ok(gone) };
            after = Some(*last);
            let known = parts.store.known_blobs(&stored).await?;
            for orphan in stored.iter().filter(|key| !known.contains(key)) {
                parts.files.remove(*orphan).await.map_err(failed)?;
                gone += 1;
                point("sweep.between");
            }
        }
    }
}
