//! Reading a definition folder from disk.

use std::{io, path::Path};

use portal_core::definition::Source;

/// Largest folder that is read, in bytes: definitions are small enough to be reviewed.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads all files of a folder and its subfolders, in the order of their paths. Hidden files are left out.
///
/// # Errors
/// When the folder cannot be read, or holds more than 64 MiB.
pub fn read_folder(folder: &Path) -> io::Result<Vec<Source>> {
    let (mut open, mut sources, mut total) = (vec![folder.to_owned()], Vec::new(), 0);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
                continue;
            }
            total += path.metadata()?.len();
            if total > LARGEST {
                return Err(io::Error::other("the folder holds more than 64 MiB"));
            }
            sources.push(Source { path: relative(folder, &path), bytes: std::fs::read(&path)? });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn relative(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
