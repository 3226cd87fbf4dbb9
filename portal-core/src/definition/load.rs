//! From files to a checked [`Definition`]: every fault of every file in one go.

mod attributes;
mod branding;
mod calendars;
mod cases;
mod condition;
mod demo;
mod documents;
mod field;
mod file;
mod form;
mod map;
mod measures;
mod moves;
mod outside;
mod portal;
mod reader;
mod request;
mod resources;
mod roles;
mod rule;
mod scopes;
mod settings;
mod slots;
mod statuses;
mod tasks;
mod text;
mod types;
mod unused;
mod who;
mod words;
mod workflow;
mod yaml;

use std::{path::Path, rc::Rc, sync::Arc};

use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use self::{documents::Kinds, file::File, portal::Portal};
use super::{Definition, Demo, Fault, Faults, Severity, code};

/// One file of a definition folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the folder, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The largest file that is read, in bytes.
const MAX_BYTES: usize = 1_000_000;
/// Folders whose files the YAML will name one day; nothing reads them yet.
const LATER: [&str; 3] = ["scripts/", "mails/", "pages/"];

/// Loads and checks a definition. On success also returns its warnings.
///
/// # Errors
/// All faults at once; a definition with one is refused whole.
pub fn load(sources: &[Source]) -> Result<(Definition, Vec<Fault>), Faults> {
    let (definition, faults) = read(sources);
    if faults.counts().0 > 0 { Err(faults) } else { Ok((definition, faults.faults)) }
}

/// Loads a definition that passed the checks of the version of this crate that stored it. Checks that came later do not
/// count, or requests that keep it could no longer be opened: see [`Code::judges`](super::Code::judges).
///
/// # Errors
/// Faults of what cannot be read.
pub fn load_stored(sources: &[Source]) -> Result<Definition, Faults> {
    let (definition, mut faults) = read(sources);
    faults.faults.retain(|fault| !code::judges(fault.code));
    if faults.counts().0 > 0 { Err(faults) } else { Ok(definition) }
}

/// The definition as far as it could be read, and all its faults.
fn read(sources: &[Source]) -> (Definition, Faults) {
    let mut folder = Folder::open(sources);
    let portal = folder.portal();
    let kinds = folder.kinds(&portal);
    let mut rules = portal.rules.clone();
    let mut requests = IndexMap::new();
    for file in folder.files.iter().filter(|file| is_request(file.path)) {
        if let Some(found) = request::read(file, &portal, &kinds, &mut rules) {
            requests.insert(found.id.clone(), Arc::new(found));
        }
    }
    if let Some(file) = folder.file("portal.yaml") {
        unused::report(file, &portal, &requests);
    }
    folder.demo(&portal);
    let faults = Faults::new(folder.into_faults(), sources);
    let definition = Definition {
        hash: hash(sources).into(),
        id: portal.id,
        name: portal.name,
        locales: portal.locales,
        time_zone: portal.time_zone,
        currency: portal.currency,
        branding: portal.branding,
        calendars: portal.calendars,
        queues: portal.queues,
        roles: portal.roles,
        slots: portal.slots,
        lists: portal.lists,
        attributes: portal.attributes,
        projects: portal.projects,
        requests,
        kinds: kinds.by_id,
        resources: kinds.resources,
        rules,
        retention: portal.retention,
        sign_in: portal.sign_in,
        channels: portal.channels,
        connectors: portal.connectors,
        reminders: portal.reminders,
        satisfaction: portal.satisfaction,
        measures: portal.measures,
    };
    (definition, faults)
}

/// The demo of a folder, if it has one.
///
/// # Errors
/// The faults of `demo.yaml`; those of the other files are for [`load`] to tell.
pub fn demo(sources: &[Source]) -> Result<Option<Demo>, Faults> {
    let mut folder = Folder::open(sources);
    let portal = folder.portal();
    let demo = folder.demo(&portal);
    let mut faults = folder.into_faults();
    faults.retain(|fault| fault.path == "demo.yaml" && fault.severity == Severity::Error);
    if faults.is_empty() { Ok(demo) } else { Err(Faults::new(faults, sources)) }
}

