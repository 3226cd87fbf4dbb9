//! Reach over HTTP, on both databases (SECURITY T02–T17): what is beyond it is told like what there is not, is in no list and
//! no count, and nothing that somebody sends changes it.

use axum::http::Method;
use portal::core::{
    id::Id,
    identity::{NewPerson, Seat},
};
use serde_json::{Value, json};

use super::{
    drafts::{begun, filled_in, submitted},
    program::{PLAIN, Program, key, seen},
    scenario::{moved, open_task, proposed},
};
use crate::{
    client::Answer,
    on_both,
    world::{PASSWORD, PDF, World},
};

pub const MISSING: &str = "0199a000-0000-7000-8000-000000000000";

/// A problem without what tells one request from the other.
#[track_caller]
fn bare(answer: &Answer) -> Value {
    let mut body = answer.json();
    assert!(body.as_object_mut().unwrap().remove("request_id").is_some());
    body
}

/// Two answers that nothing can tell apart.
#[track_caller]
pub fn twins(one: &Answer, other: &Answer, status: u16) {
    assert_eq!(one.status.as_u16(), status, "{}", one.text());
    assert_eq!((one.status, bare(one)), (other.status, bare(other)));
}

pub async fn newcomer(world: &World, name: &str, role: &str) -> Program {
    let claire = world.viewer("claire").await;
    let new = NewPerson {
        name: name.to_owned(),
        email: format!("{name}@novaterm.example"),
        locale: "en".to_owned(),
        password: PASSWORD.to_owned(),
        organisation: role.starts_with("client").then(|| claire.organisations().next().unwrap()),
        role: role.to_owned(),
    };
    world.portal.add_person(&new).await.unwrap();
    world.program(name).await
}

/// Everything that a client and the team can read of a request.
async fn all_of(world: &World, request: &str) -> Vec<Value> {
    let (mut aline, mut nadia) = (world.program("aline").await, world.program("nadia").await);
    let mut all = Vec::new();
    for program in [&mut aline, &mut nadia] {
        for inside in ["", "/timeline", "/messages", "/documents"] {
            all.push(program.get(&format!("{request}{inside}")).await.is(200).json());
        }
        all.push(program.get("/requests").await.is(200).json());
        all.push(program.get("/documents").await.is(200).json());
    }
    all
}

on_both!(t03_a_foreign_document_or_file_is_taken_up_by_nothing_of_ones_own, world, {
    let (mut claire, mut bruno) = (world.program("claire").await, world.program("bruno").await);
    let mut tom = world.program("tom").await;
    let request = submitted(&mut claire, "Cooling").await;
    let before = all_of(&world, &request).await;
    let document = claire.get("/documents").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let draft = filled_in(&mut claire, "Another").await;
    let file = claire.get(&draft).await.json()["answers"]["brief"][0]["id"].as_str().unwrap().to_owned();

    let own = submitted(&mut bruno, "Heating").await;
    moved(&mut tom, &own, "take", json!({})).await;
    moved(&mut tom, &own, "ask", json!({"reason": "R", "asked": [{"kind": "site_plan"}]})).await;
    let (task, mine) = (open_task(&mut bruno, &own).await, begun(&mut bruno).await);
    for (place, foreign) in [(&task, &document), (&mine, &file), (&mine, &document)] {
        let inside = if place.starts_with("/tasks") { "documents" } else { "files" };
        let tag = bruno.tag(place).await;
        let one = bruno.delete(&format!("{place}/{inside}/{foreign}"), seen(&tag)).await;
        let other = bruno.delete(&format!("{place}/{inside}/{MISSING}"), seen(&tag)).await;
        twins(&one, &other, 404);
    }
    // An answer that names a file of another's is no answer.
    for named in [json!([file]), json!([{"id": file}]), json!(document)] {
        let (tag, body) = (bruno.tag(&mine).await, json!({"answers": {"terms": true, "brief": named}}));
        let answer = bruno.put(&format!("{mine}/steps/documents"), seen(&tag), body).await;
        assert!([200, 422].contains(&answer.status.as_u16()), "{}", answer.text());
    }
    assert!(bruno.get(&mine).await.json()["answers"].get("brief").is_none(), "nothing was linked");
    bruno.get(&format!("/documents/{document}/content")).await.problem(404, "not_found");
    claire.get(&format!("/documents/{document}/content")).await.is(200);
    assert_eq!(claire.get(&draft).await.json()["answers"]["brief"][0]["id"], json!(file), "and nothing was taken");
    assert_eq!(all_of(&world, &request).await[..4], before[..4]);
});

