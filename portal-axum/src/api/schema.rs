//! Checking what was sent against the served document's own schema, so that the two cannot differ. Only the words of
//! JSON Schema that our document uses are known here; a test holds it to them.

use serde_json::{Map, Value};

use super::problem::Fault;
use crate::tongue::Tongue;

/// The words that are checked; others only describe.
#[cfg(test)]
pub(super) const CHECKED: &[&str] = &[
    "$ref",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "oneOf",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "maxItems",
    "format",
];
/// The words that only describe.
#[cfg(test)]
pub(super) const DESCRIBING: &[&str] = &["description", "default", "propertyNames", "title"];

/// Checks values against schemas that may point into `components`.
#[derive(Clone, Copy)]
pub(super) struct Check<'a> {
    pub(super) components: &'a Value,
    pub(super) tongue: &'a Tongue,
}

impl<'a> Check<'a> {
    /// Everything that will not do, each with its pointer.
    pub(super) fn faults(self, schema: &'a Value, value: &Value, pointer: &str) -> Vec<Fault> {
        let schema = self.resolved(schema);
        if let Some(branches) = schema.get("oneOf").and_then(Value::as_array) {
            return self.one_of(branches, value, pointer);
        }
        if let Some(code) = alone(schema, value) {
            return vec![self.fault(pointer, code)];
        }
        match value {
            Value::Object(members) => self.object(schema, members, pointer),
            Value::Array(items) => self.list(schema, items, pointer),
            _ => Vec::new(),
        }
    }

    fn resolved(self, schema: &'a Value) -> &'a Value {
        let Some(target) = schema.get("$ref").and_then(Value::as_str) else { return schema };
        let name = target.rsplit('/').next().unwrap_or_default();
        self.components.get("schemas").and_then(|schemas| schemas.get(name)).unwrap_or(schema)
    }

    /// The faults of the branch that is meant: the first without any, else the first of the value's type.
    fn one_of(self, branches: &'a [Value], value: &Value, pointer: &str) -> Vec<Fault> {
        let mut meant = None;
        for branch in branches {
            let faults = self.faults(branch, value, pointer);
            let other_type =
                faults.iter().any(|fault| fault.code == "type" && fault.pointer.as_deref() == Some(pointer));
            match (faults.is_empty(), other_type) {
                (true, _) => return Vec::new(),
                (false, false) if meant.is_none() => meant = Some(faults),
                _ => {}
            }
        }
        meant.unwrap_or_else(|| vec![self.fault(pointer, "type")])
    }

    fn object(self, schema: &'a Value, members: &Map<String, Value>, pointer: &str) -> Vec<Fault> {
        let known = schema.get("properties").and_then(Value::as_object);
        let rest = schema.get("additionalProperties");
        let mut faults = Vec::new();
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                faults.push(self.fault(&below(pointer, name), "required"));
            }
        }
        for (name, value) in members {
            let place = below(pointer, name);
            match (known.and_then(|known| known.get(name)), rest) {
                (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => {
                    faults.extend(self.faults(schema, value, &place));
                }
                (None, Some(Value::Bool(false))) => faults.push(self.fault(&place, "unknown_member")),
                (None, _) => {}
            }
        }
        faults
    }

    fn list(self, schema: &'a Value, items: &[Value], pointer: &str) -> Vec<Fault> {
        let most = schema.get("maxItems").and_then(Value::as_u64);
        if most.is_some_and(|most| items.len() as u64 > most) {
            return vec![self.fault(pointer, "too_many")];
        }
        let Some(each) = schema.get("items") else { return Vec::new() };
        let checked = |(place, item): (usize, &Value)| self.faults(each, item, &format!("{pointer}/{place}"));
        items.iter().enumerate().flat_map(checked).collect()
    }

    pub(super) fn fault(self, pointer: &str, code: &'static str) -> Fault {
        let detail = self.tongue.say(&format!("api-fault-{code}"));
        Fault { pointer: Some(pointer.to_owned()), parameter: None, code, detail }
    }
}

/// A member's place (RFC 6901 §3).
pub(super) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// What is wrong with a value without looking inside.
fn alone(schema: &Value, value: &Value) -> Option<&'static str> {
    let is = |kind: &Value| kind.as_str().is_some_and(|kind| is_a(kind, value));
    let typed = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => true,
    };
    if !typed {
        return Some("type");
    }
    let among = schema.get("enum").and_then(Value::as_array).is_none_or(|values| values.contains(value));
    if !among {
        return Some("option");
    }
    match value {
        Value::String(text) => wrong_text(schema, text),
        Value::Number(number) => wrong_number(schema, number.as_f64()?),
        _ => None,
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn wrong_text(schema: &Value, text: &str) -> Option<&'static str> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    let length = text.chars().count() as u64;
    match schema.get("format").and_then(Value::as_str) {
        Some("uuid") if text.len() != 36 || uuid::Uuid::try_parse(text).is_err() => Some("format"),
        Some("date") if text.len() != 10 || text.parse::<chrono::NaiveDate>().is_err() => Some("format"),
        _ if bound("minLength").is_some_and(|least| length < least) => Some("required"),
        _ if bound("maxLength").is_some_and(|most| length > most) => Some("too_long"),
        _ => None,
    }
}

fn wrong_number(schema: &Value, number: f64) -> Option<&'static str> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let low = bound("minimum").is_some_and(|least| number < least);
    let high = bound("maximum").is_some_and(|most| number > most);
    (low || high).then_some("out_of_bounds")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Check, below};
    use crate::tongue::Tongue;

    fn found(schema: &Value, value: &Value) -> Vec<(String, &'static str)> {
        let components = json!({"schemas": {"Item": {
            "type": "object", "properties": {"name": {"type": "string", "maxLength": 3}}, "required": ["name"],
            "additionalProperties": false}}});
        let check = Check { components: &components, tongue: &Tongue::shipped("en") };
        let faults = check.faults(schema, value, "");
        faults.into_iter().map(|fault| (fault.pointer.unwrap(), fault.code)).collect()
    }

    #[test]
    fn t08_members_that_nobody_knows_are_refused_where_they_stand() {
        let schema = json!({"type": "object", "properties": {"items": {
            "type": "array", "maxItems": 2, "items": {"$ref": "#/components/schemas/Item"}}}});
        let sent = json!({"items": [{"name": "a", "owner": 1}, {"name": "long"}]});
        let expected = [("/items/0/owner".to_owned(), "unknown_member"), ("/items/1/name".to_owned(), "too_long")];
        assert_eq!(found(&schema, &sent), expected);
        assert_eq!(
            found(&schema, &json!({"items": [1, {}]})),
            [("/items/0".to_owned(), "type"), ("/items/1/name".to_owned(), "required")]
        );
        assert_eq!(found(&schema, &json!({"items": [{}, {}, {}]})), [("/items".to_owned(), "too_many")]);
    }

    #[test]
    fn one_of_several_shapes_is_told_by_its_type() {
        let schema = json!({"oneOf": [{"type": "null"}, {"type": "string", "format": "date"}, {"type": "boolean"}]});
        for good in [json!(null), json!("2026-01-31"), json!(true)] {
            assert_eq!(found(&schema, &good), []);
        }
        assert_eq!(found(&schema, &json!("2026-02-31")), [(String::new(), "format")]);
        assert_eq!(found(&schema, &json!(1)), [(String::new(), "type")]);
    }

    #[test]
    fn pointers_are_escaped() {
        assert_eq!(below("/a", "b/c~d"), "/a/b~1c~0d");
    }
}
