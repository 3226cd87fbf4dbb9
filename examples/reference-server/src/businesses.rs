//! The definitions inside this program: every folder of `examples/definitions`.

use include_dir::{Dir, include_dir};
use portal::core::definition::Source;

static FOLDERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../definitions");

/// The one that is served when nothing is said.
pub const USUAL: &str = "b2b-provider";

/// The names of all of them.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = FOLDERS.dirs().map(|folder| folder.path().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

/// The files of one.
pub fn files(name: &str) -> Option<Vec<Source>> {
    let folder = FOLDERS.get_dir(name)?;
    let mut sources = Vec::new();
    collect(folder, name, &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Some(sources)
}

fn collect(folder: &Dir<'_>, name: &str, into: &mut Vec<Source>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let path = path.trim_start_matches(name).trim_start_matches('/').to_owned();
        into.push(Source { path, bytes: file.contents().to_vec() });
    }
    let seen =
        |folder: &&Dir<'_>| !folder.path().file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    folder.dirs().filter(seen).for_each(|folder| collect(folder, name, into));
}
