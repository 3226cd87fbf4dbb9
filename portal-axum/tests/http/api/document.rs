//! `/openapi.json`: the document says what there is, and there is what it says.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::program::PLAIN;
use crate::world::World;

async fn document(world: &World) -> Value {
    world.anybody().get("/api/v1/openapi.json").await.is(200).json()
}

/// Every operation: method, path, and what is said of it.
fn operations(document: &Value) -> Vec<(Method, String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method.to_uppercase().parse().unwrap(), path.clone(), operation))
    });
    each.collect()
}

/// A path with an id that nothing has wherever one is asked for.
fn filled(path: &str) -> String {
    let missing = "0199a000-0000-7000-8000-000000000000";
    path.split('/').map(|part| if part.starts_with('{') { missing } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn it_is_openapi_3_1_and_needs_no_sign_in() {
    let world = World::new().await;
    let document = document(&world).await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"], serde_json::json!([{"url": "https://novaterm.example/api/v1"}]));
    assert!(operations(&document).len() > 5);
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let world = World::new().await;
    let document = document(&world).await;
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("within the document");
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn every_operation_has_a_handler_and_asks_who_one_is() {
    let world = World::new().await;
    let document = document(&world).await;
    for (method, path, operation) in operations(&document) {
        let address = format!("/api/v1{}", filled(&path));
        let answer = world.anybody().send(method.clone(), &address, None, Vec::new()).await;
        answer.problem(401, "not_signed_in");
        assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{method} {path}");
        assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{method} {path}");
    }
}

#[tokio::test]
async fn every_operation_has_a_name_of_its_own_and_says_its_path_parameters() {
    let world = World::new().await;
    let document = document(&world).await;
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        assert!(names.insert(operation["operationId"].to_string()), "{method} {path}");
        let inside = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).count();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let said = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
        assert_eq!(said, inside, "{method} {path}");
    }
}

#[tokio::test]
async fn the_page_lists_every_operation_and_every_code_in_both_languages() {
    let world = World::new().await;
    let document = document(&world).await;
    let mut anybody = world.anybody();
    for path in ["/api/v1", "/api/v1/"] {
        assert_eq!(anybody.get(path).await.to(), "/api/v1/docs");
    }
    let page = anybody.get("/api/v1/docs").await.is(200).has("lang=\"en\"").text();
    for (_, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(page.contains(&format!("id=\"{id}\"")), "{path}: {id}");
    }
    let codes = document["components"]["responses"].as_object().unwrap().values();
    let codes: Vec<String> = codes
        .flat_map(|answer| answer["description"].as_str().unwrap().split(", ").map(|code| code.replace('`', "")))
        .collect();
    assert!(codes.len() > 20);
    for code in codes {
        assert!(page.contains(&format!("id=\"{code}\"")), "{code}");
    }
    anybody.headers.push(("accept-language", "fr".to_owned()));
    anybody.get("/api/v1/docs").await.is(200).has("Sommaire");
}

#[tokio::test]
async fn what_must_say_the_version_that_was_seen_does_and_nothing_else() {
    let world = World::new().await;
    let document = document(&world).await;
    let mut tom = world.program("tom").await;
    for (method, path, operation) in operations(&document) {
        let said = operation["responses"].get("428").is_some();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let takes = |name: &str| parameters.iter().any(|it| it["$ref"] == format!("#/components/parameters/{name}"));
        assert_eq!((takes("IfMatch"), takes("IdempotencyKey")), (said, method != Method::GET), "{method} {path}");
        let answer = tom.send(method.clone(), &filled(&path), PLAIN, Value::Null).await;
        assert_eq!(answer.status == StatusCode::PRECONDITION_REQUIRED, said, "{method} {path}: {}", answer.text());
        let status = answer.status.as_u16().to_string();
        assert!(operation["responses"].get(&status).is_some(), "{method} {path}: {status} is not described");
    }
}

#[tokio::test]
async fn t10_a_token_that_reads_is_refused_every_write_that_there_is() {
    let world = World::new().await;
    let document = document(&world).await;
    let mut reader = world.reader("nadia").await;
    reader.get("/requests").await.is(200);
    let mut writes = 0;
    for (method, path, _) in operations(&document) {
        if !method.is_safe() {
            reader.send(method, &filled(&path), PLAIN, Value::Null).await.problem(403, "forbidden");
            writes += 1;
        }
    }
    assert!(writes > 20, "{writes}");
}
