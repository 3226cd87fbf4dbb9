//! The folders that are broken in one way each, and the same folders mended.
#![allow(clippy::disallowed_methods, reason = "a test reads what the core gets as bytes")]
#![allow(dead_code, reason = "each test program uses its part")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use portal_core::definition::{Faults, Source, check};

use crate::folder;

/// Path, code, line, column.
pub type Place = (String, String, usize, usize);

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions")
}

/// The names of the broken folders, in order.
pub fn names() -> BTreeSet<String> {
    let entries = fs::read_dir(here().join("faults")).expect("the folder is there");
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name")).collect()
}

/// The files of a broken folder alone.
pub fn alone(name: &str) -> Vec<Source> {
    folder::read(&here().join("faults").join(name))
}

/// The sound folder `base`, with the files of a broken one over its own.
pub fn broken(name: &str) -> Vec<Source> {
    folder::over("base", &format!("faults/{name}"))
}

/// The files that mend a broken folder, if somebody wrote them.
pub fn mends(name: &str) -> Option<Vec<Source>> {
    let mended = here().join("mended").join(name);
    mended.exists().then(|| folder::read(&mended))
}

/// A broken folder with its mends: a broken file without one is removed.
pub fn mended(name: &str) -> Option<Vec<Source>> {
    let sound = alone(name).into_iter().filter(|source| marks(source).is_none()).collect();
    Some(over(over(mends(name)?, sound), folder::read(&here().join("base"))))
}

/// Files over others of the same paths.
fn over(mut files: Vec<Source>, below: Vec<Source>) -> Vec<Source> {
    for source in below {
        if files.iter().all(|file| file.path != source.path) {
            files.push(source);
        }
    }
    files
}

/// Every fault and warning of a folder.
pub fn faults(sources: &[Source]) -> Faults {
    check(sources).map_or_else(|faults| faults, |(_, warnings)| warnings)
}

/// The places of every fault and warning.
pub fn found(sources: &[Source]) -> BTreeSet<Place> {
    let faults = faults(sources).faults.into_iter();
    faults.map(|fault| (fault.path, fault.code.to_owned(), fault.line, fault.column)).collect()
}

/// The marks on a file's first line: `PD009 4:3 …`.
fn marks(source: &Source) -> Option<String> {
    let text = String::from_utf8_lossy(&source.bytes).into_owned();
    text.lines().next().and_then(|line| line.strip_prefix("# P")).map(|marks| format!("P{marks}"))
}

/// What the first line of each file says.
pub fn expected(sources: &[Source]) -> BTreeSet<Place> {
    let mut expected = BTreeSet::new();
    for source in sources {
        let marks = marks(source).unwrap_or_default();
        let words: Vec<&str> = marks.split_whitespace().collect();
        for mark in words.chunks(2) {
            let (line, column) = mark[1].split_once(':').expect("a line and a column");
            let (line, column) = (line.parse().expect("a line"), column.parse().expect("a column"));
            expected.insert((source.path.clone(), mark[0].to_owned(), line, column));
        }
    }
    expected
}

/// A folder as a reader of the documentation sees it: without the marks.
pub fn unmarked(mut sources: Vec<Source>) -> Vec<Source> {
    for source in sources.iter_mut().filter(|source| marks(source).is_some()) {
        let line = source.bytes.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        source.bytes.drain(..line);
    }
    sources
}
