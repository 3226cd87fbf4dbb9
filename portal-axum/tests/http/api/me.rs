//! `/me`: signing in, and who one is.

use axum::http::Method;
use serde_json::json;

use crate::{client::Client, world::World};

#[tokio::test]
async fn a_token_says_whose_it_is() {
    let world = World::new().await;
    let me = world.program("claire").await.get("/me").await.is(200).json();
    assert_eq!((&me["email"], &me["side"]), (&json!("claire@alpha.example"), &json!("client")));
    assert_eq!(me["organisations"][0]["name"], "Alpha Logistics");
    assert!(me["permissions"].as_array().unwrap().contains(&json!("request.open")));
    let tom = world.program("tom").await.get("/me").await.is(200).json();
    assert_eq!((&tom["side"], &tom["organisations"]), (&json!("team"), &json!([])));
}

#[tokio::test]
async fn a_browsers_session_works_too() {
    let world = World::new().await;
    world.browser("claire").await.get("/api/v1/me").await.is(200).has("claire@alpha.example");
}

#[tokio::test]
async fn without_token_or_session_one_is_told_and_never_sent_away() {
    let world = World::new().await;
    let answer = world.anybody().get("/api/v1/me").await.problem(401, "not_signed_in");
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn a08_a_token_that_is_none_lets_nobody_in_even_beside_a_session() {
    let world = World::new().await;
    let session = world.browser("claire").await.cookies;
    for wrong in ["Bearer ", "Bearer 0", "Basic Y2xhaXJlOng=", &format!("Bearer {}", "0".repeat(64)), "x"] {
        let mut client = Client::new(world.app());
        client.cookies = session.clone();
        client.headers.push(("authorization", wrong.to_owned()));
        client.get("/api/v1/me").await.problem(401, "invalid_token");
    }
}

#[tokio::test]
async fn x01_a_session_changes_nothing_from_another_site() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    claire.headers = vec![("host", "novaterm.example".into()), ("sec-fetch-site", "cross-site".into())];
    let body = json!({"request_type": "quote"}).to_string().into_bytes();
    let answer = claire.send(Method::POST, "/api/v1/drafts", Some("application/json"), body).await;
    answer.problem(403, "cross_site");
}

#[tokio::test]
async fn s10_answers_are_private_and_carry_no_token() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let token = claire.client.headers[0].1.trim_start_matches("Bearer ").to_owned();
    let answer = claire.get("/me").await.is(200).lacks(&token);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.header("x-request-id").is_empty());
}