on_both!(t04_a_foreign_number_is_in_no_search_filter_list_or_count, world, {
    let (mut claire, mut bruno) = (world.program("claire").await, world.program("bruno").await);
    let own = submitted(&mut bruno, "Heating").await;
    let lists = ["/requests", "/requests?open=true", "/documents", "/dashboard", "/drafts", "/offers"];
    let mut before = Vec::new();
    for path in lists {
        before.push(bruno.get(path).await.is(200).json());
    }
    let request = submitted(&mut claire, "Cooling CANARY").await;
    let reference = claire.get(&request).await.json()["reference"].as_str().unwrap().to_owned();
    let id = request.rsplit('/').next().unwrap();
    for text in [reference.as_str(), &reference[..7], id, "CANARY", "%25", "_"] {
        for list in ["/requests", "/documents"] {
            let found = bruno.get(&format!("{list}?text={text}")).await.is(200).lacks("CANARY").lacks(&reference);
            let items = found.json()["items"].as_array().unwrap().len();
            assert!(items <= 1, "{text}: at most their own");
        }
    }
    for (path, before) in lists.into_iter().zip(before) {
        assert_eq!(bruno.get(path).await.is(200).json(), before, "{path} is as it was");
    }
    bruno.get(&own).await.is(200);
});

on_both!(t05_there_is_no_live_channel_that_could_tell_of_others, world, {
    let mut bruno = world.program("bruno").await;
    let described = bruno.get("/openapi.json").await.is(200).text();
    assert!(!described.contains("text/event-stream") && !described.contains("\"101\""), "one needs tests of its own");
    for path in ["/requests", "/dashboard"] {
        bruno.client.headers.push(("accept", "text/event-stream".to_owned()));
        let answer = bruno.get(path).await;
        bruno.client.headers.pop();
        assert!(!answer.header("content-type").starts_with("text/event-stream"), "{path}");
    }
});

on_both!(t08_whatever_else_a_body_brings_is_refused_and_changes_nothing, world, {
    let mut claire = world.program("claire").await;
    let mut tom = world.program("tom").await;
    let request = submitted(&mut claire, "Cooling").await;
    let draft = begun(&mut claire).await;
    let foreign = world.program("bruno").await.get("/me").await.json()["organisations"][0]["id"].clone();
    let before = all_of(&world, &request).await;
    let drafts = claire.get("/drafts").await.json();
    for (name, value) in [
        ("organisation", foreign),
        ("company", json!("Beta")),
        ("role", json!("team_admin")),
        ("status", json!("completed")),
        ("owner", json!(MISSING)),
        ("opened_by", json!(MISSING)),
        ("created_at", json!("2000-01-01T00:00:00Z")),
        ("submitted", json!("2000-01-01T00:00:00Z")),
        ("internal", json!(true)),
        ("audience", json!("team")),
        ("version", json!(99)),
        ("id", json!(MISSING)),
        ("__proto__", json!({})),
    ] {
        let with = |mut body: Value| {
            body.as_object_mut().unwrap().insert(name.to_owned(), value.clone());
            body
        };
        let (of_draft, of_request) = (claire.tag(&draft).await, claire.tag(&request).await);
        let place = format!("/{name}");
        let begun = claire.post("/drafts", PLAIN, with(json!({"request_type": "quote", "another": true}))).await;
        // Which of one's own organisations it is for may be said there: a foreign one is as one that is not there.
        match name {
            "organisation" => drop(begun.problem(404, "not_found")),
            _ => drop(begun.problem(422, "invalid_input").errors(&[(place.as_str(), "unknown_member")])),
        }
        let sent = [
            claire.put(&format!("{draft}/steps/need"), seen(&of_draft), with(json!({"answers": {}}))).await,
            claire.post(&format!("{request}/messages"), PLAIN, with(json!({"body": "Hello"}))).await,
            claire.post(&format!("{request}/moves/withdraw"), seen(&of_request), with(json!({}))).await,
            tom.post(&format!("{request}/notes"), PLAIN, with(json!({"body": "Hello"}))).await,
        ];
        for answer in sent {
            answer.problem(422, "invalid_input").errors(&[(place.as_str(), "unknown_member")]);
        }
    }
    assert_eq!(claire.get("/drafts").await.json(), drafts);
    assert_eq!(all_of(&world, &request).await, before);
});

