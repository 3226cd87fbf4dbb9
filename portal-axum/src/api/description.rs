//! The OpenAPI document: made from the handlers, with what holds for all of them put in once.

use std::sync::LazyLock;

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::{code::Code, problem, routes};
use crate::Web;

/// Where the document lies within the API.
pub(super) const FILE: &str = "/openapi.json";
static DOCUMENT: LazyLock<Value> = LazyLock::new(build);

/// What stands above all operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Client portal",
        version = "1",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
        description = "Everything the portal's pages can do, for programs. Sign in with a bearer token, or with the \
            session of a browser."
    ),
    components(schemas(problem::Shape, problem::Fault))
)]
struct Base;

/// The document, but for where it is served.
pub(super) fn document() -> &'static Value {
    &DOCUMENT
}

/// Serves the document. The API lies where it was asked for, at the portal's public origin: generators of clients want
/// the whole address.
pub(super) async fn serve(State(web): State<Web>, OriginalUri(asked): OriginalUri) -> Response {
    let json = HeaderValue::from_static("application/json");
    let origin = web.portal().base_url().origin().ascii_serialization();
    let path = asked.path().strip_suffix(FILE).unwrap_or_default();
    ([(header::CONTENT_TYPE, json)], served_at(&format!("{origin}{path}"))).into_response()
}

/// The document for the API that lies at this address.
fn served_at(address: &str) -> String {
    let mut document = document().clone();
    document["servers"] = json!([{"url": address}]);
    document.to_string()
}

/// The parts that handlers alone describe.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

fn build() -> Value {
    let (_, described) = routes().split_for_parts();
    let mut document = serde_json::to_value(described).expect("a description is JSON");
    document["security"] = json!([{"token": []}, {"session": []}]);
    document["components"]["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer", "description": "A token made with `portal token`, or by whoever manages tokens."},
        "session": {"type": "apiKey", "in": "cookie", "name": "__Host-portal",
            "description": "The session of a browser that signed in on the portal's page. Changes must come from the \
                portal's own origin."},
    });
    document["components"]["responses"] = answers();
    document["components"]["parameters"] = parameters();
    document["components"]["headers"] = headers();
    for path in document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        for (method, operation) in path.as_object_mut().into_iter().flatten() {
            complete(method, operation);
        }
    }
    document
}

/// The statuses of problems that an operation may answer with.
fn statuses(method: &str, operation: &Value) -> Vec<u16> {
    // Searches are bounded by the minute too.
    let mut all = vec![400, 401, 403, 404, 422, 429, 500, 503];
    if method != "get" {
        all.extend([409, 413, 415]);
    }
    if matches(operation) {
        all.extend([412, 428]);
    }
    all
}

/// Whether it changes something that is there, and must say which version was seen.
fn matches(operation: &Value) -> bool {
    operation["x-if-match"] == true
}

fn complete(method: &str, operation: &mut Value) {
    for status in statuses(method, operation) {
        operation["responses"][status.to_string()] = json!({"$ref": format!("#/components/responses/{status}")});
    }
    let mut shared = Vec::new();
    if method != "get" {
        shared.push("IdempotencyKey");
    }
    if matches(operation) {
        shared.push("IfMatch");
    }
    if operation["responses"].get("304").is_some() {
        shared.push("IfNoneMatch");
    }
    let shared = shared.into_iter().map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    parameters.extend(shared);
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("x-if-match");
    }
    for answer in operation["responses"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        if answer.get("$ref").is_none() {
            answer["headers"]["X-Request-Id"] = json!({"$ref": "#/components/headers/RequestId"});
        }
    }
}

fn headers() -> Value {
    json!({
        "RequestId": {"description": "By what support finds this request in the log.", "schema": {"type": "string"}},
        "RetryAfter": {"description": "Try again after so many seconds.", "schema": {"type": "integer"}},
    })
}

fn header(name: &str, required: bool, schema: &Value, description: &str) -> Value {
    json!({"name": name, "in": "header", "required": required, "description": description, "schema": schema})
}

