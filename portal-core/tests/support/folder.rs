//! Definition folders on disk, as sources.
#![allow(clippy::disallowed_methods, reason = "a test reads what the core gets as bytes")]

use std::{fs, path::Path};

use portal_core::definition::Source;

/// The example that ships with the portal.
#[allow(dead_code, reason = "each test program has its own folders")]
pub fn shipped() -> Vec<Source> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/definitions/b2b-provider"))
}

/// A small sound folder.
#[allow(dead_code, reason = "each test program has its own folders")]
pub fn base() -> Vec<Source> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/base"))
}

/// The files of a test folder over those of a sound one.
#[allow(dead_code, reason = "each test program has its own folders")]
pub fn over(sound: &str, name: &str) -> Vec<Source> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions");
    let mut sources = read(&here.join(name));
    for file in read(&here.join(sound)) {
        if sources.iter().all(|source| source.path != file.path) {
            sources.push(file);
        }
    }
    sources
}

/// The six businesses that ship with the portal, by the name of their folder.
#[allow(dead_code, reason = "each test program has its own folders")]
pub fn businesses() -> Vec<(String, Vec<Source>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/definitions");
    let folder = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("an entry");
        (entry.file_name().to_string_lossy().into_owned(), read(&entry.path()))
    };
    let mut found: Vec<_> = fs::read_dir(root).expect("the folders are there").map(folder).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// All files of a folder.
pub fn read(root: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inside = path.strip_prefix(root).expect("below the folder").to_string_lossy().replace('\\', "/");
            sources.push(Source { path: inside, bytes: fs::read(&path).expect("a readable file") });
        }
    }
    sources
}