on_both!(t10_a_viewer_writes_nothing, world, {
    let mut claire = world.program("claire").await;
    let mut tom = world.program("tom").await;
    let mut vera = newcomer(&world, "vera", "client_viewer").await;
    let asked = submitted(&mut claire, "Cooling").await;
    moved(&mut tom, &asked, "take", json!({})).await;
    moved(&mut tom, &asked, "ask", json!({"reason": "R", "asked": [{"kind": "site_plan"}]})).await;
    let decided = submitted(&mut claire, "Heating").await;
    proposed(&mut tom, &decided).await;
    let (provide, approve) = (open_task(&mut claire, &asked).await, open_task(&mut claire, &decided).await);
    let draft = begun(&mut claire).await;
    let (before, after) = (all_of(&world, &asked).await, all_of(&world, &decided).await);
    vera.get(&asked).await.is(200);
    let (of_request, of_provide, of_approve) =
        (vera.tag(&asked).await, vera.tag(&provide).await, vera.tag(&approve).await);
    for (path, tag, body) in [
        (format!("{asked}/messages"), None, json!({"body": "Hello"})),
        (format!("{asked}/moves/withdraw"), Some(&of_request), json!({})),
        (format!("{asked}/moves/provide"), Some(&of_request), json!({})),
        (format!("{provide}/outcome"), Some(&of_provide), json!({"outcome": "done"})),
        (format!("{approve}/outcome"), Some(&of_approve), json!({"outcome": "approve"})),
        (format!("{approve}/outcome"), Some(&of_approve), json!({"outcome": "refuse", "reason": "No"})),
        ("/drafts".to_owned(), None, json!({"request_type": "quote"})),
    ] {
        let answer = vera.post(&path, tag.map_or(PLAIN, |tag| seen(tag)), body).await;
        assert!([403, 404, 409].contains(&answer.status.as_u16()), "{path}: {}", answer.text());
    }
    vera.upload(&format!("{provide}/items/0/documents?name=a.pdf"), PLAIN, PDF).await.problem(403, "forbidden");
    for (path, of_team) in [("notes", json!({"body": "x"})), ("documents?kind=quote&name=a.pdf", Value::Null)] {
        let answer = vera.post(&format!("{asked}/{path}"), PLAIN, of_team).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.text());
    }
    // A colleague's draft is nobody else's, whatever their role.
    vera.get(&draft).await.problem(404, "not_found");
    assert_eq!((all_of(&world, &asked).await, all_of(&world, &decided).await), (before, after));
});

