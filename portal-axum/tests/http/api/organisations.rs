//! `/organisations`: the team's clients. Their people are in `people`.

use portal::core::{form::Value as Filled, id::Id};
use serde_json::{Value, json};

use super::{
    lists::pages,
    program::{PLAIN, With, key, seen},
    reach::{MISSING, twins},
};
use crate::{on_both, world::World};

/// Attributes that the team knows of a client; one of them only its own administrators change.
const ATTRIBUTES: &str = "attributes: {organisation: [{id: sector, type: text, label: Sector}, \
     {id: size, type: integer, label: Size}, {id: sites, type: list, label: Sites}, {id: slogan, type: text, label: Slogan, edited_by: [client_admin]}]}";

async fn alpha(world: &World) -> String {
    world.viewer("claire").await.organisations().next().unwrap().to_string()
}

/// The version that a tag tells of.
fn tag_version(tag: &str) -> String {
    tag.trim_matches('"').split('.').next().unwrap().to_owned()
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

on_both!(a_program_of_the_team_makes_changes_disables_and_enables_a_client_once, world, {
    let mut nadia = world.program("nadia").await;
    let gamma = json!({"name": " Gamma SAS \n"});
    let answer = nadia.post("/organisations", key("gamma"), gamma.clone()).await.is(201);
    let path = answer.header("location").trim_start_matches("/api/v1").to_owned();
    let made = answer.json();
    assert_eq!((&made["name"], &made["state"]), (&json!("Gamma SAS"), &json!("active")));
    assert_eq!((&made["open_requests"], &made["last_activity"]), (&json!(0), &Value::Null));
    assert_eq!(nadia.post("/organisations", key("gamma"), gamma).await.is(201).json(), made, "it was made once");
    nadia.post("/organisations", key("gamma"), json!({"name": "B"})).await.problem(422, "idempotency_key_reused");
    assert_eq!(nadia.get("/organisations?text=gam").await.json()["items"].as_array().unwrap().len(), 1);

    let (tag, body) = (nadia.tag(&path).await, json!({"name": "Gamma", "attributes": {}}));
    assert_eq!(nadia.get_if_changed(&path, &tag).await.status.as_u16(), 304);
    nadia.put(&path, PLAIN, body.clone()).await.problem(428, "version_required");
    assert_eq!(nadia.put(&path, seen(&tag), body.clone()).await.is(200).json()["name"], "Gamma");
    nadia.put(&path, seen(&tag), body).await.problem(412, "version_mismatch");

    let (state, tag) = (format!("{path}/state"), nadia.tag(&path).await);
    nadia.put(&state, seen(&tag), json!({"state": "active"})).await.problem(409, "not_possible");
    let for_a_reason = json!({"state": "active", "reason": "left"});
    nadia
        .put(&state, seen(&tag), for_a_reason)
        .await
        .problem(422, "invalid_input")
        .errors(&[("/reason", "unknown_member")]);
    let bored = json!({"state": "disabled", "reason": "bored"});
    nadia.put(&state, seen(&tag), bored).await.problem(422, "invalid_input").errors(&[("/reason", "option")]);
    let off = json!({"state": "disabled", "reason": "left"});
    for _ in 0..2 {
        let with = With { tag: Some(&tag), key: Some("off") };
        assert_eq!(nadia.put(&state, with, off.clone()).await.is(200).json()["state"], "disabled");
    }
    nadia.put(&state, seen(&tag), off).await.problem(412, "version_mismatch");
    let disabled = nadia.get("/organisations?state=disabled").await.is(200).json();
    assert_eq!(names(disabled["items"].as_array().unwrap()), ["Gamma"]);
    let tag = nadia.tag(&path).await;
    assert_eq!(nadia.put(&state, seen(&tag), json!({"state": "active"})).await.is(200).json()["state"], "active");
});

on_both!(s04_the_people_of_a_disabled_client_are_out_and_so_are_their_programs, world, {
    let (mut nadia, mut claire) = (world.program("nadia").await, world.program("claire").await);
    let (mut bruno, path) = (world.program("bruno").await, format!("/organisations/{}", alpha(&world).await));
    let tag = nadia.tag(&path).await;
    nadia.put(&format!("{path}/state"), seen(&tag), json!({"state": "disabled"})).await.is(200);
    claire.get("/me").await.problem(401, "invalid_token");
    bruno.get("/me").await.is(200);
    let tag = nadia.tag(&path).await;
    nadia.put(&format!("{path}/state"), seen(&tag), json!({"state": "active"})).await.is(200);
    claire.get("/me").await.is(200);
});

on_both!(t01_the_teams_clients_exist_for_the_team_alone_and_are_changed_by_whoever_may, world, {
    let (alpha, tag) = (alpha(&world).await, "\"1.0123456789abcdef.0123456789abcdef\"");
    let (path, missing) = (format!("/organisations/{alpha}"), format!("/organisations/{MISSING}"));
    let body = json!({"name": "Taken over", "attributes": {}});
    for name in ["claire", "aline", "bruno"] {
        let mut client = world.program(name).await;
        client.get("/organisations").await.problem(404, "not_found");
        client.post("/organisations", PLAIN, json!({"name": "Mine"})).await.problem(404, "not_found");
        twins(&client.get(&path).await, &client.get(&missing).await, 404);
        let one = client.put(&path, seen(tag), body.clone()).await;
        twins(&one, &client.put(&missing, seen(tag), body.clone()).await, 404);
        let turn = json!({"state": "disabled"});
        let one = client.put(&format!("{path}/state"), seen(tag), turn.clone()).await;
        twins(&one, &client.put(&format!("{missing}/state"), seen(tag), turn).await, 404);
    }
    let mut tom = world.program("tom").await;
    let shown = tom.get("/organisations").await.is(200).json();
    assert_eq!(names(shown["items"].as_array().unwrap()), ["Alpha Logistics", "Beta Foods"]);
    let tag = tom.tag(&path).await;
    tom.post("/organisations", PLAIN, json!({"name": "Mine"})).await.problem(403, "forbidden");
    tom.put(&path, seen(&tag), body).await.problem(403, "forbidden");
    tom.put(&format!("{path}/state"), seen(&tag), json!({"state": "disabled"})).await.problem(403, "forbidden");
    world.reader("nadia").await.post("/organisations", PLAIN, json!({"name": "Mine"})).await.problem(403, "forbidden");
    assert_eq!(tom.get("/organisations").await.json(), shown, "all is as it was");
});

on_both!(t08_what_nobody_sends_of_a_client_is_refused_and_nothing_is_written, world, {
    let (mut nadia, path) = (world.program("nadia").await, format!("/organisations/{}", alpha(&world).await));
    let (before, tag) = (nadia.get("/organisations").await.is(200).json(), nadia.tag(&path).await);
    let sent = [
        ("id", json!(MISSING)),
        ("state", json!("disabled")),
        ("version", json!(9)),
        ("created", json!("2026-01-01T00:00:00Z")),
        ("open_requests", json!(0)),
    ];
    for (member, value) in sent {
        let (pointer, mut body) = (format!("/{member}"), json!({"name": "Alpha", "attributes": {}}));
        body[member] = value;
        let answers =
            [nadia.post("/organisations", PLAIN, body.clone()).await, nadia.put(&path, seen(&tag), body).await];
        for answer in answers {
            answer.problem(422, "invalid_input").errors(&[(&pointer, "unknown_member")]);
        }
    }
    let turn = json!({"state": "disabled", "name": "Alpha"});
    let answer = nadia.put(&format!("{path}/state"), seen(&tag), turn).await;
    answer.problem(422, "invalid_input").errors(&[("/name", "unknown_member")]);
    assert_eq!(nadia.get("/organisations").await.json(), before);
});

#[tokio::test]
async fn the_attributes_of_a_client_are_read_by_type_and_changed_by_whom_they_are_for() {
    let world = World::saying(ATTRIBUTES).await;
    let (mut nadia, path) = (world.program("nadia").await, format!("/organisations/{}", alpha(&world).await));
    let tag = nadia.tag(&path).await;
    let of = |attributes: Value| json!({"name": "Alpha Logistics", "attributes": attributes});
    let wrong = json!({"name": " ", "attributes": {"size": "many"}});
    nadia.put(&path, seen(&tag), wrong).await.problem(422, "invalid_input").errors(&[("/attributes/size", "format")]);
    let wrong = of(json!({"slogan": "Ours", "colour": "blue", "sector": 3}));
    nadia.put(&path, seen(&tag), wrong).await.problem(422, "invalid_input").errors(&[
        ("/attributes/colour", "unknown_field"),
        ("/attributes/sector", "type"),
        ("/attributes/slogan", "unknown_field"),
    ]);
    let nameless = json!({"name": " ", "attributes": {}});
    nadia.put(&path, seen(&tag), nameless).await.problem(422, "invalid_input").errors(&[("/name", "required")]);
    let body = of(json!({"sector": "Transport", "size": 40}));
    let changed = nadia.put(&path, seen(&tag), body).await.is(200).json();
    assert_eq!(changed["attributes"], json!({"sector": "Transport", "size": "40"}));
    let tag = nadia.tag(&path).await;
    let emptied = nadia.put(&path, seen(&tag), of(json!({"sector": "Trucks"}))).await.is(200).json();
    assert_eq!(emptied["attributes"], json!({"sector": "Trucks"}), "what is left out is emptied");
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    let sites = Filled::List(vec!["Lyon".to_owned(), "Villefranche".to_owned()]);
    world.portal.set_attributes(id, [(Id::from("sites"), sites)].into()).await.unwrap();
    let tag = nadia.tag(&path).await;
    let wrong = of(json!({"sites": ["Nice"]}));
    let answer = nadia.put(&path, seen(&tag), wrong).await.problem(422, "invalid_input");
    answer.errors(&[("/attributes/sites", "unknown_field")]);
    let kept = nadia.put(&path, seen(&tag), of(json!({}))).await.is(200).json();
    assert_eq!(kept["attributes"], json!({"sites": ["Lyon", "Villefranche"]}), "what the host's program keeps");
    let mut page = world.browser("nadia").await;
    let version = tag_version(&nadia.tag(&path).await);
    let form = [("portal.name", "Alpha"), ("portal.seen", version.as_str())];
    page.post(&format!("/team{path}/change"), &form).await.is(303);
    assert_eq!(nadia.get(&path).await.json()["attributes"], kept["attributes"], "nor does the page empty it");
    let new = json!({"name": "Gamma", "attributes": {"size": "7"}});
    assert_eq!(nadia.post("/organisations", PLAIN, new).await.is(201).json()["attributes"], json!({"size": "7"}));
}

#[tokio::test]
async fn the_list_of_clients_goes_on_by_name_and_keeps_what_it_is_narrowed_to() {
    let world = World::new().await;
    let mut nadia = world.program("nadia").await;
    for name in ["Alpha two", "alpha three", "100% Alpha"] {
        nadia.post("/organisations", PLAIN, json!({"name": name})).await.is(201);
    }
    let found = pages(&mut nadia, "/organisations?text=alpha&state=active&limit=2").await;
    let shown: Vec<Vec<&str>> = found.iter().map(|page| names(page)).collect();
    assert_eq!(shown, [vec!["100% Alpha", "Alpha Logistics"], vec!["alpha three", "Alpha two"]]);
    let one = nadia.get("/organisations?text=100%25").await.is(200).json();
    assert_eq!(names(one["items"].as_array().unwrap()), ["100% Alpha"], "a sign means itself");
    let next = nadia.get("/organisations?limit=1").await.json()["next"].as_str().unwrap().to_owned();
    nadia.get(&format!("/projects?after={next}")).await.problem(400, "invalid_cursor");
    nadia.get("/organisations?state=gone").await.problem(422, "invalid_input").errors(&[("state", "option")]);
    nadia.get("/organisations?name=a").await.problem(422, "invalid_input").errors(&[("name", "unknown_parameter")]);
}
