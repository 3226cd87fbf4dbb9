//! JSON Schemas (2020-12) of the files of a definition, for editors. They say which keys stand where and what each takes;
//! what names refer to, and whether a workflow is sound, is for [`super::load`] to tell.
//!
//! **A key more** is one line in the shape it belongs to, beside its neighbours: `key("name", value, "What it is for.")`, or
//! `need(…)` where it must be there. A test reads every folder of the tests and of the examples and compares the keys that
//! the loaders ask for with those of the shapes, both ways: whoever adds a key to a loader is told the shape and the key.
//! Words that stand in a table of a loader (types of field, permissions, families of content) come from there.

mod demo;
mod documents;
mod field;
mod portal;
mod request;
mod script;
mod shape;
#[cfg(test)]
mod tests;
mod workflow;

use serde_json::{Map, Value, json};

/// The files that have a schema, in the order of a folder. Each is named after its file: `portal.yaml`, `requests/ID.yaml`,
/// `scripts/ID.yaml`.
pub const SCHEMAS: [&str; 5] = ["portal", "request", "documents", "script", "demo"];

/// The schema of a file, by its name in [`SCHEMAS`].
pub fn schema(name: &str) -> Option<Value> {
    let root = match name {
        "portal" => portal::file(),
        "request" => request::file(),
        "documents" => documents::file(),
        "script" => script::file(),
        "demo" => demo::file(),
        _ => return None,
    };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.extend(root.as_object().cloned().unwrap_or_default());
    schema.insert("$defs".to_owned(), Value::Object(definitions()));
    Some(Value::Object(schema))
}

/// What several files use, by name.
fn definitions() -> Map<String, Value> {
    let parts = [shape::definitions(), field::definitions(), workflow::definitions(), request::definitions()];
    parts.into_iter().flatten().map(|(name, value)| (name.to_owned(), value)).collect()
}
