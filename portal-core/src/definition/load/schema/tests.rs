//! The shapes and the loaders agree, key for key.
#![allow(clippy::disallowed_methods, reason = "the test reads the folders of the tests and of the examples")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{SCHEMAS, schema};
use crate::definition::{
    Source,
    load::{
        Folder,
        file::File,
        load, map,
        yaml::{self, Kind, Node},
    },
};

/// The keys that were asked for, by file and place of the map.
type Asked = BTreeMap<(String, usize), BTreeSet<&'static str>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folders(below: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join(below))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    found.sort();
    found
}

/// The YAML files of a folder.
fn sources(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    for inside in ["", "requests", "scripts"] {
        let Ok(entries) = fs::read_dir(folder.join(inside)) else { continue };
        for path in entries
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            let path_inside = if inside.is_empty() { name } else { format!("{inside}/{name}") };
            sources.push(Source { path: path_inside, bytes: fs::read(&path).expect("a readable file") });
        }
    }
    sources
}

/// The schema of a file.
fn schema_of(path: &str) -> Option<Value> {
    let name = path.strip_suffix(".yaml")?;
    schema(match name.split_once('/') {
        Some(("requests", _)) => "request",
        Some(("scripts", _)) => "script",
        _ => name,
    })
}

fn node(source: &Source) -> Option<Node> {
    yaml::parse(&File::new(&source.path, std::str::from_utf8(&source.bytes).ok()?))
}

/// The shape behind references, among alternatives the one for maps or the one for lists.
fn resolve<'s>(root: &'s Value, at: &'s Value, of: &str) -> Vec<&'s Value> {
    if let Some(reference) = at["$ref"].as_str() {
        return resolve(root, root.pointer(&reference[1..]).expect("a definition"), of);
    }
    if let Some(alternatives) = at["anyOf"].as_array() {
        return alternatives.iter().flat_map(|alternative| resolve(root, alternative, of)).collect();
    }
    if at["type"] == of { vec![at] } else { Vec::new() }
}

/// Walks a file beside its schema and notes for each shape which keys its loader asked for.
struct Walk<'s> {
    root: &'s Value,
    asked: &'s Asked,
    path: &'s str,
    met: BTreeMap<String, BTreeSet<&'static str>>,
    wrong: Vec<String>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, at: &Value) {
        match &node.kind {
            Kind::List(items) => {
                for shape in resolve(self.root, at, "array") {
                    items.iter().for_each(|item| self.node(item, &shape["items"]));
                }
            }
            Kind::Map(entries) => {
                let asked = self.asked.get(&(self.path.to_owned(), node.span.start));
                let shapes = resolve(self.root, at, "object");
                for shape in &shapes {
                    let title = shape["title"].as_str().unwrap_or_default();
                    if let Some((asked, keys)) = asked.zip(shape["properties"].as_object()) {
                        for key in asked.iter().filter(|key| !keys.contains_key(**key)) {
                            self.wrong.push(format!("`{key}` is asked for and is no key of the shape `{title}`"));
                        }
                        self.met.entry(title.to_owned()).or_default().extend(asked);
                    }
                    for entry in entries {
                        let value = &shape["properties"][&entry.key.value];
                        let value = if value.is_null() { &shape["additionalProperties"] } else { value };
                        self.node(&entry.value, value);
                    }
                }
                if asked.is_some() && shapes.is_empty() {
                    self.wrong.push(format!("{}: a map at byte {} has no shape", self.path, node.span.start));
                }
            }
            _ => {}
        }
    }
}

/// Each shape with its keys.
fn shapes(at: &Value, into: &mut BTreeMap<String, BTreeSet<String>>) {
    match at {
        Value::Object(map) => {
            if let (Some(title), Some(keys)) = (map.get("title").and_then(Value::as_str), at["properties"].as_object())
            {
                into.entry(title.to_owned()).or_default().extend(keys.keys().cloned());
            }
            map.values().for_each(|value| shapes(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| shapes(value, into)),
        _ => {}
    }
}

#[test]
fn every_key_that_a_loader_asks_for_is_in_its_shape_and_no_other() {
    let (mut met, mut wrong): (BTreeMap<String, BTreeSet<&str>>, BTreeSet<String>) = Default::default();
    let tests = [
        "portal-core/tests/definitions",
        "portal-core/tests/definitions/faults",
        "portal-core/tests/definitions/mended",
    ];
    for folder in tests.iter().chain(&["examples/definitions"]).flat_map(|below| folders(below)) {
        let sources = sources(&folder);
        map::forget();
        let _ = load(&sources);
        let asked: Asked = map::remembered().into_iter().fold(Asked::new(), |mut asked, (path, at, key)| {
            asked.entry((path, at)).or_default().insert(key);
            asked
        });
        for source in &sources {
            let Some((root, node)) = schema_of(&source.path).zip(node(source)) else { continue };
            let mut walk =
                Walk { root: &root, asked: &asked, path: &source.path, met: BTreeMap::new(), wrong: Vec::new() };
            walk.node(&node, &root);
            wrong.extend(walk.wrong);
            walk.met.into_iter().for_each(|(title, keys)| met.entry(title).or_default().extend(keys));
        }
    }
    let mut all = BTreeMap::new();
    SCHEMAS.iter().for_each(|name| shapes(&schema(name).expect("a schema"), &mut all));
    // The keys of these maps are the words of tables that the loaders read too.
    all.remove("Permissions");
    all.remove("Measures");
    // An attribute is a field with a key more: not every type of field need stand there too.
    let of_fields = met.get("A field").cloned().unwrap_or_default();
    met.entry("An attribute".to_owned()).or_default().extend(of_fields);
    for (title, keys) in &all {
        let asked = met.get(title).cloned().unwrap_or_default();
        for key in keys.iter().filter(|key| !asked.contains(key.as_str())) {
            wrong.insert(format!("`{key}` is a key of the shape `{title}` and was never asked for"));
        }
    }
    assert!(
        wrong.is_empty(),
        "mend definition/load/schema/*.rs:\n{}",
        wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn every_file_that_is_read_has_a_schema() {
    for name in SCHEMAS {
        let path = match name {
            "request" | "script" => format!("{name}s/x.yaml"),
            _ => format!("{name}.yaml"),
        };
        let source = Source { path, bytes: b"a: b\n".to_vec() };
        assert_eq!(Folder::open(std::slice::from_ref(&source)).files.len(), 1, "{name}");
        assert!(schema(name).is_some());
    }
    assert!(schema("other").is_none());
}
