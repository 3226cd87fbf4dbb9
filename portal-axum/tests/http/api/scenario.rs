//! One quote from the first step to the answer, by programs of the client and of the team.

use serde_json::{Value, json};

use super::{
    drafts::submitted,
    program::{PLAIN, Program, With, key, seen},
};
use crate::{
    client::Answer,
    on_both,
    world::{PDF, World},
};

/// Makes a move on the version there is.
pub async fn moved(program: &mut Program, request: &str, by: &str, body: Value) -> Value {
    let tag = program.tag(request).await;
    program.post(&format!("{request}/moves/{by}"), seen(&tag), body).await.is(200).json()
}

/// The path of the open task of a request.
pub async fn open_task(program: &mut Program, request: &str) -> String {
    let body = program.get(request).await.is(200).json();
    let tasks = body["tasks"].as_array().unwrap();
    let open = tasks.iter().find(|task| task["state"] == "open").unwrap_or_else(|| panic!("no open task: {body}"));
    format!("/tasks/{}", open["id"].as_str().unwrap())
}

/// Takes a request as far as the proposal of a quote.
pub async fn proposed(team: &mut Program, request: &str) {
    moved(team, request, "take", json!({})).await;
    let path = format!("{request}/documents?kind=quote&name=quote.pdf&data[valid_until]=2099-12-31");
    team.upload(&path, PLAIN, PDF).await.is(201);
    moved(team, request, "propose", json!({})).await;
}

#[tokio::test]
async fn a_quote_is_asked_for_completed_proposed_and_approved_on_sqlite() {
    quote(World::new().await).await;
}

#[tokio::test]
async fn a_quote_is_asked_for_completed_proposed_and_approved_on_postgres() {
    quote(World::postgres().await).await;
}

