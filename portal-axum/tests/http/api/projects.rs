//! `/projects`: making, changing, closing them; and the project of a draft.

use portal::core::identity::Seat;
use serde_json::{Value, json};

use super::program::{PLAIN, seen};
use crate::world::World;

#[tokio::test]
async fn a_program_makes_changes_and_closes_a_project_and_its_drafts_name_it() {
    let world = World::of("projects").await;
    let (claire, organisation) = world.portal.person_by_email("claire@alpha.example").await.unwrap().unwrap();
    let (account, seat) = (claire, Seat::Organisation(organisation.unwrap()));
    let alpha = organisation.unwrap().to_string();
    let mut nadia = world.program("nadia").await;
    let bad = json!({"organisation": alpha, "kind": "website", "name": " ", "fields": {"launch": 3}});
    let answer = nadia.post("/projects", PLAIN, bad).await.is(422).json();
    assert_eq!(answer["errors"][0]["pointer"], "/fields/launch");
    let bad = json!({"organisation": alpha, "kind": "website", "name": " ", "fields": {"approver": alpha}});
    let answer = nadia.post("/projects", PLAIN, bad).await.is(422).json();
    let pointers: Vec<&Value> = answer["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/name", "/contact", "/fields/approver"]);
    let new = json!({"organisation": alpha, "kind": "website", "name": "Site", "fields": {"launch": "2099-03-01"},
        "contact": claire.to_string()});
    let answer = nadia.post("/projects", PLAIN, new).await.is(201);
    let path = answer.header("location").trim_start_matches("/api/v1").to_owned();
    let made = answer.json();
    assert_eq!((&made["state"], &made["fields"]["launch"]), (&json!("open"), &json!("2099-03-01")));
    let id = made["id"].as_str().unwrap().to_owned();
    let opened = nadia.get(&format!("/requests?project={id}")).await.is(200).json();
    assert_eq!(opened["items"][0]["title"], "Texts and pictures");
    assert_eq!(opened["items"][0]["project"], json!(id));

    let mut claire = world.program("claire").await;
    let offers = claire.get("/offers").await.is(200).json();
    let of = |name: &str| {
        offers["items"].as_array().unwrap().iter().find(|it| it["request_type"] == name).unwrap()["project"].clone()
    };
    assert_eq!((of("texts"), of("help")), (json!("required"), json!("optional")));
    claire.post("/projects", PLAIN, json!({"organisation": alpha, "kind": "print", "name": "Mine"})).await.is(403);
    let answer = claire.post("/drafts", PLAIN, json!({"request_type": "help", "project": id})).await.is(201);
    let draft = answer.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(answer.json()["project"]["name"], "Site");
    let tag = claire.tag(&draft).await;
    let never = json!({"project": uuid::Uuid::nil()});
    let answer = claire.put(&format!("{draft}/project"), seen(&tag), never).await.is(422).json();
    assert_eq!(answer["errors"][0]["pointer"], "/project");
    let body = claire.put(&format!("{draft}/project"), seen(&tag), json!({"project": null})).await.is(200).json();
    assert_eq!(body["project"], Value::Null);

    let tag = nadia.tag(&path).await;
    let body = json!({"name": "Shop", "fields": {}});
    let changed = nadia.put(&path, seen(&tag), body.clone()).await.is(200).json();
    assert_eq!((&changed["name"], &changed["fields"]), (&json!("Shop"), &json!({})));
    nadia.put(&path, seen(&tag), body).await.is(412);
    let tag = nadia.tag(&path).await;
    let closed = nadia.put(&format!("{path}/state"), seen(&tag), json!({"state": "closed"})).await.is(200).json();
    assert_eq!(closed["state"], "closed");
    let answer = claire.post("/drafts", PLAIN, json!({"request_type": "help", "project": id, "another": true})).await;
    assert_eq!(answer.is(422).json()["errors"][0]["pointer"], "/project");

    world.portal.limit_to_projects(account, seat, Some(vec![id.parse().unwrap()])).await.unwrap();
    let offers = claire.get("/offers").await.is(200).json();
    let items = offers["items"].as_array().unwrap();
    assert!(
        items.iter().all(|offer| offer["project"] == "required"),
        "whoever is limited to projects names one: {items:?}"
    );
}
