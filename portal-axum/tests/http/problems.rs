//! What people see when something cannot be done.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use axum::http::Method;

use super::{client::multipart, world::World};

#[tokio::test]
async fn an_unknown_address_has_our_own_page_for_strangers_too() {
    let world = World::new().await;
    world.anybody().get("/nowhere").await.is(404).has("This page does not exist").lacks("reference");
}

#[tokio::test]
async fn x15_an_error_says_a_reference_and_nothing_of_the_inside() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    world.store.close().await;
    let page = claire.get("/requests").await.is(503).has("not available right now").has("give the reference");
    assert_eq!(page.header("retry-after"), "5");
    for inside in ["sqlx", "SQL", "pool", "panicked", ".rs", "Error"] {
        assert!(!page.text().contains(inside), "{inside}");
    }
    claire.post("/requests/new/quote", &[]).await.is(503);
}

/// What is written to the log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_failed_is_in_the_log_with_its_cause_by_the_reference_that_the_person_is_shown() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    world.store.close().await;
    let log = Log::default();
    let kept = log.clone();
    let writing = tracing_subscriber::fmt().with_ansi(false).with_writer(move || kept.clone()).finish();
    let listening = tracing::subscriber::set_default(writing);
    let page = claire.get("/requests").await.is(503);
    drop(listening);
    let reference = page.header("x-request-id").to_owned();
    let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(page.text().contains(&reference));
    let line = said.lines().find(|line| line.contains("a request failed")).unwrap_or_else(|| panic!("{said}"));
    assert!(line.contains("ERROR") && line.contains(&reference) && line.contains("closed pool"), "{said}");
    assert!(!said.contains(&claire.cookies["__Host-portal"]), "and no token");
}

#[tokio::test]
async fn a_form_that_is_too_long_or_none_is_refused_whole() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let long = "x".repeat(2_000_000);
    claire.post("/language", &[("language", &long)]).await.is(413).has("too much at once");
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let step = format!("{draft}/steps/need");
    claire.post(&step, &[("subject", "x")]).await.is(400);
    claire.upload(&step, &[("subject", &long)], &[]).await.is(413);
    let many: Vec<(&str, &str)> = vec![("a", "b"); 1001];
    claire.upload(&step, &many, &[]).await.is(413);
    let (media_type, mut body) = multipart(&[("subject", "cut")], &[]);
    body.truncate(body.len() - 20);
    claire.send(Method::POST, &step, Some(&media_type), body).await.is(400);
    claire.get(&step).await.is(200).lacks("value=\"cut\"");
}

#[tokio::test]
async fn u13_a_request_that_declares_too_much_is_refused_from_its_header() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    claire.headers.push(("content-length", "10737418240".into()));
    claire.send(Method::POST, &format!("{draft}/steps/documents"), None, Vec::new()).await.is(413);
}
