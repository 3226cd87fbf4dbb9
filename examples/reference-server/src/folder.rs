//! The data folder: made for us alone.

use std::{io, path::Path};

use anyhow::Context;

/// Makes the folder, and those above it, when it is missing; only our user may enter it.
pub fn make(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot make the data folder {}", folder.display()))
}

/// The folder's permissions, when others on this machine may come in.
pub fn open_to_others(folder: &Path) -> io::Result<Option<u32>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = match std::fs::metadata(folder) {
            Ok(metadata) => metadata.permissions().mode() & 0o777,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok((mode & 0o007 != 0).then_some(mode))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(None)
    }
}
