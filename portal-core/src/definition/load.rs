//! From files to a checked [`Definition`]: every fault of every file in one go.

mod action;
mod answers;
mod assignee;
mod attributes;
mod branding;
mod calendars;
mod cases;
mod condition;
mod deadline;
mod demo;
mod demo_project;
mod documents;
mod field;
mod file;
mod form;
mod map;
mod measures;
mod moves;
mod naming;
mod outline;
mod outside;
mod portal;
mod reader;
mod recipient;
mod request;
mod resources;
mod roles;
mod rule;
mod schema;
mod scopes;
mod script;
mod settings;
mod shown;
mod slots;
mod statuses;
mod step;
mod sync;
mod task_words;
mod tasks;
mod templates;
mod text;
mod types;
mod unused;
mod who;
mod words;
mod workflow;
mod yaml;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    rc::Rc,
    sync::Arc,
};

use bytes::Bytes;
use indexmap::IndexMap;
use sha2::{Digest, Sha256};

pub(super) use outline::{Named, Thing, outline};
pub use request::STANDARD as STANDARD_WORKFLOW;
pub use schema::{SCHEMAS, schema};

use self::{documents::Kinds, file::File, portal::Portal, reader::Names};
use super::{Definition, Demo, Fault, Faults, Renderers, RequestType, ResourceContent, Rule, Script, Severity, code};
use crate::id::Id;

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

/// Loads and checks a definition. On success also returns its warnings.
///
/// # Errors
/// All faults at once; a definition with one is refused whole.
pub fn load(sources: &[Source]) -> Result<(Definition, Vec<Fault>), Faults> {
    check(sources).map(|(definition, warnings)| (definition, warnings.faults))
}

/// Loads a definition as [`load`] does; its warnings come with what is needed to show them under carets.
///
/// # Errors
/// All faults and warnings at once.
pub fn check(sources: &[Source]) -> Result<(Definition, Faults), Faults> {
    let (definition, faults) = read(sources);
    if faults.counts().0 > 0 { Err(faults) } else { Ok((definition, faults)) }
}

