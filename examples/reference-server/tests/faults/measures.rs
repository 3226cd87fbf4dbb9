//! Every measure that a run gives is documented, and the other way round; none names anybody.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use crate::{
    browser::{Answer, Browser},
    place::Place,
    program::{PATIENCE, Program},
};

/// The table in the documentation: each measure with its labels.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating.md")).unwrap();
    let (_, rest) = page.split_once("<!-- measures").unwrap();
    let table = rest.split_once("<!-- end").unwrap().0;
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    rows.map(|(name, rest)| {
        let labels = rest.split(" |").next().unwrap().split(", ").map(str::trim).filter(|label| !label.is_empty());
        (name.to_owned(), labels.map(str::to_owned).collect())
    })
    .collect()
}

/// Each measure that is given, with its labels; a histogram's bound is none.
fn given(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let kinds = text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let mut given = BTreeMap::new();
    for (name, kind) in kinds {
        let sample = if kind == "histogram" { format!("{name}_count") } else { name.to_owned() };
        let line =
            text.lines().find(|line| line.strip_prefix(&sample).is_some_and(|rest| rest.starts_with([' ', '{'])));
        let labels = line.unwrap().split_once('{').map_or("", |(_, rest)| rest.split_once("} ").unwrap().0);
        let names = labels.split("\",").filter_map(|label| label.split_once("=\"")).map(|(name, _)| name.to_owned());
        given.insert(name.to_owned(), names.collect());
    }
    given
}

async fn metrics(program: &Program) -> Answer {
    program.says("Metrics: http://").await;
    let log = program.log();
    let (_, rest) = log.split_once("Metrics: http://").unwrap();
    Browser::at(rest.split('/').next().unwrap()).get("/metrics").await.unwrap()
}

/// A little of everything that is measured.
async fn walk(address: &str) {
    let wrong = [("email", "claire@alpha.example"), ("password", "a wrong password"), ("next", "/")];
    Browser::at(address).post("/portal/sign-in", &wrong).await.unwrap();
    let claire = Browser::of(address, "claire").await;
    let draft = claire.filled_in("Measured").await.unwrap();
    let request = claire.submit(&draft).await.unwrap();
    // The same key again: the store refuses the second.
    for _ in 0..2 {
        claire.post(&format!("{request}/messages"), &[("body", "Twice"), ("key", "1")]).await.unwrap();
    }
}

async fn all_are_documented(place: Place) {
    let program = place.start().with("PORTAL_METRICS_LISTEN", "127.0.0.1:0").start();
    let documented = documented();
    let since = Instant::now();
    walk(&program.address).await;
    loop {
        let answer = metrics(&program).await;
        assert_eq!(answer.status, 200);
        let given = given(&answer.body);
        for (name, labels) in &given {
            assert_eq!(Some(labels), documented.get(name), "{name} in docs/operating.md");
        }
        for private in ["laire", "alpha", "Measured", "QUO-"] {
            assert!(!answer.body.contains(private), "p12: {private}\n{}", answer.body);
        }
        let id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
        assert!(!answer.body.split(['"', '/', ' ']).any(id), "p12: an id\n{}", answer.body);
        let missing: Vec<&String> = documented.keys().filter(|name| !given.contains_key(*name)).collect();
        if missing.is_empty() {
            break;
        }
        // The worker's measures come when it has worked.
        assert!(since.elapsed() < PATIENCE, "documented, but never given: {missing:?}\n{}", answer.body);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(Browser::at(&program.address).get("/metrics").await.unwrap().status, 404, "i14: not for the outside");
}

#[tokio::test(flavor = "multi_thread")]
async fn i14_every_measure_is_documented_and_every_documented_one_is_given_on_sqlite() {
    all_are_documented(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i14_every_measure_is_documented_and_every_documented_one_is_given_on_postgres() {
    all_are_documented(Place::postgres().await).await;
}
