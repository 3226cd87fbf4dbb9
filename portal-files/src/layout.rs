//! Where a blob lies, and how its folders are made. Only the generated key decides; no client's name comes near a path.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use portal_core::{files::FilesError, id::BlobId};

/// Ends the name of a file that is still arriving.
pub const PART: &str = "part";

/// The two folders below the root that make up a disk.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Finished blobs: `blobs/0199/3f/01993f….`
    pub blobs: PathBuf,
    /// Uploads on their way, in the same file system so that a rename is enough.
    pub temporary: PathBuf,
}

impl Layout {
    /// The layout below `root`.
    pub fn new(root: &Path) -> Self {
        Self { blobs: root.join("blobs"), temporary: root.join("temporary") }
    }

    /// Where the bytes of `key` lie. A UUID of version 7 begins with its time in milliseconds, so a first folder spans 2³² ms
    /// (50 days), a second one 2²⁴ ms (under 5 hours), and the order of paths is the order of keys.
    pub fn blob(&self, key: BlobId) -> PathBuf {
        let hex = key.0.simple().to_string();
        self.blobs.join(&hex[..4]).join(&hex[4..6]).join(hex)
    }

    /// Where the bytes of `key` arrive.
    pub fn part(&self, key: BlobId) -> PathBuf {
        self.temporary.join(format!("{}.{PART}", key.0.simple()))
    }

    /// Makes the folders of `blob`, each entered durably into the one above.
    pub fn make_folders(&self, blob: &Path) -> io::Result<()> {
        let Some(second) = blob.parent() else { return Ok(()) };
        let Some(first) = second.parent() else { return Ok(()) };
        for (folder, above) in [(first, self.blobs.as_path()), (second, first)] {
            if make_folder(folder)? {
                sync_folder(above)?;
            }
        }
        Ok(())
    }
}

/// Makes a folder that only we may enter. `false`: it was there.
pub fn make_folder(path: &Path) -> io::Result<bool> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a new file that only we may read.
pub fn new_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the entries of a folder durable. Windows has no such call; there the file system's journal has to do.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Turns the failure of one step into the port's error. The text names the step and the system's reason, no path.
pub fn failed(step: &'static str) -> impl Fn(io::Error) -> FilesError {
    move |error| FilesError::Storage(format!("{step}: {error}"))
}
