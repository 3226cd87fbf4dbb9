//! The words in which the shapes are written.

use serde_json::{Map, Value, json};

use crate::definition::Duration;

/// A key of a map, with what it takes and what it is for.
pub(super) struct Key {
    name: &'static str,
    value: Value,
    needed: bool,
}

/// A key that may be left out.
pub(super) fn key(name: &'static str, value: Value, what: &str) -> Key {
    Key { name, value: noted(value, what), needed: false }
}

/// A key that must be there.
pub(super) fn need(name: &'static str, value: Value, what: &str) -> Key {
    Key { needed: true, ..key(name, value, what) }
}

fn noted(mut value: Value, what: &str) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.insert("description".to_owned(), json!(what));
    }
    value
}

/// A map of fixed keys.
pub(super) fn shape(title: &str, keys: Vec<Key>) -> Value {
    let needed: Vec<&str> = keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    let properties: Map<String, Value> = keys.into_iter().map(|key| (key.name.to_owned(), key.value)).collect();
    json!({
        "title": title, "type": "object", "properties": properties, "required": needed, "additionalProperties": false,
    })
}

/// What stands in `$defs` under a name.
pub(super) fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A map by ids of the integrator's choice.
pub(super) fn by_id(value: &Value) -> Value {
    json!({ "type": "object", "propertyNames": of("id"), "additionalProperties": value })
}

pub(super) fn list(value: &Value) -> Value {
    json!({ "type": "array", "items": value })
}

pub(super) fn one_or_list(value: &Value) -> Value {
    json!({ "anyOf": [value, list(value)] })
}

/// One of these words.
pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Value {
    json!({ "enum": words.into_iter().collect::<Vec<_>>() })
}

/// A word, of which editors offer these: others are names that the definition gives.
pub(super) fn known<'w>(words: impl IntoIterator<Item = &'w str>) -> Value {
    json!({ "anyOf": [{ "enum": words.into_iter().collect::<Vec<_>>() }, { "type": "string" }] })
}

/// One value, or cases of which the first true one counts: the keys marked ◇.
pub(super) fn cases(value: &Value) -> Value {
    let case = shape(
        "A case",
        vec![
            key("when", of("condition"), "When it counts; the last case has none."),
            need("use", value.clone(), "The value."),
        ],
    );
    json!({ "anyOf": [value, { "type": "array", "items": case, "minItems": 1 }] })
}

pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn number() -> Value {
    json!({ "type": ["number", "string"] })
}

/// A line of text in no language, such as a name.
pub(super) fn line() -> Value {
    json!({ "type": ["string", "number"] })
}

pub(super) fn matching(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// What every file uses.
pub(super) fn definitions() -> Vec<(&'static str, Value)> {
    let units = "(minutes?|hours?|days?|weeks?|months?|years?|business hours?|business days?)";
    let most = Duration::MAX.to_string().len() - 1;
    vec![
        ("id", json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 40 })),
        (
            "text",
            json!({
                "title": "A text, or one per locale",
                "anyOf": [
                    { "type": ["string", "number"] },
                    { "type": "object", "propertyNames": { "pattern": "^[a-z]{2}(-[A-Za-z0-9]+)*$" },
                      "additionalProperties": { "type": ["string", "number"] }, "minProperties": 1 },
                ],
            }),
        ),
        ("phrase", phrase()),
        (
            "condition",
            json!({ "title": "A condition: one line of the subset of CEL", "type": ["string", "boolean", "number"] }),
        ),
        (
            "duration",
            json!({
                "title": "A duration, such as `3 business days`",
                "type": "string",
                "pattern": format!("^[1-9][0-9]{{0,{most}}} {units}$"),
            }),
        ),
        (
            "deadline",
            json!({
                "title": "A duration, or a day that is known by a name, such as `1 day before visit`",
                "type": "string",
            }),
        ),
        ("who", one_or_list(&known(["client", "team", "requester", "owner"]))),
        ("keep", keep()),
    ]
}

/// A text in which names may stand.
fn phrase() -> Value {
    json!({
        "title": "A text, or one per locale; names such as `{{ requester.first_name }}` may stand in it",
        "anyOf": [of("text")],
    })
}

/// `12 months`, `forever`, or a map.
fn keep() -> Value {
    let period = || json!({ "anyOf": [{ "enum": ["forever"] }, of("duration")] });
    let long = shape(
        "How long it is kept",
        vec![
            need("for", period(), "How long."),
            key("from", words(["shared", "end"]), "When it begins; of documents `shared` is the default."),
            key("then", words(["erase", "archive"]), "What happens then; default: erase."),
        ],
    );
    json!({ "anyOf": [{ "enum": ["forever"] }, of("duration"), long] })
}
