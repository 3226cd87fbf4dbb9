//! `/me`: signing in, and who one is.

use axum::http::Method;
use serde_json::json;

use super::program::PLAIN;
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

#[tokio::test]
async fn s09_a_program_lists_and_ends_the_sessions_of_its_person_alone() {
    let world = World::new().await;
    let mut browser = world.browser("claire").await;
    browser.get("/").await.is(200);
    let (mut claire, mut bruno) = (world.program("claire").await, world.program("bruno").await);
    let sessions = claire.get("/me/sessions").await.is(200).json();
    let live = sessions["items"].as_array().unwrap();
    assert!(live.iter().all(|session| session["current"] == false), "{sessions}");
    let own = browser.get("/api/v1/me/sessions").await.is(200).text();
    let current = own.split("},{").find(|item| item.contains("\"current\":true")).unwrap();
    let id = current.split("\"id\":\"").nth(1).unwrap()[..32].to_owned();
    let foreign = bruno.delete(&format!("/me/sessions/{id}"), PLAIN).await;
    let missing = bruno.delete(&format!("/me/sessions/{}", "0".repeat(32)), PLAIN).await;
    assert_eq!((foreign.status.as_u16(), missing.status.as_u16()), (404, 404));
    claire.delete(&format!("/me/sessions/{id}"), PLAIN).await.is(204);
    assert!(browser.get("/").await.to().starts_with("/sign-in"));
    claire.delete(&format!("/me/sessions/{id}"), PLAIN).await.problem(404, "not_found");
}
