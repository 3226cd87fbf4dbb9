//! `/requests/{request}/people` and `…/invitations`: who sees one request of an organisation's and nothing else there.

use serde_json::{Value, json};

use super::{
    drafts::submitted,
    program::{PLAIN, key, seen},
};
use crate::{on_both, world::World};

fn eve(role: &str) -> Value {
    json!({"name": "Eve Laurent", "email": "eve@expert.example", "role": role, "locale": "en"})
}

on_both!(a_program_shows_a_request_to_somebody_from_outside_and_takes_them_from_it, world, {
    let (mut claire, mut aline) = (world.program("claire").await, world.program("aline").await);
    let base = submitted(&mut claire, "Heating").await;
    let request = base.trim_start_matches("/requests/");
    claire.get(&format!("{base}/people")).await.problem(403, "forbidden");
    let people = aline.get(&format!("{base}/people")).await.is(200).json();
    assert_eq!(
        (&people["request"], &people["items"], &people["may_invite"]),
        (&json!(request), &json!([]), &json!(true))
    );
    let roles: Vec<&str> = people["roles"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(roles, ["client_viewer", "client_user"], "nobody manages people at one request");

    world.work(None).await;
    let invitations = format!("{base}/invitations");
    let made = aline.post(&invitations, key("eve"), eve("client_user")).await.is(201).json();
    assert_eq!(aline.post(&invitations, key("eve"), eve("client_user")).await.is(201).json(), made);
    aline
        .post(&invitations, PLAIN, eve("client_admin"))
        .await
        .problem(422, "invalid_input")
        .errors(&[("/role", "option")]);
    let known = json!({"name": "Claire", "email": "claire@alpha.example", "role": "client_user"});
    aline.post(&invitations, PLAIN, known).await.problem(409, "already_there");
    let link = world.letter_path().await;
    let mut browser = world.anybody();
    browser.post(&link, &[("name", "Eve Laurent"), ("password", "seven green umbrellas")]).await.is(303);
    browser.get(&base).await.is(200).has("Heating");

    let people = aline.get(&format!("{base}/people")).await.is(200).json();
    assert_eq!((&people["items"][0]["email"], &people["invitations"]), (&json!("eve@expert.example"), &json!([])));
    let place = format!("{base}/people/{}", people["items"][0]["id"].as_str().unwrap());
    let tag = aline.tag(&place).await;
    let lower = json!({"role": "client_viewer", "projects": null});
    let changed = aline.put(&place, seen(&tag), lower.clone()).await.is(200).json();
    assert_eq!((&changed["role"], &changed["may_disable"]), (&json!("client_viewer"), &json!(false)));
    aline.put(&place, seen(&tag), lower).await.problem(412, "version_mismatch");
    let tag = aline.tag(&place).await;
    aline.delete(&place, seen(&tag)).await.is(204);
    aline.get(&place).await.problem(404, "not_found");
    browser.get(&base).await.is(404);
    let open = aline.post(&invitations, PLAIN, eve("client_viewer")).await.is(201);
    let path = open.header("location").trim_start_matches("/api/v1").to_owned();
    assert_eq!(path, format!("{invitations}/{}", open.json()["id"].as_str().unwrap()));
    aline.get(&path).await.is(200);
    aline.delete(&path, PLAIN).await.is(204);
    aline.get(&path).await.problem(404, "not_found");
});