on_both!(t11_what_a_colleague_wrote_is_changed_by_nobody, world, {
    let (mut claire, mut aline) = (world.program("claire").await, world.program("aline").await);
    let mut nadia = world.program("nadia").await;
    let request = submitted(&mut claire, "Cooling").await;
    let made = claire.post(&format!("{request}/messages"), key("m"), json!({"body": "Mine"})).await.is(201);
    let message = made.header("location").trim_start_matches("/api/v1").to_owned();
    let before = all_of(&world, &request).await;
    for program in [&mut aline, &mut nadia, &mut claire] {
        for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::POST] {
            let answer = program.send(method.clone(), &message, PLAIN, json!({"body": "Theirs"})).await;
            assert!([404, 405].contains(&answer.status.as_u16()), "{method}: {}", answer.text());
        }
        let under = program.post(&format!("{request}/messages"), key("m"), json!({"body": ""})).await;
        assert!(under.status.is_client_error(), "nor by its key: {}", under.text());
    }
    assert_eq!(claire.get(&message).await.json()["body"], "Mine");
    assert_eq!(all_of(&world, &request).await, before);
});

on_both!(t14_a_team_member_limited_to_queues_is_so_in_every_answer, world, {
    let (mut claire, mut nadia) = (world.program("claire").await, world.program("nadia").await);
    let mut tom = world.program("tom").await;
    let request = submitted(&mut claire, "Cooling CANARY").await;
    proposed(&mut tom, &request).await;
    let task = open_task(&mut claire, &request).await;
    let document = nadia.get("/documents").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let me = tom.get("/me").await.json()["id"].as_str().unwrap().to_owned();
    let account = me.parse().unwrap();
    world.portal.limit_to_queues(account, Some(Vec::new())).await.unwrap();

    for list in ["/requests", "/requests?open=true&order=due", "/requests?text=CANARY", "/documents"] {
        assert_eq!(tom.get(list).await.is(200).lacks("CANARY").json()["items"], json!([]), "{list}");
    }
    for path in [
        request.clone(),
        format!("{request}/timeline"),
        format!("{request}/messages"),
        format!("{request}/notes"),
        task.clone(),
        format!("/documents/{document}"),
        format!("/documents/{document}/content"),
    ] {
        let foreign = tom.get(&path).await;
        let id = path.split('/').nth(2).unwrap();
        twins(&foreign, &tom.get(&path.replace(id, MISSING)).await, 404);
    }
    for (path, body) in [("messages", json!({"body": "x"})), ("notes", json!({"body": "x"}))] {
        tom.post(&format!("{request}/{path}"), PLAIN, body).await.problem(404, "not_found");
    }
    let tag = nadia.tag(&request).await;
    let foreign = tom.put(&format!("{request}/owner"), seen(&tag), json!({"owner": me})).await;
    let missing = tom.put(&format!("/requests/{MISSING}/owner"), seen(&tag), json!({"owner": me})).await;
    twins(&foreign, &missing, 412);
    nadia.put(&format!("{request}/owner"), seen(&tag), json!({"owner": me})).await.problem(422, "invalid_input");
    let mut browser = world.browser("tom").await;
    browser.get("/team/queue").await.is(200).lacks("CANARY");
    let id = request.rsplit('/').next().unwrap();
    browser.get(&format!("/team/requests/{id}")).await.is(404);

    world.portal.limit_to_queues(account, Some(vec![Id::from("sales")])).await.unwrap();
    assert_eq!(tom.get("/requests").await.is(200).json()["items"].as_array().unwrap().len(), 1);
    tom.get(&request).await.is(200);
    browser.get("/team/queue").await.is(200).has("CANARY");
});

on_both!(t17_an_invitation_says_nothing_of_who_has_an_account_elsewhere, world, {
    let mut aline = world.browser("aline").await;
    let mut answers = Vec::new();
    for email in ["bruno@beta.example", "nobody@beta.example"] {
        let typed = [("name", "Somebody"), ("email", email), ("role", "client_user"), ("locale", "en")];
        let answer = aline.post("/people/invite", &typed).await;
        answers.push((answer.status, answer.to(), answer.text().replace(email, "")));
    }
    assert_eq!(answers[0], answers[1]);
    let seat = Seat::Organisation(world.viewer("aline").await.organisations().next().unwrap());
    let viewer = world.viewer("aline").await;
    let people = world.portal.desk(&viewer).people(seat).await.unwrap();
    let shown: Vec<_> = people.invited.iter().map(|it| (it.role.clone(), it.expired, it.link.letter)).collect();
    assert_eq!((shown.len(), &shown[0]), (2, &shown[1]));
});

