//! `/tokens`: which there are, making and revoking them.

use chrono::TimeDelta;
use portal::core::identity::{PermissionGroup, Session, TokenAccess, TokenScope};
use serde_json::{Value, json};

use super::{
    program::{PLAIN, Program, key, seen},
    reach::{MISSING, twins},
};
use crate::{
    client::Client,
    confirm::signed_in_since,
    on_both,
    world::{World, address, definitions},
};

fn new(name: &str) -> Value {
    json!({"person": address(name), "name": "stock", "days": 90, "scope": {"requests": "read", "documents": "full"}})
}

/// The same with another member.
fn but(member: &str, value: Value) -> Value {
    let mut body = new("claire");
    body[member] = value;
    body
}

/// A program with this secret.
fn with(world: &World, secret: &str) -> Program {
    let mut client = Client::new(world.app());
    client.headers = vec![("authorization", format!("Bearer {secret}"))];
    Program { client }
}

on_both!(a18_a_token_is_made_after_a_fresh_proof_and_never_by_a_token, world, {
    let mut program = world.program("nadia").await;
    program.post("/tokens", PLAIN, new("claire")).await.problem(403, "confirmation_needed");
    let client = signed_in_since(&world, "nadia", Session::FRESH).await;
    Program { client }.post("/tokens", PLAIN, new("claire")).await.problem(403, "confirmation_needed");
    assert!(!program.get("/tokens").await.is(200).text().contains("stock"), "none was made");

    let mut nadia = Program { client: world.browser("nadia").await };
    let answer = nadia.post("/tokens", key("stock"), new("claire")).await.is(201);
    let (made, path) = (answer.json(), answer.header("location").trim_start_matches("/api/v1").to_owned());
    let secret = made["secret"].as_str().unwrap().to_owned();
    assert_eq!(made["token"]["owner"]["email"], address("claire"));
    assert_eq!(made["token"]["scope"], json!({"requests": "read", "documents": "full"}));
    let mut stock = with(&world, &secret);
    assert_eq!(stock.get("/me").await.is(200).json()["email"], address("claire"));
    stock.get("/requests").await.is(200);
    stock.get("/tokens").await.problem(403, "forbidden");

    let again = nadia.post("/tokens", key("stock"), new("claire")).await.is(201);
    assert_eq!((&again.json()["secret"], again.header("location")), (&Value::Null, answer.header("location")));
    assert_eq!(again.json()["token"]["id"], made["token"]["id"], "it was made once");
    nadia.post("/tokens", key("stock"), new("bruno")).await.problem(422, "idempotency_key_reused");
    let listed = program.get("/tokens").await.is(200).lacks(&secret);
    let stock_of = |item: &&Value| item["name"] == "stock";
    let listed = listed.json()["items"].as_array().unwrap().iter().find(stock_of).unwrap().clone();
    assert!(listed["used"].is_string() && listed["expired"] == false, "{listed}");
    assert_eq!(program.get(&path).await.is(200).lacks(&secret).json(), listed);

    for _ in 0..2 {
        program.delete(&path, key("revoke")).await.is(204);
    }
    stock.get("/me").await.problem(401, "invalid_token");
    twins(&program.get(&path).await, &program.get(&format!("/tokens/{MISSING}")).await, 404);
    program.delete(&path, PLAIN).await.problem(404, "not_found");
});

on_both!(t10_a_token_manages_tokens_only_as_far_as_its_scope, world, {
    let mut nadia = Program { client: world.browser("nadia").await };
    let made = nadia.post("/tokens", PLAIN, new("claire")).await.is(201).json();
    let path = format!("/tokens/{}", made["token"]["id"].as_str().unwrap());
    let narrow = TokenScope::full().with(PermissionGroup::Portal, TokenAccess::Read);
    for mut program in [world.scoped("nadia", narrow).await, world.reader("nadia").await] {
        program.get("/tokens").await.problem(403, "forbidden");
        program.get(&path).await.problem(403, "forbidden");
        program.post("/tokens", PLAIN, new("claire")).await.problem(403, "forbidden");
        program.delete(&path, PLAIN).await.problem(403, "forbidden");
    }
    let runs = TokenScope::default().with(PermissionGroup::Portal, TokenAccess::Full);
    let mut program = world.scoped("nadia", runs).await;
    program.post("/tokens", PLAIN, new("claire")).await.problem(403, "confirmation_needed");
    program.get(&path).await.is(200);
    program.delete(&path, PLAIN).await.is(204);
});

