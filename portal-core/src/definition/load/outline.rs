//! What a folder says, thing by thing, as it is written: each named thing (a status, a field, a role) with its own words.
//! Two outlines are compared without knowing what any key means, so that no key can be forgotten.

use indexmap::IndexMap;

use super::{
    STANDARD_WORKFLOW, Source,
    file::File,
    is_request, script_of,
    yaml::{self, Entry, Kind, Node},
};

/// A named thing, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// The file it stands in.
    pub file: String,
    /// What it is, and in what it stands: a request type, its field, the field's option.
    pub path: Vec<Named>,
    /// What is said of it, by dotted key.
    pub says: IndexMap<String, String>,
}

/// The sort and the id of a thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Named {
    /// What it is: `status`, `field`, `role`.
    pub noun: &'static str,
    /// Its id; empty for the portal itself.
    pub id: String,
}

/// Keys below which things stand by their ids, and what these are called.
const CONTAINERS: [(&str, &str); 24] = [
    ("statuses", "status"),
    ("moves", "move"),
    ("tasks", "task"),
    ("reasons", "reason"),
    ("replies", "reply"),
    ("notifications", "notification rule"),
    ("sync", "sync"),
    ("steps", "step"),
    ("fields", "field"),
    ("team_fields", "team field"),
    ("options", "option"),
    ("kinds", "kind of document"),
    ("resources", "resource"),
    ("roles", "role"),
    ("queues", "queue"),
    ("calendars", "calendar"),
    ("slots", "slot"),
    ("lists", "list"),
    ("organisation", "attribute of organisations"),
    ("host", "attribute of the host"),
    ("projects", "kind of project"),
    ("channels", "channel"),
    ("connectors", "connector"),
    ("measures", "measure"),
];

/// Keys that only group others.
const TRANSPARENT: [&str; 2] = ["workflow", "attributes"];
/// Files that say nothing of the portal itself.
const BESIDE: [&str; 2] = ["demo.yaml", "demo/"];

/// The outline of a folder. What cannot be read is left out: its faults are for [`super::load`] to tell.
pub fn outline(sources: &[Source]) -> Vec<Thing> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut things = Vec::new();
    for source in sorted {
        let path = source.path.as_str();
        if BESIDE.iter().any(|beside| path.starts_with(beside)) || script_of(path).is_some() {
            continue;
        }
        let root = match path {
            "portal.yaml" => Some(Named { noun: "portal", id: String::new() }),
            "documents.yaml" => Some(Named { noun: "documents", id: String::new() }),
            _ if is_request(path) => {
                let id = path.trim_start_matches("requests/").trim_end_matches(".yaml").to_owned();
                Some(Named { noun: "request type", id })
            }
            _ => None,
        };
        match root {
            Some(root) => read(source, &root, &mut things),
            None => things.push(other(source)),
        }
    }
    things
}

/// A file that is no part of the language: only whether it changed counts.
fn other(source: &Source) -> Thing {
    let content = super::hash(std::slice::from_ref(source));
    Thing {
        file: source.path.clone(),
        path: vec![Named { noun: "file", id: source.path.clone() }],
        says: IndexMap::from([("content".to_owned(), content[..12].to_owned())]),
    }
}

fn read(source: &Source, root: &Named, things: &mut Vec<Thing>) {
    let Ok(text) = std::str::from_utf8(&source.bytes) else { return };
    let Some(node) = yaml::parse(&File::new(&source.path, text)) else { return };
    let is_type = root.noun == "request type";
    let mut walk = Walk { file: &source.path, things };
    let whole = walk.thing(vec![root.clone()]);
    walk.says(&node, whole, "");
    if is_type && node.at("workflow").is_none() {
        let standard = File::new(&source.path, STANDARD_WORKFLOW);
        if let Some(node) = yaml::parse(&standard) {
            walk.says(&node, whole, "");
        }
    }
}

struct Walk<'w> {
    file: &'w str,
    things: &'w mut Vec<Thing>,
}

impl Walk<'_> {
    /// Notes a thing; its place among all.
    fn thing(&mut self, path: Vec<Named>) -> usize {
        self.things.push(Thing { file: self.file.to_owned(), path, says: IndexMap::new() });
        self.things.len() - 1
    }

    /// Reads what a value says of the thing at `of`, under a key.
    fn says(&mut self, node: &Node, of: usize, key: &str) {
        match &node.kind {
            Kind::Nothing => {}
            Kind::Text(text) => self.say(of, key, text.clone()),
            Kind::List(items) => self.say(of, key, list(items)),
            Kind::Map(entries) => {
                for entry in entries {
                    self.entry(entry, of, key);
                }
            }
        }
    }

    fn say(&mut self, of: usize, key: &str, text: String) {
        self.things[of].says.insert(key.to_owned(), text);
    }

    fn entry(&mut self, entry: &Entry, of: usize, prefix: &str) {
        let key = entry.key.value.as_str();
        let top = prefix.is_empty();
        if top && matches!(key, "id" | "request" | "portal") {
            return;
        }
        if top && TRANSPARENT.contains(&key) {
            return self.says(&entry.value, of, "");
        }
        let noun = CONTAINERS.iter().find(|(known, _)| top && *known == key).map(|(_, noun)| *noun);
        if let Some(members) = noun.and_then(|noun| members(noun, &entry.value)) {
            for (named, value) in members {
                self.member(of, named, value);
            }
            return;
        }
        let key = if top { key.to_owned() } else { format!("{prefix}.{key}") };
        self.says(&entry.value, of, &key);
    }

    /// A thing in another. Fields stand in their request type: their step is something that is said of them.
    fn member(&mut self, of: usize, named: Named, value: &Node) {
        let outer = self.things[of].path.clone();
        let step = outer.last().filter(|outer| outer.noun == "step").map(|step| step.id.clone());
        let mut path = outer;
        if matches!(path.last(), Some(last) if matches!(last.noun, "step" | "portal" | "documents")) {
            path.pop();
        }
        path.push(named);
        let thing = self.thing(path);
        if let Some(step) = step {
            self.say(thing, "step", step);
        }
        // The options of a shared list stand in it directly.
        match members("option", value).filter(|_| matches!(value.kind, Kind::List(_))) {
            Some(options) => options.into_iter().for_each(|(named, value)| self.member(thing, named, value)),
            None => self.says(value, thing, ""),
        }
    }
}

/// The members of a container: a map by ids, or a list of maps that each have one. `None`: it is neither.
fn members<'n>(noun: &'static str, node: &'n Node) -> Option<Vec<(Named, &'n Node)>> {
    let named = |id: &str, node: &'n Node| (Named { noun, id: id.to_owned() }, node);
    match &node.kind {
        Kind::Map(entries) => Some(entries.iter().map(|entry| named(&entry.key.value, &entry.value)).collect()),
        Kind::List(items) if !items.is_empty() => {
            items.iter().map(|item| Some(named(item.at("id")?.text()?, item))).collect()
        }
        _ => None,
    }
}

fn list(items: &[Node]) -> String {
    items.iter().map(compact).collect::<Vec<_>>().join(", ")
}

/// A value on one line.
fn compact(node: &Node) -> String {
    match &node.kind {
        Kind::Nothing => String::new(),
        Kind::Text(text) => text.clone(),
        Kind::List(items) => format!("[{}]", list(items)),
        Kind::Map(entries) => {
            let pair = |entry: &Entry| format!("{}: {}", entry.key.value, compact(&entry.value));
            format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}