/// The files that are read, in the order of their paths, and faults that belong to none of them.
struct Folder<'a> {
    files: Vec<File<'a>>,
    faults: Vec<Fault>,
    unread: Vec<&'a str>,
    /// All files, read or not.
    all: Rc<[&'a Source]>,
}

impl<'a> Folder<'a> {
    fn open(sources: &'a [Source]) -> Self {
        let mut sorted: Vec<&Source> = sources.iter().collect();
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        let all = sorted.iter().copied().collect();
        let mut folder = Self { files: Vec::new(), faults: Vec::new(), unread: Vec::new(), all };
        for source in sorted {
            folder.add(source);
        }
        folder
    }

    fn add(&mut self, source: &'a Source) {
        let path = source.path.as_str();
        let known = matches!(path, "portal.yaml" | "documents.yaml" | "demo.yaml") || is_request(path);
        if let Some(later) = LATER.iter().find(|later| path.starts_with(**later)) {
            self.astray(path, &code::NOT_YET, format!("the folder `{later}` is not supported yet"));
        } else if !known {
            if Path::new(path).extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                self.astray(path, &code::FILE, format!("`{path}` is none of the files of a definition"));
            }
        } else if source.bytes.len() > MAX_BYTES {
            let length = source.bytes.len();
            self.astray(path, &code::NOT_TEXT, format!("`{path}` has {length} bytes, and 1 MB is the most"));
            self.unread.push(path);
        } else if let Ok(text) = std::str::from_utf8(&source.bytes) {
            self.files.push(File::new(path, text).in_folder(self.all.clone()));
        } else {
            self.astray(path, &code::NOT_TEXT, format!("`{path}` is no UTF-8 text"));
            self.unread.push(path);
        }
    }

    /// Notes a fault of a whole file.
    fn astray(&mut self, path: &str, code: &code::Code, message: String) {
        let file = File::new(path, "");
        file.fault(code, 0..0, message);
        self.faults.extend(file.into_faults());
    }

    fn file(&self, path: &str) -> Option<&File<'a>> {
        self.files.iter().find(|file| file.path == path)
    }

    fn portal(&mut self) -> Portal {
        if self.file("portal.yaml").is_none() && !self.unread.contains(&"portal.yaml") {
            self.astray("portal.yaml", &code::FILE, "`portal.yaml` is missing".to_owned());
        }
        let has_request = self.files.iter().map(|file| file.path).chain(self.unread.iter().copied()).any(is_request);
        if !has_request {
            self.astray("requests", &code::FILE, "there is no request type in `requests/`".to_owned());
        }
        self.file("portal.yaml").map(Portal::read).unwrap_or_default()
    }

    fn kinds(&self, portal: &Portal) -> Kinds {
        match self.file("documents.yaml") {
            Some(file) => Kinds::read(file, portal),
            None => Kinds::built_in(portal, !self.unread.contains(&"documents.yaml")),
        }
    }

    fn demo(&self, portal: &Portal) -> Option<Demo> {
        self.file("demo.yaml").and_then(|file| demo::read(file, portal))
    }

    fn into_faults(self) -> Vec<Fault> {
        self.files.into_iter().flat_map(File::into_faults).chain(self.faults).collect()
    }
}

fn is_request(path: &str) -> bool {
    path.strip_prefix("requests/").and_then(|rest| rest.strip_suffix(".yaml")).is_some_and(|id| !id.contains('/'))
}

/// SHA-256 over paths and bytes, each with its length before it, so that no two folders can read alike.
fn hash(sources: &[Source]) -> String {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut hash = Sha256::new();
    for source in sorted {
        for part in [source.path.as_bytes(), &source.bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    crate::identity::hex(&hash.finalize())
}
