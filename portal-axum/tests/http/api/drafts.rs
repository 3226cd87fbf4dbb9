//! `/drafts`: filling in a form and submitting it.

use serde_json::{Value, json};

use super::program::{PLAIN, Program, With, key, seen};
use crate::{
    on_both,
    world::{PDF, World},
};

/// Begins a draft; gives its path.
pub async fn begun(program: &mut Program) -> String {
    let answer = program.post("/drafts", PLAIN, json!({"request_type": "quote", "another": true})).await.is(201);
    answer.header("location").trim_start_matches("/api/v1").to_owned()
}

/// Saves a step on the version there is.
pub async fn saved(program: &mut Program, draft: &str, step: &str, answers: Value) -> Value {
    let tag = program.tag(draft).await;
    let body = json!({"answers": answers});
    program.put(&format!("{draft}/steps/{step}"), seen(&tag), body).await.is(200).json()
}

/// Fills a draft in to the end; gives its path.
pub async fn filled_in(program: &mut Program, subject: &str) -> String {
    let draft = begun(program).await;
    let need = json!({"subject": subject, "kind": "installation", "details": "Two units, quiet at night."});
    saved(program, &draft, "need", need).await;
    saved(program, &draft, "project", json!({"budget": 5000, "start": "2099-01-31", "visit": false})).await;
    program.upload(&format!("{draft}/files?field=brief&name=brief.pdf"), PLAIN, PDF).await.is(200);
    let done = saved(program, &draft, "documents", json!({"terms": true})).await;
    assert_eq!(done["faults"], json!([]), "{done}");
    draft
}

/// Submits a draft; gives the request's path.
pub async fn submitted(program: &mut Program, subject: &str) -> String {
    let draft = filled_in(program, subject).await;
    let tag = program.tag(&draft).await;
    let answer = program.post(&format!("{draft}/submission"), seen(&tag), Value::Null).await.is(201);
    answer.header("location").trim_start_matches("/api/v1").to_owned()
}

#[tokio::test]
async fn a_form_is_filled_in_step_by_step_and_becomes_a_request() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let offers = claire.get("/offers").await.is(200).json();
    let offered = offers["items"].as_array().unwrap();
    assert!(offered.iter().any(|offer| offer["request_type"] == "quote"), "{offers}");
    let draft = begun(&mut claire).await;
    let body = claire.get(&draft).await.is(200).json();
    let steps: Vec<&str> = body["steps"].as_array().unwrap().iter().map(|step| step["id"].as_str().unwrap()).collect();
    assert_eq!(steps, ["need", "project", "documents"]);
    let body = saved(&mut claire, &draft, "need", json!({"subject": "Cooling", "kind": "change"})).await;
    let shown: Vec<&str> =
        body["steps"][0]["fields"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(shown, ["subject", "kind", "contract", "details"], "the choice brought up a field");
    assert_eq!(body["faults"][0]["pointer"], "/answers/contract");
    assert_eq!(body["faults"][0]["code"], "required");
    assert_eq!(claire.get("/drafts").await.is(200).json()["items"].as_array().unwrap().len(), 1);
    let request = submitted(&mut claire, "Heating").await;
    let body = claire.get(&request).await.is(200).json();
    assert_eq!((&body["title"], &body["status"]["id"]), (&json!("Heating"), &json!("received")));
    assert_eq!(body["answers"]["budget"], "5000");
    assert_eq!(body["documents"][0]["name"], "brief.pdf");
}

#[tokio::test]
async fn an_unfinished_draft_is_not_submitted_and_says_what_is_missing() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let draft = begun(&mut claire).await;
    let tag = claire.tag(&draft).await;
    let answer = claire.post(&format!("{draft}/submission"), seen(&tag), Value::Null).await;
    let answer = answer.problem(422, "invalid_input");
    let body = answer.json();
    let places: Vec<&str> = body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert!(places.contains(&"/answers/subject") && places.contains(&"/answers/terms"), "{places:?}");
}

#[tokio::test]
async fn i03_an_answer_of_another_type_saves_nothing() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let draft = begun(&mut claire).await;
    let tag = claire.tag(&draft).await;
    let wrong = json!({"answers": {"budget": true, "start": "2026-02-30", "visit": "yes", "owner": "me"}});
    let answer = claire.put(&format!("{draft}/steps/project"), seen(&tag), wrong).await.problem(422, "invalid_input");
    answer.errors(&[
        ("/answers/budget", "type"),
        ("/answers/owner", "unknown_field"),
        ("/answers/start", "format"),
        ("/answers/visit", "type"),
    ]);
    let choice = json!({"answers": {"kind": "another"}});
    let answer = claire.put(&format!("{draft}/steps/need"), seen(&tag), choice).await.problem(422, "invalid_input");
    answer.errors(&[("/answers/kind", "option")]);
    assert_eq!(claire.tag(&draft).await, tag, "nothing was saved");
}

