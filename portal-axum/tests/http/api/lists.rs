//! Lists: pages, cursors, and the team's deliveries.

use serde_json::{Value, json};

use super::{
    drafts::submitted,
    program::{PLAIN, Program, key},
};
use crate::world::World;

/// All pages of a list, by the links between them.
pub async fn pages(program: &mut Program, first: &str) -> Vec<Vec<Value>> {
    let (mut path, mut pages) = (first.to_owned(), Vec::new());
    loop {
        let answer = program.get(&path).await.is(200);
        let body = answer.json();
        pages.push(body["items"].as_array().unwrap().clone());
        let link = answer.header("link");
        assert_eq!(link.is_empty(), body["next"].is_null(), "{body}");
        let Some(next) = link.strip_suffix(">; rel=\"next\"") else { return pages };
        next.strip_prefix("</api/v1").unwrap().clone_into(&mut path);
        assert!(path.ends_with(body["next"].as_str().unwrap()));
    }
}

#[tokio::test]
async fn a_list_goes_on_page_by_page_and_keeps_what_it_is_narrowed_to() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    for subject in ["Cooling one", "Cooling two", "Heating", "Cooling three"] {
        submitted(&mut claire, subject).await;
    }
    let titles = |pages: &[Vec<Value>]| -> Vec<Vec<String>> {
        let title = |item: &Value| item["title"].as_str().unwrap().to_owned();
        pages.iter().map(|page| page.iter().map(title).collect()).collect()
    };
    let found = pages(&mut claire, "/requests?text=Cooling&open=true&limit=2").await;
    assert_eq!(titles(&found), [vec!["Cooling three", "Cooling two"], vec!["Cooling one"]]);
    let mut tom = world.program("tom").await;
    let due = pages(&mut tom, "/requests?order=due&limit=3").await;
    assert_eq!(due.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
    let documents = pages(&mut claire, "/documents?limit=3").await;
    assert_eq!(documents.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
    let next = tom.get("/requests?order=due&limit=1").await.json()["next"].as_str().unwrap().to_owned();
    tom.get(&format!("/requests?after={next}")).await.problem(400, "invalid_cursor");
    tom.get(&format!("/documents?after={next}")).await.problem(400, "invalid_cursor");
}

#[tokio::test]
async fn f15_the_team_sees_what_failed_and_sends_it_again() {
    let world = World::new().await;
    let (mut claire, mut nadia) = (world.program("claire").await, world.program("nadia").await);
    submitted(&mut claire, "Cooling").await;
    world.work(Some("550 no such user")).await;
    let failed = nadia.get("/deliveries?failed=true").await.is(200).json();
    let first = &failed["items"][0];
    assert_eq!((&first["state"], &first["request"]["title"]), (&json!("failed"), &json!("Cooling")));
    assert!(first["reason"].as_str().unwrap().contains("550"));
    let path = format!("/deliveries/{}", first["id"].as_str().unwrap());
    let body = nadia.post(&format!("{path}/retry"), key("r"), Value::Null).await.is(200).json();
    assert_eq!(body["state"], "pending");
    nadia.post(&format!("{path}/retry"), key("r"), Value::Null).await.is(200);
    nadia.post(&format!("{path}/retry"), PLAIN, json!({})).await.problem(409, "not_possible");
    world.work(None).await;
    assert_eq!(nadia.get(&path).await.is(200).json()["state"], "delivered");
    world.program("tom").await.get("/deliveries").await.problem(403, "forbidden");
    for path in ["/deliveries", &path] {
        claire.get(path).await.problem(404, "not_found");
    }
    claire.post(&format!("{path}/retry"), PLAIN, Value::Null).await.problem(404, "not_found");
}

#[tokio::test]
async fn who_may_own_a_request_and_who_has_a_dashboard() {
    let world = World::new().await;
    let mut tom = world.program("tom").await;
    let owners = tom.get("/owners").await.is(200).json();
    let names: Vec<&str> = owners["items"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    tom.get("/dashboard").await.problem(403, "forbidden");
}

#[tokio::test]
async fn f22_the_team_sees_what_was_given_up_and_takes_it_up_again() {
    let world = World::new().await;
    let (mut nadia, mut claire) = (world.program("nadia").await, world.program("claire").await);
    assert_eq!(nadia.get("/work").await.is(200).json()["items"], json!([]));
    let work = world.given_up("no such request").await;
    let item = &nadia.get("/work").await.is(200).json()["items"][0];
    assert_eq!((&item["id"], &item["kind"]), (&json!(work), &json!("notify")));
    assert_eq!((&item["reason"], &item["request"]), (&json!("no such request"), &Value::Null));
    let retry = format!("/work/{work}/retry");
    let mut tom = world.program("tom").await;
    claire.get("/work").await.problem(404, "not_found");
    tom.get("/work").await.problem(403, "forbidden");
    tom.post(&retry, PLAIN, Value::Null).await.problem(403, "forbidden");
    claire.post(&retry, PLAIN, Value::Null).await.problem(404, "not_found");
    for _ in 0..2 {
        nadia.post(&retry, key("again"), Value::Null).await.is(204);
    }
    nadia.post(&retry, PLAIN, json!({})).await.problem(409, "not_possible");
    assert_eq!(nadia.get("/work").await.is(200).json()["items"], json!([]));
}