/// Loads a definition as [`check`] does, and has whoever shows its templates try them.
///
/// # Errors
/// All faults and warnings at once.
pub fn check_with(sources: &[Source], renderers: Renderers<'_>) -> Result<(Definition, Faults), Faults> {
    let (definition, mut faults) = read(sources);
    let found = templates::found(&definition, renderers);
    if !found.is_empty() {
        faults = Faults::new(faults.faults.into_iter().chain(found).collect(), sources);
    }
    if faults.counts().0 > 0 { Err(faults) } else { Ok((definition, faults)) }
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
    let mut portal = folder.portal();
    let kinds = folder.kinds(&portal);
    if let Some(file) = folder.file("portal.yaml") {
        portal.rules(file, &kinds);
    }
    let mut rules = portal.rules.clone();
    let requests = folder.requests(&portal, &kinds, &mut rules);
    if let Some(file) = folder.file("portal.yaml") {
        attributes::openings(file, &mut portal, &kinds.by_id, &requests);
        unused::report(file, &portal, &requests);
    }
    folder.scripts(&portal, &kinds, &requests);
    folder.templates(&rules);
    let faults = Faults::new(folder.into_faults(), sources);
    let shipped = shipped(sources, &kinds, portal.branding.logo.as_ref());
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
        shipped,
        rules,
        retention: portal.retention,
        sign_in: portal.sign_in,
        channels: portal.channels,
        connectors: portal.connectors,
        reminders: portal.reminders,
        satisfaction: portal.satisfaction,
        measures: portal.measures,
        pages: templates::PAGES.own(sources),
        mails: Arc::new(templates::MAILS.own(sources)),
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

/// The scripts of a folder, by the names of their files.
///
/// # Errors
/// The faults of the scripts; those of the other files are for [`load`] to tell.
pub fn scripts(sources: &[Source]) -> Result<IndexMap<Id, Script>, Faults> {
    let mut folder = Folder::open(sources);
    let portal = folder.portal();
    let kinds = folder.kinds(&portal);
    let requests = folder.requests(&portal, &kinds, &mut portal.rules.clone());
    let scripts = folder.scripts(&portal, &kinds, &requests);
    let mut faults = folder.into_faults();
    faults.retain(|fault| script_of(&fault.path).is_some() && fault.severity == Severity::Error);
    if faults.is_empty() { Ok(scripts) } else { Err(Faults::new(faults, sources)) }
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
        let known = matches!(path, "portal.yaml" | "documents.yaml" | "demo.yaml")
            || is_request(path)
            || script_of(path).is_some();
        if templates::is_one(path) {
            return;
        }
        if !known {
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
        let stem = |path: &str| path.strip_prefix("requests/")?.strip_suffix(".yaml").map(Id::from);
        let types: Vec<Id> = self.all.iter().filter_map(|source| stem(&source.path)).collect();
        self.file("portal.yaml").map(|file| Portal::read(file, types)).unwrap_or_default()
    }

    /// The request types; their rules go to `rules`.
    fn requests(
        &self,
        portal: &Portal,
        kinds: &Kinds,
        rules: &mut IndexMap<Id, Rule>,
    ) -> IndexMap<Id, Arc<RequestType>> {
        let files = self.files.iter().filter(|file| is_request(file.path));
        let types = files.filter_map(|file| request::read(file, portal, kinds, rules));
        types.map(|found| (found.id.clone(), Arc::new(found))).collect()
    }

    fn kinds(&self, portal: &Portal) -> Kinds {
        match self.file("documents.yaml") {
            Some(file) => Kinds::read(file, portal),
            None => Kinds::built_in(portal, !self.unread.contains(&"documents.yaml")),
        }
    }

    fn demo(&self, portal: &Portal) -> Option<Demo> {
        let scripts: Vec<Id> = self.all.iter().filter_map(|source| script_of(&source.path)).collect();
        self.file("demo.yaml").and_then(|file| demo::read(file, portal, &Names::new(&scripts, true)))
    }

    /// The scripts by the names of their files.
    fn scripts(&self, portal: &Portal, kinds: &Kinds, types: &IndexMap<Id, Arc<RequestType>>) -> IndexMap<Id, Script> {
        let demo = self.demo(portal);
        let people = demo.as_ref().map(|demo| answers::Around::people(demo, portal)).unwrap_or_default();
        let mut scripts = IndexMap::new();
        for (file, id) in self.files.iter().filter_map(|file| Some((file, script_of(file.path)?))) {
            if let Some(demo) = &demo {
                let stage = script::Stage { portal, kinds, demo, people: &people };
                scripts.extend(script::read(file, stage, types).map(|script| (id, script)));
            } else if self.file("demo.yaml").is_none() {
                file.fault(&code::FILE, 0..0, "a script is played by people of `demo.yaml`, which is missing");
            }
        }
        scripts
    }

    fn into_faults(self) -> Vec<Fault> {
        self.files.into_iter().flat_map(File::into_faults).chain(self.faults).collect()
    }
}

/// The files that resources and kinds name, and the logo.
fn shipped(sources: &[Source], kinds: &Kinds, logo: Option<&String>) -> BTreeMap<String, Bytes> {
    let files = kinds.resources.values().filter_map(|resource| match &resource.content {
        ResourceContent::File(path) => Some(path),
        ResourceContent::Link(_) => None,
    });
    let models = kinds.by_id.values().filter_map(|kind| kind.model.as_ref());
    let named: BTreeSet<&String> = files.chain(models).chain(logo).collect();
    let found = sources.iter().filter(|source| named.contains(&source.path));
    found.map(|source| (source.path.clone(), Bytes::copy_from_slice(&source.bytes))).collect()
}

/// The id of a script, by the name of its file.
fn script_of(path: &str) -> Option<Id> {
    path.strip_prefix("scripts/")?.strip_suffix(".yaml").filter(|id| !id.contains('/')).map(Id::from)
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
