//! Answers of every type as JSON.

use serde_json::{Value, json};

use super::{
    drafts::saved,
    program::{PLAIN, Program, seen},
};
use crate::world::World;

async fn begun(program: &mut Program) -> String {
    let answer = program.post("/drafts", PLAIN, json!({"request_type": "order"})).await.is(201);
    answer.header("location").trim_start_matches("/api/v1").to_owned()
}

fn field<'b>(body: &'b Value, id: &str) -> &'b Value {
    let steps = body["steps"].as_array().unwrap().iter();
    let mut fields = steps.flat_map(|step| step["fields"].as_array().unwrap());
    fields.find(|field| field["id"] == id).unwrap_or_else(|| panic!("no field {id}"))
}

#[tokio::test]
async fn addresses_people_moments_and_rows_are_sent_and_given_as_they_are() {
    let world = World::with_order().await;
    let mut claire = world.program("claire").await;
    let draft = begun(&mut claire).await;
    let body = claire.get(&draft).await.is(200).json();
    let person = &field(&body, "contact")["options"][0];
    assert_eq!(
        (field(&body, "mail")["locked"].clone(), field(&body, "total")["computed"].clone()),
        (json!(true), json!(true))
    );
    assert_eq!(field(&body, "items")["fields"][1]["id"], "quantity");
    let need = json!({"subject": "Pumps", "budget": 900, "contact": person["id"], "reach": "other",
        "reach.other": "By pigeon", "mail": "mallory@evil.example"});
    let body = saved(&mut claire, &draft, "need", need).await;
    assert_eq!(body["answers"]["mail"], "claire@alpha.example");
    assert_eq!(body["answers"]["contact"], json!({"id": person["id"], "name": person["label"]}));
    assert_eq!(body["answers"]["reach.other"], "By pigeon");
    let site = json!({"street": "1, rue Haute", "postal_code": "59000", "city": "Lille", "country": "France"});
    let rows =
        json!([{"name": "Pump", "quantity": 2, "price": "10.10"}, {"name": "Pipe", "quantity": "10", "price": 1.5}]);
    let goods = json!({"site": site, "visit": "2099-07-01T09:30:00+02:00", "items": rows});
    let body = saved(&mut claire, &draft, "goods", goods).await;
    assert_eq!(body["faults"], json!([]));
    assert_eq!(body["answers"]["site"], site);
    assert_eq!(body["answers"]["visit"], "2099-07-01T07:30:00+00:00");
    assert_eq!(body["answers"]["items"][1], json!({"name": "Pipe", "quantity": "10", "price": "1.5"}));
    assert_eq!(body["answers"]["total"], "35.20");
    let tag = claire.tag(&draft).await;
    let request = claire.post(&format!("{draft}/submission"), seen(&tag), Value::Null).await.is(201).json();
    assert_eq!(request["answers"]["items"][0]["name"], "Pump");
}

#[tokio::test]
async fn i03_what_is_of_another_shape_is_refused_where_it_stands() {
    let world = World::with_order().await;
    let mut claire = world.program("claire").await;
    let draft = begun(&mut claire).await;
    let tag = claire.tag(&draft).await;
    let goods = json!({"answers": {
        "site": {"city": 1, "planet": "Mars"}, "visit": "2099-07-01", "total": "1",
        "items": [{"name": ["a"]}, {"rabbit": "b"}, {"quantity": "1e3"}]}});
    let refused = claire.put(&format!("{draft}/steps/goods"), seen(&tag), goods).await;
    refused.is(422).has("/answers/site");
    let tag = claire.tag(&draft).await;
    let goods = json!({"answers": {"visit": "2099-07-01", "total": "1",
        "items": [{"name": ["a"]}, {"rabbit": "b"}, {"quantity": "1e3"}]}});
    let refused = claire.put(&format!("{draft}/steps/goods"), seen(&tag), goods).await.is(422).json();
    let told = refused["errors"].as_array().unwrap().iter();
    let told: Vec<_> =
        told.map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())).collect();
    let expected = [
        ("/answers/items/0/name", "type"),
        ("/answers/items/1/rabbit", "unknown_field"),
        ("/answers/items/2/quantity", "format"),
        ("/answers/total", "computed"),
        ("/answers/visit", "format"),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn the_times_of_a_slot_are_read_chosen_and_refused_by_a_code_when_they_are_gone() {
    let world = World::with_order().await;
    let (mut claire, mut bruno) = (world.program("claire").await, world.program("bruno").await);
    let mut drafts = Vec::new();
    for program in [&mut claire, &mut bruno] {
        let answer = program.post("/drafts", PLAIN, json!({"request_type": "visit"})).await.is(201);
        drafts.push(answer.header("location").trim_start_matches("/api/v1").to_owned());
    }
    let body = claire.get(&drafts[0]).await.is(200).json();
    let visit = field(&body, "visit");
    assert_eq!((visit["type"].clone(), visit["times"][5]["left"].clone()), (json!("slot"), json!(1)));
    let (starts, ends) = (visit["times"][5]["starts"].clone(), visit["times"][5]["ends"].clone());
    let body = saved(&mut claire, &drafts[0], "form", json!({"subject": "Boiler", "visit": starts})).await;
    assert_eq!(body["answers"]["visit"], json!({"slot": "visit", "starts": starts, "ends": ends}));
    let tag = bruno.tag(&drafts[1]).await;
    let late = json!({"answers": {"subject": "Pump", "visit": starts}});
    let refused = bruno.put(&format!("{}/steps/form", drafts[1]), seen(&tag), late).await.is(422).json();
    assert_eq!((&refused["code"], &refused["errors"][0]["code"]), (&json!("invalid_input"), &json!("not_free")));
    assert_eq!(refused["errors"][0]["pointer"], "/answers/visit");
    let tag = bruno.tag(&drafts[1]).await;
    let wrong = json!({"answers": {"visit": "tomorrow"}});
    let refused = bruno.put(&format!("{}/steps/form", drafts[1]), seen(&tag), wrong).await.is(422).json();
    assert_eq!(refused["errors"][0]["code"], "format");
    let tag = claire.tag(&drafts[0]).await;
    let request = claire.post(&format!("{}/submission", drafts[0]), seen(&tag), Value::Null).await.is(201).json();
    assert_eq!(request["answers"]["visit"]["starts"], starts);
}
