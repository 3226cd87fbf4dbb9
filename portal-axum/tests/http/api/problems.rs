//! Whatever goes wrong has one shape.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    drafts::{begun, submitted},
    program::{PLAIN, seen},
};
use crate::{client::Answer, world::World};

/// Everything but the request id, which is another for each request.
fn scrubbed(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let mut body = answer.json();
    body["request_id"] = Value::Null;
    let headers = answer.headers.iter().filter(|(name, _)| *name != "x-request-id");
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (answer.status.as_u16(), headers.collect(), body)
}

#[tokio::test]
async fn t01_what_is_not_yours_and_what_does_not_exist_are_told_the_same() {
    let world = World::new().await;
    let (mut claire, mut bruno) = (world.program("claire").await, world.program("bruno").await);
    let (draft, request) = (begun(&mut claire).await, submitted(&mut claire, "Cooling").await);
    let tag = claire.tag(&draft).await;
    let missing = "0199a000-0000-7000-8000-000000000000";
    for path in [draft.as_str(), request.as_str()] {
        let elsewhere = format!("{}/{missing}", path.rsplit_once('/').unwrap().0);
        let (foreign, none) = (bruno.get(path).await, bruno.get(&elsewhere).await);
        assert_eq!(scrubbed(&foreign), scrubbed(&none));
        foreign.problem(404, "not_found");
    }
    for method in [Method::DELETE, Method::PUT] {
        let step = if method == Method::PUT { "/steps/need" } else { "" };
        let body = if method == Method::PUT { json!({"answers": {}}) } else { Value::Null };
        let paths = [format!("{draft}{step}"), format!("/drafts/{missing}{step}")];
        let foreign = bruno.send(method.clone(), &paths[0], seen(&tag), body.clone()).await;
        let none = bruno.send(method, &paths[1], seen(&tag), body).await;
        assert_eq!(scrubbed(&foreign), scrubbed(&none));
    }
}

#[tokio::test]
async fn addresses_and_methods_that_nobody_knows() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    for path in ["/nothing", "/drafts/none", "/drafts/0199a000-0000-7000-8000-000000000000/x"] {
        claire.get(path).await.problem(404, "not_found");
    }
    let answer = claire.send(Method::PATCH, "/drafts", PLAIN, Value::Null).await;
    let answer = answer.problem(405, "method_not_allowed");
    assert!(answer.header("allow").contains("POST"));
}

#[tokio::test]
async fn x02_a_body_of_another_type_is_refused() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let body = || json!({"request_type": "quote"}).to_string().into_bytes();
    for kind in [
        "text/plain",
        "text/plain; x=application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let answer = claire.send(Method::POST, "/api/v1/drafts", Some(kind), body()).await;
        answer.problem(415, "unsupported_media_type");
    }
    claire.send(Method::POST, "/api/v1/drafts", None, body()).await.problem(415, "unsupported_media_type");
    claire.send(Method::POST, "/api/v1/drafts", Some("application/json"), body()).await.is(201);
    let draft = begun(&mut world.program("claire").await).await;
    let upload = format!("/api/v1{draft}/files?field=brief&name=a.pdf");
    claire.send(Method::POST, &upload, Some("text/plain"), body()).await.problem(415, "unsupported_media_type");
}

#[tokio::test]
async fn i03_hostile_json_is_refused_and_breaks_nothing() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let deep = "[".repeat(100_000);
    for body in [
        "",
        "{",
        "[]]",
        r#"{"request_type":"a","request_type":"b"}"#,
        r#"{"request_type":"\u0000"}"#,
        r#"{"request_type":"\ud800"}"#,
        r#"{"request_type":1e999}"#,
        deep.as_str(),
        "\u{feff}{}",
    ] {
        let kind = Some("application/json");
        let answer = claire.send_raw(Method::POST, "/drafts", PLAIN, kind, body.as_bytes().to_vec()).await;
        answer.problem(400, "malformed_body");
    }
    for (body, place, code) in [
        (json!([]), "", "type"),
        (json!({}), "/request_type", "required"),
        (json!({"request_type": 1}), "/request_type", "type"),
        (json!({"request_type": "x".repeat(101)}), "/request_type", "too_long"),
        (json!({"request_type": "quote", "owner": "me"}), "/owner", "unknown_member"),
    ] {
        claire.post("/drafts", PLAIN, body).await.problem(422, "invalid_input").errors(&[(place, code)]);
    }
    let long = json!({"request_type": "x".repeat(256 * 1024)});
    claire.post("/drafts", PLAIN, long).await.problem(413, "too_large");
    claire.post("/drafts", PLAIN, json!({"request_type": "nothing"})).await.problem(404, "not_found");
}

#[tokio::test]
async fn query_parameters_are_checked() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    for (query, place, code) in [
        ("limit=0", "limit", "out_of_bounds"),
        ("limit=101", "limit", "out_of_bounds"),
        ("limit=x", "limit", "type"),
        ("limit=99999999999999999999", "limit", "type"),
        ("limit=1&limit=2", "limit", "doubled"),
        ("open=yes", "open", "type"),
        ("owner=tom", "owner", "format"),
        ("waits_for=me", "waits_for", "option"),
        ("organisation=x", "organisation", "format"),
        ("company=x", "company", "unknown_parameter"),
        ("text=%00", "text", "format"),
    ] {
        let answer = claire.get(&format!("/requests?{query}")).await;
        answer.problem(422, "invalid_input").errors(&[(place, code)]);
    }
    for query in
        ["limit=1", "limit=100", "open=true", "waits_for=third_party", "order=due", "text=%25_", "unowned=false"]
    {
        claire.get(&format!("/requests?{query}")).await.is(200);
    }
    claire.get("/requests?after=1.2").await.problem(400, "invalid_cursor");
}

#[tokio::test]
async fn problems_are_told_in_the_persons_language() {
    let world = World::new().await;
    let mut anybody = world.anybody();
    anybody.headers.push(("accept-language", "fr".to_owned()));
    anybody.get("/api/v1/me").await.problem(401, "not_signed_in").has("Connectez-vous");
}