on_both!(explaining_access_over_the_api_and_on_the_page_tells_the_rule_and_takes_the_permission, world, {
    let (mut claire, mut nadia) = (world.program("claire").await, world.program("nadia").await);
    let mut tom = world.program("tom").await;
    let request = submitted(&mut claire, "Cooling").await;
    let reference = claire.get(&request).await.json()["reference"].as_str().unwrap().to_owned();
    let ask = |person: &str, object: &str| format!("/access?person={person}&object={object}");
    let body = nadia.get(&ask("claire@alpha.example", &reference)).await.is(200).json();
    assert_eq!(
        (&body["sees"], &body["object"], &body["reference"]),
        (&json!(true), &json!("request"), &json!(reference))
    );
    let view = &body["permissions"][0];
    assert_eq!((&view["permission"], &view["admitted"]), (&json!("request.view"), &json!(true)));
    assert_eq!((&view["grounds"][0]["role"], &view["grounds"][0]["reach"]), (&json!("client_user"), &json!("own")));
    assert_eq!(view["grounds"][0]["says"], "admits");
    let approve = body["permissions"].as_array().unwrap().iter().find(|it| it["permission"] == "request.approve");
    assert_eq!(approve.unwrap()["grounds"][0]["says"], "permission_not_given");
    let bruno = nadia.get(&ask("bruno@beta.example", &reference)).await.is(200).json();
    assert_eq!(
        (&bruno["sees"], &bruno["permissions"][0]["grounds"][0]["says"]),
        (&json!(false), &json!("other_organisation"))
    );

    proposed(&mut tom, &request).await;
    let task = open_task(&mut claire, &request).await;
    let task = task.rsplit('/').next().unwrap();
    let of =
        async |nadia: &mut Program, person: &str| nadia.get(&ask(person, task)).await.is(200).json()["can_do"].clone();
    assert_eq!(
        (of(&mut nadia, "claire@alpha.example").await, of(&mut nadia, "aline@alpha.example").await),
        (json!(false), json!(true))
    );
    let document = nadia.get("/documents").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let body = nadia.get(&ask("aline@alpha.example", &document)).await.is(200).json();
    assert_eq!((&body["object"], &body["permissions"][0]["permission"]), (&json!("document"), &json!("document.view")));
    nadia.get(&ask("nobody@alpha.example", &reference)).await.problem(404, "not_found");
    nadia.get(&ask("claire@alpha.example", MISSING)).await.problem(404, "not_found");
    tom.get(&ask("claire@alpha.example", &reference)).await.problem(403, "forbidden");
    claire.get(&ask("claire@alpha.example", &reference)).await.problem(404, "not_found");

    let mut page = world.browser("nadia").await;
    let id = request.rsplit('/').next().unwrap();
    page.get(&format!("/team/requests/{id}")).await.is(200).has(&format!("object={reference}"));
    let shown = page.get(&format!("/team{}", ask("bruno@beta.example", &reference))).await.is(200);
    shown.has("Bruno Keller").has("Beta Foods").has(&reference);
    page.get(&format!("/team{}", ask("nobody@beta.example", &reference))).await.is(404).has("person-fault");
    page.get("/team/access").await.is(200);
    world.browser("tom").await.get("/team/access").await.is(403);
    world.browser("claire").await.get("/team/access").await.is(404);
    let told = portal::explain_access(&world.store, "aline@alpha.example", &reference).await.unwrap();
    assert!(told.sees() && told.answers.iter().any(|it| it.to.name() == "request.approve" && it.admitted));
});
