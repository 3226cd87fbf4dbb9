//! Query parameters, checked against the document: unknown ones, doubled ones and values out of bounds are refused.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::{IntoParams, openapi::path::ParameterIn};

use super::{
    code::Code,
    description,
    problem::{Fault, Problem},
    schema::Check,
};
use crate::visit::Visit;

/// Longest value of a parameter, in characters.
const LONGEST: usize = 2_000;

/// The query parameters of an address.
#[derive(Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + IntoParams + Send, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Visit>().ok_or(Code::Broken)?;
        let known = serde_json::to_value(T::into_params(|| Some(ParameterIn::Query))).map_err(|_| Code::Broken)?;
        let check = Check { components: &description::document()["components"], tongue: visit.tongue() };
        let mut faults = Vec::new();
        let mut asked = Map::new();
        for (name, value) in url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
            let wrong = |code| Fault { pointer: None, parameter: Some(name.to_string()), ..check.fault("", code) };
            // `data[field]=value`: a member of an object (OpenAPI's deepObject).
            let (outer, inner) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
                Some((outer, inner)) => (outer, Some(inner)),
                None => (name.as_ref(), None),
            };
            let parameter = known.as_array().into_iter().flatten().find(|parameter| {
                parameter["name"] == outer && (parameter["style"] == "deepObject") == inner.is_some()
            });
            let Some(parameter) = parameter else {
                faults.push(wrong("unknown_parameter"));
                continue;
            };
            if let Some(inner) = inner {
                let members = asked.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                let Some(members) = members.as_object_mut() else { continue };
                if value.contains('\0') || value.chars().count() > LONGEST || members.contains_key(inner) {
                    faults.push(wrong("format"));
                }
                members.insert(inner.to_owned(), value.into_owned().into());
                continue;
            }
            let typed = typed(&parameter["schema"], &value);
            if asked.contains_key(name.as_ref()) {
                faults.push(wrong("doubled"));
            } else if value.contains('\0') || value.chars().count() > LONGEST {
                faults.push(wrong("format"));
            } else if let Some(fault) = check.faults(&parameter["schema"], &typed, "").first() {
                faults.push(wrong(fault.code));
            }
            asked.insert(name.into_owned(), typed);
        }
        for parameter in known.as_array().into_iter().flatten().filter(|parameter| parameter["required"] == true) {
            let name = parameter["name"].as_str().unwrap_or_default();
            if !asked.contains_key(name) {
                faults.push(Fault { pointer: None, parameter: Some(name.to_owned()), ..check.fault("", "required") });
            }
        }
        if !faults.is_empty() {
            return Err(Problem::with(Code::InvalidInput, faults));
        }
        serde_json::from_value(Value::Object(asked)).map(Self).map_err(|_| Code::InvalidInput.into())
    }
}

/// A value as its schema has it; one that is not stays text, for the check to refuse.
fn typed(schema: &Value, value: &str) -> Value {
    let kind = |name: &str| match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(|kind| kind == name),
        kind => kind == name,
    };
    let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match value {
        "true" if kind("boolean") => Value::Bool(true),
        "false" if kind("boolean") => Value::Bool(false),
        number if kind("integer") && plain(number) => number.parse::<i64>().map_or(Value::Null, Value::from),
        text => Value::String(text.to_owned()),
    }
}