#[tokio::test]
async fn a_version_is_needed_and_must_be_the_one_that_was_seen() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let draft = begun(&mut claire).await;
    let (step, body) = (format!("{draft}/steps/need"), json!({"answers": {"subject": "A"}}));
    let old = claire.tag(&draft).await;
    claire.put(&step, PLAIN, body.clone()).await.problem(428, "version_required");
    claire.put(&step, seen("*"), body.clone()).await.problem(428, "version_required");
    claire.put(&step, seen(&old), body.clone()).await.is(200);
    claire.put(&step, seen(&old), body.clone()).await.problem(412, "version_mismatch");
    for forged in ["\"2\"", "2", "\"2.00.00\"", &format!("W/{old}")] {
        claire.put(&step, seen(forged), body.clone()).await.problem(412, "version_mismatch");
    }
    claire.delete(&draft, seen(&old)).await.problem(412, "version_mismatch");
    claire.post(&format!("{draft}/submission"), seen(&old), Value::Null).await.problem(412, "version_mismatch");
    let tag = claire.tag(&draft).await;
    claire.delete(&draft, seen(&tag)).await.is(204);
    claire.get(&draft).await.problem(404, "not_found");
}

#[tokio::test]
async fn f26_what_is_sent_again_under_its_key_is_answered_with_the_first() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let body = json!({"request_type": "quote"});
    let first = claire.post("/drafts", key("k"), body.clone()).await.is(201);
    let again = claire.post("/drafts", key("k"), body.clone()).await.is(201);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(first.json(), again.json());
    assert_eq!(claire.get("/drafts").await.json()["items"].as_array().unwrap().len(), 1);
    claire.post("/drafts", key("k"), json!({"request_type": "other"})).await.problem(422, "idempotency_key_reused");
    let draft = first.header("location").trim_start_matches("/api/v1").to_owned();
    let elsewhere = claire.upload(&format!("{draft}/files?field=brief&name=a.pdf"), key("k"), PDF).await;
    elsewhere.problem(422, "idempotency_key_reused");
    claire.post("/drafts", key(&"k".repeat(256)), body).await.problem(400, "malformed_request");
}

#[tokio::test]
async fn f26_a_submission_sent_again_gives_its_request_though_the_draft_is_gone() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let tag = claire.tag(&draft).await;
    let with = With { tag: Some(&tag), key: Some("s") };
    let first = claire.post(&format!("{draft}/submission"), with, Value::Null).await.is(201);
    let again = claire.post(&format!("{draft}/submission"), with, Value::Null).await.is(201);
    assert_eq!(first.header("location"), again.header("location"));
    let without = claire.post(&format!("{draft}/submission"), seen(&tag), Value::Null).await.is(201);
    assert_eq!(first.header("location"), without.header("location"), "the draft itself is a key");
    assert_eq!(claire.get("/requests").await.json()["items"].as_array().unwrap().len(), 1);
}

on_both!(t18_the_key_of_a_colleague_is_another_key, world, {
    let (mut claire, mut aline) = (world.program("claire").await, world.program("aline").await);
    let body = json!({"request_type": "quote"});
    let hers = claire.post("/drafts", key("k"), body.clone()).await.is(201).json()["id"].clone();
    let colleagues = aline.post("/drafts", key("k"), body).await.is(201).json()["id"].clone();
    assert_ne!(hers, colleagues);
});

#[tokio::test]
async fn files_are_attached_and_taken_off_and_one_that_will_not_do_is_not_kept() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let draft = begun(&mut claire).await;
    let path = format!("{draft}/files?field=brief&name=brief.pdf");
    claire.upload(&path, PLAIN, b"MZ\x90 no pdf").await.problem(422, "file_rejected").errors(&[("", "type")]);
    claire.upload(&path, PLAIN, b"").await.problem(422, "file_rejected").errors(&[("", "empty")]);
    let body = claire.upload(&path, key("f"), PDF).await.is(200).json();
    let again = claire.upload(&path, key("f"), PDF).await.is(200).json();
    assert_eq!(body["answers"]["brief"], again["answers"]["brief"]);
    claire.upload(&path, key("f"), b"%PDF-1.4 other %%EOF").await.problem(422, "idempotency_key_reused");
    let file = body["answers"]["brief"][0]["id"].as_str().unwrap();
    let tag = claire.tag(&draft).await;
    let body = claire.delete(&format!("{draft}/files/{file}"), seen(&tag)).await.is(200).json();
    assert!(body["answers"].get("brief").is_none());
    let tag = claire.tag(&draft).await;
    claire.delete(&format!("{draft}/files/{file}"), seen(&tag)).await.problem(404, "not_found");
    claire.upload(&format!("{draft}/files?field=subject&name=a.pdf"), PLAIN, PDF).await.problem(404, "not_found");
}