async fn quote(world: World) {
    let (mut claire, mut aline) = (world.program("claire").await, world.program("aline").await);
    let (mut tom, mut nadia) = (world.program("tom").await, world.program("nadia").await);
    let request = submitted(&mut claire, "Cooling").await;

    let queue = tom.get("/requests?open=true&unowned=true&order=due").await.is(200).json();
    assert_eq!(queue["items"][0]["title"], "Cooling");
    let body = tom.get(&request).await.json();
    let moves: Vec<&str> = body["moves"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(moves, ["take", "ask", "refuse"]);
    moved(&mut tom, &request, "take", json!({})).await;
    let asked = json!({
        "reason": "So that we can size the equipment.",
        "asked": [{"kind": "site_plan", "name": "Ground floor"}],
        "asked_by": "2099-01-31"
    });
    let body = moved(&mut tom, &request, "ask", asked).await;
    assert_eq!((&body["status"]["id"], &body["waits_for"]), (&json!("missing"), &json!("client")));

    let board = claire.get("/dashboard").await.is(200).json();
    assert_eq!(board["mine"][0]["items"], json!(["Site plan – Ground floor"]));
    let task = open_task(&mut claire, &request).await;
    let upload = format!("{task}/items/0/documents?name=plan.pdf");
    let document = claire.upload(&upload, key("plan"), PDF).await.is(201);
    let again = claire.upload(&upload, key("plan"), PDF).await.is(201);
    assert_eq!(document.header("location"), again.header("location"));
    let before = tom.get(&request).await.json();
    assert_eq!(before["documents"].as_array().unwrap().len(), 1, "the team sees it once it is sent");
    assert_eq!(before["tasks"][0]["items"][0]["documents"], json!([]));
    let attached = document.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let count = |answer: Answer| answer.is(200).json()["items"].as_array().unwrap().len();
    assert_eq!((count(tom.get("/documents").await), count(claire.get("/documents").await)), (1, 2));
    for path in [attached.clone(), format!("{attached}/content")] {
        tom.get(&path).await.problem(404, "not_found");
        claire.get(&path).await.is(200);
    }
    let tag = claire.tag(&task).await;
    let done = json!({"outcome": "done"});
    claire.post(&format!("{task}/outcome"), PLAIN, done.clone()).await.problem(428, "version_required");
    let with = With { tag: Some(&tag), key: Some("done") };
    let body = claire.post(&format!("{task}/outcome"), with, done.clone()).await.is(200).json();
    assert_eq!((&body["state"], &body["mine"]), (&json!("done"), &json!(false)));
    tom.get(&format!("{attached}/content")).await.is(200);
    claire.post(&format!("{task}/outcome"), with, done.clone()).await.is(200);
    claire.post(&format!("{task}/outcome"), seen(&tag), done.clone()).await.problem(412, "version_mismatch");
    let now = claire.tag(&task).await;
    claire.post(&format!("{task}/outcome"), seen(&now), done).await.problem(409, "not_possible");

    let me = tom.get("/me").await.json()["id"].clone();
    let tag = nadia.tag(&request).await;
    nadia.put(&format!("{request}/owner"), seen(&tag), json!({"owner": me})).await.is(200);
    nadia.put(&format!("{request}/owner"), seen(&tag), json!({"owner": null})).await.problem(412, "version_mismatch");
    let quote = format!("{request}/documents?kind=quote&name=quote.pdf&data[valid_until]=2099-12-31");
    let quote = tom.upload(&quote, PLAIN, PDF).await.is(201).json();
    assert_eq!((&quote["internal"], &quote["data"]["valid_until"]), (&json!(true), &json!("2099-12-31")));
    claire.get(&format!("/documents/{}", quote["id"].as_str().unwrap())).await.problem(404, "not_found");
    moved(&mut tom, &request, "propose", json!({})).await;

    let task = open_task(&mut aline, &request).await;
    let body = aline.get(&task).await.is(200).json();
    assert_eq!((&body["action"], &body["doers"]), (&json!("approve"), &json!(["Aline Roche"])));
    let tag = claire.tag(&task).await;
    let approve = json!({"outcome": "approve"});
    claire.post(&format!("{task}/outcome"), seen(&tag), approve.clone()).await.problem(403, "forbidden");
    let content = format!("/documents/{}/content", quote["id"].as_str().unwrap());
    let file = aline.get(&content).await.is(200);
    assert_eq!((file.body.as_slice(), file.header("content-type")), (PDF, "application/pdf"));
    let tag = aline.tag(&task).await;
    let refuse = json!({"outcome": "refuse"});
    let answer = aline.post(&format!("{task}/outcome"), seen(&tag), refuse).await.problem(422, "invalid_input");
    answer.errors(&[("/reason", "required")]);
    aline.post(&format!("{task}/outcome"), seen(&tag), approve).await.is(200);
    let body = claire.get(&request).await.json();
    assert_eq!((&body["status"]["id"], &body["ended"]), (&json!("completed"), &json!("done")));
    let timeline = claire.get(&format!("{request}/timeline")).await.is(200).json();
    let kinds: Vec<&str> =
        timeline["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert!(kinds.starts_with(&["request.submitted"]) && kinds.contains(&"task.done"), "{kinds:?}");
    world.end().await;
}

#[tokio::test]
async fn a_quote_that_is_refused_goes_back_to_the_team_with_the_reason() {
    let world = World::new().await;
    let (mut claire, mut aline) = (world.program("claire").await, world.program("aline").await);
    let mut tom = world.program("tom").await;
    let request = submitted(&mut claire, "Cooling").await;
    proposed(&mut tom, &request).await;
    let task = open_task(&mut aline, &request).await;
    let tag = aline.tag(&task).await;
    let refuse = json!({"outcome": "refuse", "reason": "Too dear."});
    let body = aline.post(&format!("{task}/outcome"), seen(&tag), refuse).await.is(200).json();
    assert_eq!((&body["state"], &body["outcome"]), (&json!("refused"), &json!("Too dear.")));
    assert_eq!(tom.get(&request).await.json()["status"]["id"], "processing");
}

#[tokio::test]
async fn t06_notes_team_answers_and_internal_documents_are_in_no_answer_to_a_client() {
    let world = World::new().await;
    let (mut claire, mut tom) = (world.program("claire").await, world.program("tom").await);
    let request = submitted(&mut claire, "Cooling").await;
    tom.post(&format!("{request}/notes"), PLAIN, json!({"body": "CANARY note"})).await.is(201);
    let upload = format!("{request}/documents?kind=quote&name=CANARY.pdf");
    let quote = tom.upload(&upload, PLAIN, PDF).await.is(201).json()["id"].as_str().unwrap().to_owned();
    tom.get(&format!("{request}/notes")).await.is(200).has("CANARY note");
    for path in [
        request.clone(),
        format!("{request}/timeline"),
        format!("{request}/messages"),
        format!("{request}/documents"),
        "/dashboard".to_owned(),
        "/documents".to_owned(),
        "/documents?text=CANARY".to_owned(),
        "/requests".to_owned(),
    ] {
        let answer = claire.get(&path).await.is(200).lacks("CANARY").lacks("team_answers").lacks("note");
        answer.lacks(&quote);
    }
    for path in [
        format!("{request}/notes"),
        format!("/documents/{quote}"),
        format!("/documents/{quote}/content"),
        "/owners".into(),
    ] {
        claire.get(&path).await.problem(404, "not_found");
    }
    claire.post(&format!("{request}/notes"), PLAIN, json!({"body": "x"})).await.problem(404, "not_found");
    let tag = claire.tag(&request).await;
    let withdraw = format!("{request}/moves/withdraw");
    claire.post(&withdraw, seen(&tag), json!({"note": "x"})).await.problem(403, "forbidden");
    claire.post(&format!("{request}/moves/take"), seen(&tag), json!({})).await.problem(403, "forbidden");
    claire.upload(&upload, PLAIN, PDF).await.problem(403, "forbidden");
    claire.put(&format!("{request}/owner"), seen(&tag), json!({"owner": null})).await.problem(403, "forbidden");
    let body = claire.post(&withdraw, seen(&tag), json!({})).await.is(200).json();
    assert_eq!(body["ended"], "withdrawn");
}

on_both!(t02_foreign_ids_in_a_body_are_refused_as_if_they_did_not_exist, world, {
    let (mut claire, mut tom) = (world.program("claire").await, world.program("tom").await);
    let request = submitted(&mut claire, "Cooling").await;
    let foreign = world.program("bruno").await.get("/me").await.json()["id"].clone();
    let tag = tom.tag(&request).await;
    let path = format!("{request}/owner");
    for owner in [foreign, json!("0199a000-0000-7000-8000-000000000000")] {
        let answer = tom.put(&path, seen(&tag), json!({"owner": owner})).await;
        answer.problem(422, "invalid_input").errors(&[("/owner", "option")]);
    }
    for (body, place, code) in [
        (json!({}), "/owner", "required"),
        (json!({"owner": "tom"}), "/owner", "format"),
        (json!({"owner": null, "status": "completed"}), "/status", "unknown_member"),
    ] {
        tom.put(&path, seen(&tag), body).await.problem(422, "invalid_input").errors(&[(place, code)]);
    }
    let asked = json!({"reason": "R", "asked": [{"kind": "quote"}, {"kind": "nothing"}], "fields": {"price": 1}});
    let answer = tom.post(&format!("{request}/moves/ask"), seen(&tag), asked).await.problem(422, "invalid_input");
    answer.errors(&[("/asked/0/kind", "option"), ("/asked/1/kind", "option"), ("/fields/price", "unknown_field")]);
    let late = json!({"reason": "R", "asked": [{"kind": "brief"}], "asked_by": "2000-01-01"});
    let answer = tom.post(&format!("{request}/moves/ask"), seen(&tag), late).await.problem(422, "invalid_input");
    answer.errors(&[("/asked_by", "too_early")]);
    let answer = tom.post(&format!("{request}/moves/refuse"), seen(&tag), json!({})).await;
    answer.problem(422, "invalid_input").errors(&[("/reason", "required")]);
    tom.post(&format!("{request}/moves/nothing"), seen(&tag), json!({})).await.problem(404, "not_found");
    tom.post(&format!("{request}/moves/propose"), seen(&tag), json!({})).await.problem(409, "not_possible");
    let answer = tom.upload(&format!("{request}/documents?kind=quote&name=a.pdf&data[x]=1"), PLAIN, PDF).await;
    answer.problem(422, "invalid_input").errors(&[("data[x]", "unknown_field")]);
    let early = format!("{request}/documents?kind=quote&name=a.pdf&data[valid_until]=2000-01-01");
    let answer = tom.upload(&early, PLAIN, PDF).await;
    answer.problem(422, "invalid_input").errors(&[("data[valid_until]", "too_early")]);
    tom.upload(&format!("{request}/documents?kind=nothing&name=a.pdf"), PLAIN, PDF).await.problem(404, "not_found");
    tom.upload(&format!("{request}/documents?name=a.pdf"), PLAIN, PDF).await.problem(422, "invalid_input");
});

on_both!(t01_another_companys_things_and_missing_ones_are_told_the_same_everywhere, world, {
    let (mut claire, mut bruno) = (world.program("claire").await, world.program("bruno").await);
    let mut tom = world.program("tom").await;
    let request = submitted(&mut claire, "Cooling CANARY").await;
    proposed(&mut tom, &request).await;
    let task = open_task(&mut claire, &request).await;
    let document = claire.get("/documents").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let missing = "0199a000-0000-7000-8000-000000000000";
    let twins = async |bruno: &mut Program, path: &str, foreign: &str| {
        let (one, other) = (bruno.get(path).await, bruno.get(&path.replace(foreign, missing)).await);
        one.problem(404, "not_found");
        other.problem(404, "not_found");
    };
    let id = request.rsplit('/').next().unwrap();
    for inside in ["", "/timeline", "/messages", "/documents", "/notes"] {
        twins(&mut bruno, &format!("{request}{inside}"), id).await;
    }
    twins(&mut bruno, &task, task.rsplit('/').next().unwrap()).await;
    for inside in ["", "/content"] {
        twins(&mut bruno, &format!("/documents/{document}{inside}"), &document).await;
    }
    for path in ["/requests", "/requests?text=CANARY", "/documents", "/dashboard"] {
        bruno.get(path).await.is(200).lacks("CANARY").lacks("Alpha");
    }
    let post = json!({"body": "Hi"});
    bruno.post(&format!("{request}/messages"), PLAIN, post).await.problem(404, "not_found");
    bruno.upload(&format!("{task}/items/0/documents?name=a.pdf"), PLAIN, PDF).await.problem(404, "not_found");
});

#[tokio::test]
async fn a_message_sent_again_under_its_key_is_written_once() {
    let world = World::new().await;
    let mut claire = world.program("claire").await;
    let request = submitted(&mut claire, "Cooling").await;
    let path = format!("{request}/messages");
    let body = json!({"body": "When?\r\nSoon?"});
    let first = claire.post(&path, key("m"), body.clone()).await.is(201);
    let again = claire.post(&path, key("m"), body.clone()).await.is(201);
    assert_eq!((first.json(), first.header("location")), (again.json(), again.header("location")));
    let place = first.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(claire.get(&place).await.is(200).json()["body"], "When?\nSoon?");
    claire.post(&path, key("m"), json!({"body": "Other"})).await.problem(422, "idempotency_key_reused");
    claire.post(&path, PLAIN, body).await.is(201);
    assert_eq!(claire.get(&path).await.json()["items"].as_array().unwrap().len(), 2);
    claire
        .post(&path, PLAIN, json!({"body": "  "}))
        .await
        .problem(422, "invalid_input")
        .errors(&[("/body", "required")]);
    let long = json!({"body": "x".repeat(5_001)});
    claire.post(&path, PLAIN, long).await.problem(422, "invalid_input").errors(&[("/body", "too_long")]);
}

#[tokio::test]
async fn a_file_is_taken_back_while_its_task_is_open() {
    let world = World::new().await;
    let (mut claire, mut tom) = (world.program("claire").await, world.program("tom").await);
    let request = submitted(&mut claire, "Cooling").await;
    let asked = json!({"reason": "R", "asked": [{"kind": "site_plan"}]});
    moved(&mut tom, &request, "ask", asked).await;
    let task = open_task(&mut claire, &request).await;
    claire.upload(&format!("{task}/items/1/documents?name=a.pdf"), PLAIN, PDF).await.problem(404, "not_found");
    claire.upload(&format!("{task}/items/x/documents?name=a.pdf"), PLAIN, PDF).await.problem(404, "not_found");
    let upload = format!("{task}/items/0/documents?name=a.pdf");
    let document = claire.upload(&upload, PLAIN, PDF).await.is(201).json()["id"].as_str().unwrap().to_owned();
    let (path, tag) = (format!("{task}/documents/{document}"), claire.tag(&task).await);
    claire.delete(&path, PLAIN).await.problem(428, "version_required");
    let body = claire.delete(&path, seen(&tag)).await.is(200).json();
    assert_eq!(body["items"][0]["documents"], json!([]));
    let tag = claire.tag(&task).await;
    claire.delete(&path, seen(&tag)).await.problem(404, "not_found");
    let done = json!({"outcome": "done"});
    let answer = claire.post(&format!("{task}/outcome"), seen(&tag), done).await.problem(422, "invalid_input");
    answer.errors(&[("", "document_required")]);
}