on_both!(t12_who_manages_no_tokens_reads_makes_and_revokes_none, world, {
    let mut nadia = Program { client: world.browser("nadia").await };
    let made = nadia.post("/tokens", PLAIN, new("claire")).await.is(201).json();
    let path = format!("/tokens/{}", made["token"]["id"].as_str().unwrap());
    for name in ["claire", "aline", "bruno", "tom"] {
        let mut person = Program { client: world.browser(name).await };
        person.get("/tokens").await.problem(403, "forbidden");
        person.post("/tokens", PLAIN, new(name)).await.problem(403, "forbidden");
        let missing = format!("/tokens/{MISSING}");
        twins(&person.get(&path).await, &person.get(&missing).await, 403);
        twins(&person.delete(&path, PLAIN).await, &person.delete(&missing, PLAIN).await, 403);
    }
    with(&world, made["secret"].as_str().unwrap()).get("/me").await.is(200);
});

#[tokio::test]
async fn t12_a_client_manages_the_tokens_of_those_alone_whose_places_they_could_give() {
    let world = World::new().await;
    let portal = std::fs::read_to_string(definitions().join("portal.yaml")).unwrap();
    let keeper = "roles:\n  keeper: {label: Keeper, like: client_admin, can: {token.manage: organisation}}\n";
    let portal = portal.replacen("roles:\n", keeper, 1);
    let world = world.with_files(&[("portal.yaml", &portal)]).await.unwrap_or_else(|error| panic!("{error}"));
    let (account, organisation) = world.portal.person_by_email("claire@alpha.example").await.unwrap().unwrap();
    let (mut nadia, alpha) = (Program { client: world.browser("nadia").await }, organisation.unwrap());
    let people = nadia.get(&format!("/organisations/{alpha}/people")).await.is(200).json();
    let place = people["items"].as_array().unwrap().iter().find(|it| it["person"] == account.to_string()).unwrap();
    let place = format!("/organisations/{alpha}/people/{}", place["id"].as_str().unwrap());
    let tag = nadia.tag(&place).await;
    let keeper = json!({"role": "keeper", "projects": null});
    nadia.put(&place, seen(&tag), keeper).await.is(200);
    let foreign = nadia.post("/tokens", PLAIN, new("bruno")).await.is(201).json();

    let mut claire = Program { client: world.browser("claire").await };
    for name in ["bruno", "tom", "nadia"] {
        let refused = claire.post("/tokens", PLAIN, new(name)).await.problem(422, "invalid_input");
        refused.errors(&[("/person", "option")]);
    }
    let made = claire.post("/tokens", PLAIN, new("aline")).await.is(201).json();
    let listed = claire.get("/tokens").await.is(200).lacks("bruno@beta.example").json();
    assert_eq!(listed["items"][0]["id"], made["token"]["id"]);
    let (path, missing) =
        (format!("/tokens/{}", foreign["token"]["id"].as_str().unwrap()), format!("/tokens/{MISSING}"));
    twins(&claire.get(&path).await, &claire.get(&missing).await, 404);
    twins(&claire.delete(&path, PLAIN).await, &claire.delete(&missing, PLAIN).await, 404);
    with(&world, foreign["secret"].as_str().unwrap()).get("/me").await.is(200);
}

#[tokio::test]
async fn t08_what_a_token_is_made_of_is_checked_member_by_member() {
    let world = World::new().await;
    let mut nadia = Program { client: world.browser("nadia").await };
    let wrong = [
        (but("secret", json!("0".repeat(64))), "/secret", "unknown_member"),
        (but("expires", json!("2099-01-01T00:00:00Z")), "/expires", "unknown_member"),
        (but("id", json!(MISSING)), "/id", "unknown_member"),
        (but("scope", json!({"everything": "full"})), "/scope/everything", "unknown_member"),
        (but("scope", json!({"requests": "write"})), "/scope/requests", "option"),
        (but("scope", json!({"requests": null})), "/scope/requests", "type"),
        (but("scope", json!({})), "/scope", "required"),
        (but("scope", Value::Null), "/scope", "type"),
        (but("days", json!(0)), "/days", "out_of_bounds"),
        (but("days", json!(366)), "/days", "out_of_bounds"),
        (but("name", json!(" ")), "/name", "required"),
        (but("person", json!("nobody@alpha.example")), "/person", "option"),
    ];
    for (body, pointer, code) in wrong {
        nadia.post("/tokens", PLAIN, body).await.problem(422, "invalid_input").errors(&[(pointer, code)]);
    }
    assert_eq!(nadia.get("/tokens").await.is(200).json()["items"], json!([]));
}

#[tokio::test]
async fn a04_a_token_ends_when_it_said() {
    let world = World::new().await;
    let mut nadia = Program { client: world.browser("nadia").await };
    let made = nadia.post("/tokens", PLAIN, but("days", json!(1))).await.is(201).json();
    let moment = |name: &str| made["token"][name].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!(moment("expires") - moment("created"), TimeDelta::days(1));
}