on_both!(t19_nobody_is_answered_by_anothers_tag, world, {
    let (mut claire, mut aline) = (world.program("claire").await, world.program("aline").await);
    let request = submitted(&mut claire, "Cooling").await;
    let (hers, colleagues) = (claire.tag(&request).await, aline.tag(&request).await);
    let answer = claire.get_if_changed(&request, &hers).await.is(304);
    assert!(answer.body.is_empty() && answer.header("etag") == hers);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_ne!(hers, colleagues);
    aline.get_if_changed(&request, &hers).await.is(200);
    world.program("bruno").await.get_if_changed(&request, &hers).await.problem(404, "not_found");
});

#[tokio::test]
async fn another_draft_of_the_same_type_is_asked_for_by_name() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let first = begun(&mut claire).await;
    let offers = claire.get("/offers").await.is(200).json();
    assert_eq!(offers["items"][0]["drafts"], json!([first.trim_start_matches("/drafts/")]));
    let again = json!({"request_type": "quote"});
    claire.post("/drafts", PLAIN, again.clone()).await.problem(409, "draft_exists");
    claire.post("/drafts", PLAIN, json!({"request_type": "quote", "another": true})).await.is(201);
    let mut bruno = world.program("bruno").await;
    let made = bruno.post("/drafts", key("once"), again.clone()).await.is(201).json();
    let twice = bruno.post("/drafts", key("once"), again).await.is(201).json();
    assert_eq!(twice["id"], made["id"], "sent twice under one key");
}

#[tokio::test]
async fn a_draft_says_how_far_it_is_and_is_begun_anew_with_a_newer_form() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let draft = filled_in(&mut claire, "Cooling").await;
    let body = claire.get(&draft).await.is(200).json();
    let states: Vec<&str> = body["progress"].as_array().unwrap().iter().map(|s| s["state"].as_str().unwrap()).collect();
    assert_eq!(
        (states, &body["outdated"], &body["newer"]),
        (vec!["done", "done", "not_needed", "done"], &json!(false), &Value::Null)
    );
    let tag = claire.tag(&draft).await;
    claire.post(&format!("{draft}/renewal"), seen(&tag), Value::Null).await.problem(409, "not_possible");
    let newer = world.redefined(&[("type: long_text", "type: text")]).await;
    let mut claire = newer.program("claire").await;
    assert_eq!(claire.get("/drafts").await.is(200).json()["items"][0]["outdated"], true);
    let body = claire.get(&draft).await.is(200).json();
    assert_eq!(body["newer"]["dropped"][0]["field"], "details");
    let tag = claire.tag(&draft).await;
    claire.post(&format!("{draft}/renewal"), PLAIN, Value::Null).await.problem(428, "version_required");
    let body = claire.post(&format!("{draft}/renewal"), seen(&tag), Value::Null).await.is(200).json();
    assert_eq!((&body["outdated"], &body["newer"], &body["step"]), (&json!(false), &Value::Null, &json!("need")));
    assert_eq!((&body["answers"]["subject"], &body["answers"]["details"]), (&json!("Cooling"), &Value::Null));
}

#[tokio::test]
async fn the_figures_of_forms_are_for_whoever_may_see_measures() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    submitted(&mut claire, "Cooling").await;
    let draft = begun(&mut claire).await;
    saved(&mut claire, &draft, "need", json!({"kind": "installation", "details": "Quiet"})).await;
    claire.get("/form-figures").await.problem(404, "not_found");
    world.program("tom").await.get("/form-figures").await.problem(403, "forbidden");
    let mut nadia = world.program("nadia").await;
    let body = nadia.get("/form-figures?days=7").await.is(200).json();
    let form = &body["items"][0];
    assert_eq!((&form["started"], &form["submitted"], &form["in_force"]), (&json!(2), &json!(1), &json!(true)));
    assert_eq!(form["reached"][1], json!({"step": "project", "number": 1}));
    assert_eq!(form["faults"], json!([{"step": "need", "field": "subject", "code": "required", "number": 1}]));
    nadia.get("/form-figures?days=0").await.problem(422, "invalid_input");
}