fn parameters() -> Value {
    json!({
        "IdempotencyKey": header("Idempotency-Key", false,
            &json!({"type": "string", "minLength": 1, "maxLength": portal_core::Once::LONGEST}),
            "A key of your own. What is sent again under it within a day is not done again; the answer tells of what \
             was made. Another body under the same key is refused."),
        "IfMatch": header("If-Match", true, &json!({"type": "string", "minLength": 1}),
            "The `ETag` of what you saw; `*` is not taken."),
        "IfNoneMatch": header("If-None-Match", false, &json!({"type": "string"}),
            "The `ETag` of what you have; 304 when it is still so."),
    })
}

/// One answer for each status of a problem, with the codes that come with it.
fn answers() -> Value {
    let mut answers = Map::new();
    for code in Code::ALL {
        let status = code.status().as_u16().to_string();
        let answer = answers.entry(status).or_insert_with(|| {
            json!({
                "description": "",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}},
                "content": {problem::MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            })
        });
        let before = answer["description"].as_str().unwrap_or_default();
        let and = if before.is_empty() { "" } else { ", " };
        answer["description"] = format!("{before}{and}`{}`", code.word()).into();
        if matches!(code, Code::Wait | Code::Unavailable | Code::Conflict) {
            answer["headers"]["Retry-After"] = json!({"$ref": "#/components/headers/RetryAfter"});
        }
    }
    Value::Object(answers)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::document;
    use crate::api::schema::{CHECKED, DESCRIBING};

    /// The words of a schema and of all within it.
    fn words(schema: &Value, found: &mut Vec<String>) {
        let Some(members) = schema.as_object() else { return };
        found.extend(members.keys().cloned());
        for (name, value) in members {
            match (name.as_str(), value) {
                ("properties", Value::Object(each)) => each.values().for_each(|inside| words(inside, found)),
                ("oneOf", Value::Array(each)) => each.iter().for_each(|inside| words(inside, found)),
                ("items" | "additionalProperties", inside) => words(inside, found),
                _ => {}
            }
        }
    }

    /// All that lies within a value.
    fn within<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
        found.push(value);
        match value {
            Value::Object(members) => members.values().for_each(|inside| within(inside, found)),
            Value::Array(items) => items.iter().for_each(|inside| within(inside, found)),
            _ => {}
        }
    }

    /// An enumeration that stands inline below a comment of its own becomes text and object at once, which nothing is.
    #[test]
    fn nothing_is_described_as_of_two_types_at_once() {
        let (document, mut all) = (document(), Vec::new());
        within(document, &mut all);
        let named = |part: &'static Value| {
            let target = part["$ref"].as_str().and_then(|target| document.pointer(target.trim_start_matches('#')));
            &target.unwrap_or(part)["type"]
        };
        let together = all.iter().filter_map(|value| value["allOf"].as_array());
        let mut several = 0;
        for parts in together {
            let types: Vec<&Value> = parts.iter().map(named).collect();
            assert!(types.iter().all(|kind| *kind == types[0]), "{parts:?}");
            several += 1;
        }
        assert!(several > 2, "{several}");
    }

    #[test]
    fn bodies_are_described_in_words_that_are_checked() {
        let document = document();
        for path in document["paths"].as_object().unwrap().values() {
            for operation in path.as_object().unwrap().values() {
                let mut all = Vec::new();
                let content = operation["requestBody"]["content"]["application/json"]["schema"].clone();
                let name = content["$ref"].as_str().and_then(|target| target.rsplit('/').next().map(str::to_owned));
                words(&name.map_or(content, |name| document["components"]["schemas"][name].clone()), &mut all);
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    words(&parameter["schema"], &mut all);
                }
                let unknown: Vec<&String> = all
                    .iter()
                    .filter(|word| !CHECKED.contains(&word.as_str()) && !DESCRIBING.contains(&word.as_str()))
                    .collect();
                assert!(unknown.is_empty(), "{}: {unknown:?}", operation["operationId"]);
            }
        }
    }
}
