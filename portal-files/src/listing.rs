//! Walking through the stored blobs in the order of their keys, for the sweep of orphans.

use std::{
    ffi::OsString,
    fs, io,
    path::Path,
    time::{Duration, SystemTime},
};

use portal_core::id::BlobId;

use crate::layout::{Layout, PART};

/// Up to `at_most` keys after `after` whose bytes were stored before `before`. Folders that lie wholly before `after`
/// are not opened.
pub fn stored_before(
    layout: &Layout,
    before: SystemTime,
    after: Option<BlobId>,
    at_most: usize,
) -> io::Result<Vec<BlobId>> {
    let after = after.map(|key| key.0.simple().to_string());
    let from = |range: std::ops::Range<usize>| after.as_ref().map_or("", |hex| &hex[range]).to_owned();
    let mut found = Vec::new();
    for first in names(&layout.blobs)?.into_iter().filter(|name| *name >= *from(0..4)) {
        let folder = layout.blobs.join(&first);
        let cut = if *first == *from(0..4) { from(4..6) } else { String::new() };
        for second in names(&folder)?.into_iter().filter(|name| *name >= *cut) {
            let folder = folder.join(second);
            for name in names(&folder)? {
                let Some(hex) = name.to_str() else { continue };
                let Ok(key) = hex.parse::<BlobId>() else { continue };
                let path = folder.join(hex);
                let past = after.as_deref().is_none_or(|after| hex > after);
                if past && layout.blob(key) == path && older(&path, before)? {
                    found.push(key);
                    if found.len() >= at_most {
                        return Ok(found);
                    }
                }
            }
        }
    }
    Ok(found)
}

/// Removes what arrived in part and has not moved since `before`; says how many.
pub fn sweep_temporary(layout: &Layout, before: SystemTime) -> io::Result<u64> {
    let mut removed = 0;
    for name in names(&layout.temporary)? {
        let path = layout.temporary.join(name);
        if path.extension().is_some_and(|extension| extension == PART) && older(&path, before)? {
            absent_is_fine(fs::remove_file(&path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// The system's time for a number of microseconds since 1970.
pub fn system_time(micros: i64) -> SystemTime {
    let distance = Duration::from_micros(micros.unsigned_abs());
    if micros < 0 { SystemTime::UNIX_EPOCH - distance } else { SystemTime::UNIX_EPOCH + distance }
}

/// A file that somebody else has just removed is as good as one that we removed.
pub fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn older(path: &Path, before: SystemTime) -> io::Result<bool> {
    match fs::metadata(path).and_then(|data| data.modified()) {
        Ok(modified) => Ok(modified < before),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Vec::new(),
        Err(error) => return Err(error),
    };
    names.sort_unstable();
    Ok(names)
}
