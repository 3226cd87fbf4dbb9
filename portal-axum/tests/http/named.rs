//! Names in texts: said the same on pages and in the API, in the reader's language, by the words in force.

use serde_json::Value;

use super::world::{World, sent};

const FRENCH: &str = "Merci de lire le devis « Cooling &lt;b&gt; », pour un début le 31 janvier 2099, puis";
const ENGLISH: &str = "Please read the quote for “Cooling &lt;b&gt;”, to begin on 31 January 2099, then";
const READY: &str =
    "Our quote for Claire Martin is ready. It waits for the decision of an approver at Alpha Logistics.";

#[tokio::test]
async fn pages_say_what_names_stand_for_in_the_language_of_their_reader() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling <b>").await;
    let task = world.proposed(request).await;
    claire.get(&format!("/requests/{request}")).await.is(200).has(READY).lacks("{{");
    claire.get(&format!("/tasks/{task}")).await.is(200).has(ENGLISH);
    claire.get(&format!("/requests/{request}/receipt")).await.is(200).has(READY);
    let mut aline = world.browser("aline").await;
    for page in [format!("/tasks/{task}"), "/".to_owned(), format!("/requests/{request}")] {
        aline.get(&page).await.is(200).has(FRENCH).lacks("{{");
    }
    let mut tom = world.browser("tom").await;
    tom.get(&format!("/team/requests/{request}")).await.is(200).has(ENGLISH);
}

#[tokio::test]
async fn the_api_says_the_same_in_lists_too() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    let task = world.proposed(request).await;
    let mut claire = world.program("claire").await;
    let why =
        "Please read the quote for “Cooling”, to begin on 31 January 2099, then approve it or tell us what to change.";
    let body = claire.get(&format!("/requests/{request}")).await.is(200).json();
    assert_eq!((body["status"]["explain"].as_str(), body["tasks"][0]["reason"].as_str()), (Some(READY), Some(why)));
    let body = claire.get("/requests").await.is(200).json();
    assert_eq!(body["items"][0]["status"]["explain"], READY);
    let board = claire.get("/dashboard").await.is(200).json();
    assert_eq!(board["ongoing"][0]["status"]["explain"], READY);
    let waiting = [&board["mine"], &board["colleagues"]].into_iter().flat_map(|list| list.as_array().unwrap());
    assert_eq!(waiting.map(|task| &task["reason"]).collect::<Vec<&Value>>(), [why]);
    assert_eq!(claire.get(&format!("/tasks/{task}")).await.is(200).json()["reason"], why);
}

#[tokio::test]
async fn words_are_those_in_force_and_answers_those_of_the_request() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    world.proposed(request).await;
    let changes = [
        ("Our quote for {{ requester.name }}", "{{ request.status }}: {{ answer.budget }}"),
        ("en: Quote to approve", "en: Decide"),
    ];
    let now = world.redefined(&changes).await;
    let mut claire = now.browser("claire").await;
    claire.get(&format!("/requests/{request}")).await.is(200).has("Decide: €5,000.00 is ready.").has("Decide</span>");
}

#[tokio::test]
async fn the_team_gets_its_usual_replies_with_the_request_and_a_client_gets_none() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    let path = format!("/requests/{request}");
    let body = world.program("nadia").await.get(&path).await.is(200).json();
    let thanks = &body["replies"][0];
    assert_eq!((thanks["id"].as_str(), thanks["label"].as_str()), (Some("thanks"), Some("Remerciement")));
    assert_eq!(thanks["text"], "Hello Claire, thank you for your request about “Cooling”. Nadia");
    assert_eq!((thanks["locale"].as_str(), body["replies"].as_array().map(Vec::len)), (Some("en"), Some(2)));
    assert!(world.program("claire").await.get(&path).await.is(200).json()["replies"].is_null());
}
