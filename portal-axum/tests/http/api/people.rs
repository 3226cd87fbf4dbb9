//! `/organisations/{organisation}/people` and `/team/people`: who belongs there, inviting, changing, ending. Who reaches
//! whom is in `people_reach`.

use serde_json::{Value, json};

use super::program::{PLAIN, Program, With, key, seen};
use crate::{
    on_both,
    world::{World, address},
};

/// Below what the people of Claire's company stand.
pub async fn alpha(world: &World) -> String {
    format!("/organisations/{}", world.viewer("claire").await.organisations().next().unwrap())
}

/// The place of somebody among the people that a program sees.
pub async fn place(program: &mut Program, base: &str, name: &str) -> Value {
    let people = program.get(&format!("{base}/people")).await.is(200).json();
    let found = people["items"].as_array().unwrap().iter().find(|it| it["email"] == address(name));
    found.unwrap_or_else(|| panic!("{name} is not in {people}")).clone()
}

/// The address of a place.
pub async fn path_of(program: &mut Program, base: &str, name: &str) -> String {
    format!("{base}/people/{}", place(program, base, name).await["id"].as_str().unwrap())
}

pub fn karim(role: &str) -> Value {
    json!({"name": "Karim Benali", "email": "karim@alpha.example", "role": role, "locale": "en"})
}

on_both!(an_administrator_of_a_client_sees_who_is_there_invites_sends_again_and_takes_back, world, {
    let (mut aline, base) = (world.program("aline").await, alpha(&world).await);
    let people = aline.get(&format!("{base}/people")).await.is(200).json();
    assert_eq!((&people["organisation"]["name"], &people["may_invite"]), (&json!("Alpha Logistics"), &json!(true)));
    let shown = |it: &Value| {
        [&it["name"], &it["role"], &it["state"], &it["me"], &it["may_change"], &it["may_disable"]].map(Value::to_string)
    };
    let items: Vec<_> = people["items"].as_array().unwrap().iter().map(shown).collect();
    assert_eq!(
        items,
        [
            ["\"Aline Roche\"", "\"client_admin\"", "\"active\"", "true", "false", "false"],
            ["\"Claire Martin\"", "\"client_user\"", "\"active\"", "false", "true", "false"],
        ]
    );
    let roles: Vec<&str> = people["roles"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(roles, ["client_viewer", "client_user", "client_admin"], "nothing of the team");

    let invitations = format!("{base}/invitations");
    let answer = aline.post(&invitations, key("karim"), karim("client_user")).await.is(201);
    let (made, path) = (answer.json(), answer.header("location").trim_start_matches("/api/v1").to_owned());
    assert_eq!((&made["letter"], &made["expired"], &made["locale"]), (&json!("pending"), &json!(false), &json!("en")));
    assert_eq!(aline.post(&invitations, key("karim"), karim("client_user")).await.is(201).json(), made);
    assert!(world.letter_path().await.starts_with("/invitations/"));
    let tag = aline.tag(&path).await;
    assert_eq!(aline.get_if_changed(&path, &tag).await.status.as_u16(), 304);
    let listed = aline.get(&format!("{base}/people")).await.json();
    assert_eq!(
        (&listed["invitations"][0]["id"], &listed["invitations"][0]["letter"]),
        (&made["id"], &json!("delivered"))
    );

    let anew = aline.post(&invitations, PLAIN, karim("client_viewer")).await.is(201).json();
    assert_eq!((&anew["id"], &anew["role"]), (&made["id"], &json!("client_viewer")), "one place, one invitation");
    for _ in 0..2 {
        let again = aline.post(&format!("{path}/letter"), key("again"), Value::Null).await.is(200).json();
        assert_eq!((&again["id"], &again["letter"]), (&made["id"], &json!("pending")));
    }
    for _ in 0..2 {
        aline.delete(&path, key("back")).await.is(204);
    }
    aline.get(&path).await.problem(404, "not_found");
    aline.delete(&path, PLAIN).await.problem(404, "not_found");
    aline.post(&format!("{path}/letter"), PLAIN, Value::Null).await.problem(404, "not_found");
});

on_both!(r07_a_fourth_letter_to_an_address_within_an_hour_is_refused_and_says_when, world, {
    let (mut aline, base) = (world.program("aline").await, alpha(&world).await);
    for _ in 0..3 {
        aline.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await.is(201);
    }
    let answer = aline.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await.problem(429, "wait");
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=3600).contains(&seconds)));
});

#[tokio::test]
async fn what_an_invitation_lacks_is_told_member_by_member() {
    let world = World::new().await;
    let (mut aline, base) = (world.program("aline").await, alpha(&world).await);
    let invitations = format!("{base}/invitations");
    let wrong = json!({"name": " ", "email": "karim", "role": "boss", "projects": []});
    aline.post(&invitations, PLAIN, wrong).await.problem(422, "invalid_input").errors(&[
        ("/name", "required"),
        ("/email", "email"),
        ("/role", "option"),
        ("/projects", "required"),
    ]);
    let mut german = karim("client_user");
    german["locale"] = json!("de");
    aline.post(&invitations, PLAIN, german).await.problem(422, "invalid_input").errors(&[("/locale", "option")]);
    let mut claire = karim("client_user");
    claire["email"] = json!("Claire@Alpha.example");
    aline.post(&invitations, PLAIN, claire).await.problem(409, "already_there");
    assert_eq!(aline.get(&format!("{base}/people")).await.json()["invitations"], json!([]));
}

on_both!(t09_a_place_is_changed_as_it_was_seen_and_ended_and_both_count_at_once, world, {
    let (mut aline, mut claire) = (world.program("aline").await, world.program("claire").await);
    let base = alpha(&world).await;
    let path = path_of(&mut aline, &base, "claire").await;
    let (tag, viewer) = (aline.tag(&path).await, json!({"role": "client_viewer", "projects": null}));
    aline.put(&path, PLAIN, viewer.clone()).await.problem(428, "version_required");
    let changed = aline.put(&path, seen(&tag), viewer.clone()).await.is(200);
    assert_eq!(changed.json()["role"], "client_viewer");
    claire.post("/drafts", PLAIN, json!({"request_type": "quote"})).await.problem(404, "not_found");
    aline.put(&path, seen(&tag), viewer).await.problem(412, "version_mismatch");
    aline.delete(&path, seen(&tag)).await.problem(412, "version_mismatch");
    claire.get("/requests").await.is(200);

    let tag = changed.header("etag").to_owned();
    for _ in 0..2 {
        aline.delete(&path, With { tag: Some(&tag), key: Some("end") }).await.is(204);
    }
    aline.get(&path).await.problem(404, "not_found");
    aline.delete(&path, seen(&tag)).await.problem(404, "not_found");
    assert_eq!(claire.get("/requests").await.is(200).json()["items"], json!([]));
    assert_eq!(claire.get("/me").await.is(200).json()["organisations"], json!([]));
});

on_both!(t12_the_last_administrator_of_a_place_stays, world, {
    let (mut nadia, base) = (world.program("nadia").await, alpha(&world).await);
    for (base, name) in [(base.as_str(), "aline"), ("/team", "nadia")] {
        let path = path_of(&mut nadia, base, name).await;
        let tag = nadia.tag(&path).await;
        let (status, code) = if name == "nadia" { (403, "forbidden") } else { (409, "last_administrator") };
        let less = if name == "nadia" { "team_member" } else { "client_user" };
        let body = json!({"role": less, "projects": null});
        nadia.put(&path, seen(&tag), body).await.problem(status, code);
        nadia.delete(&path, seen(&tag)).await.problem(status, code);
    }
});

on_both!(the_team_manages_its_own_people_at_an_address_of_their_own, world, {
    let mut nadia = world.program("nadia").await;
    let people = nadia.get("/team/people").await.is(200).json();
    assert_eq!((&people["organisation"], &people["may_invite"]), (&Value::Null, &json!(true)));
    let roles: Vec<&str> = people["roles"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    assert_eq!(roles, ["team_member", "team_admin"]);
    let paul = json!({"name": "Paul", "email": "paul@novaterm.example", "role": "team_member"});
    let answer = nadia.post("/team/invitations", PLAIN, paul).await.is(201);
    assert_eq!(answer.json()["locale"], "fr", "the caller's own, when nothing is said");
    let path = answer.header("location").trim_start_matches("/api/v1").to_owned();
    assert!(path.starts_with("/team/invitations/"));
    nadia.get(&path).await.is(200);
    nadia.post(&format!("{path}/letter"), PLAIN, json!({})).await.is(200);
    nadia.delete(&path, PLAIN).await.is(204);
    let tom = path_of(&mut nadia, "/team", "tom").await;
    let tag = nadia.tag(&tom).await;
    let body = json!({"role": "team_admin", "projects": null});
    assert_eq!(nadia.put(&tom, seen(&tag), body).await.is(200).json()["role"], "team_admin");
    let tag = nadia.tag(&tom).await;
    nadia.delete(&tom, seen(&tag)).await.is(204);
    world.program("tom").await.get("/requests").await.is(200).lacks("reference");
});

on_both!(a19_a_new_password_is_started_by_one_letter_and_never_set_or_read, world, {
    let (mut aline, base) = (world.program("aline").await, alpha(&world).await);
    let path = path_of(&mut aline, &base, "claire").await;
    let link = format!("{path}/password-link");
    for _ in 0..2 {
        aline.post(&link, key("link"), Value::Null).await.is(204);
    }
    assert!(world.letter_path().await.starts_with("/reset/"));
    world.work(None).await;
    let answer = aline.post(&link, PLAIN, json!({"password": "seven green umbrellas"})).await;
    answer.problem(422, "invalid_input").errors(&[("/password", "unknown_member")]);
    let tag = aline.tag(&path).await;
    let body = json!({"role": "client_user", "projects": null, "password": "seven green umbrellas"});
    let answer = aline.put(&path, seen(&tag), body).await;
    answer.problem(422, "invalid_input").errors(&[("/password", "unknown_member")]);
    aline.get(&path).await.is(200).lacks("argon2").lacks("password");
    for _ in 0..2 {
        aline.post(&link, PLAIN, Value::Null).await.is(204);
    }
    aline.post(&link, PLAIN, Value::Null).await.problem(429, "wait");
});

on_both!(s04_the_team_disables_an_account_and_its_programs_are_out, world, {
    let (mut nadia, mut claire) = (world.program("nadia").await, world.program("claire").await);
    let base = alpha(&world).await;
    let path = path_of(&mut nadia, &base, "claire").await;
    let (account, off) = (format!("{path}/account"), json!({"state": "disabled", "reason": "security"}));
    for _ in 0..2 {
        let with = With { tag: None, key: Some("off") };
        assert_eq!(nadia.put(&account, with, off.clone()).await.is(200).json()["state"], "disabled");
    }
    claire.get("/me").await.problem(401, "invalid_token");
    nadia.put(&account, PLAIN, off.clone()).await.problem(409, "not_possible");
    nadia.post(&format!("{path}/password-link"), PLAIN, Value::Null).await.problem(409, "not_possible");
    assert_eq!(nadia.put(&account, PLAIN, json!({"state": "active"})).await.is(200).json()["state"], "active");
    claire.get("/me").await.is(200);

    let mut aline = world.program("aline").await;
    aline.put(&account, PLAIN, off.clone()).await.problem(404, "not_found");
    let own = path_of(&mut nadia, "/team", "nadia").await;
    nadia.put(&format!("{own}/account"), PLAIN, off.clone()).await.problem(403, "forbidden");
    let tom = path_of(&mut nadia, "/team", "tom").await;
    assert_eq!(nadia.put(&format!("{tom}/account"), PLAIN, off).await.is(200).json()["state"], "disabled");
});

on_both!(p08_what_is_done_to_people_stands_once_in_the_audit_log, world, {
    let (mut nadia, base) = (world.program("nadia").await, alpha(&world).await);
    let path = path_of(&mut nadia, &base, "claire").await;
    nadia.post(&format!("{path}/password-link"), PLAIN, Value::Null).await.is(204);
    nadia.post(&format!("{base}/invitations"), PLAIN, karim("client_user")).await.is(201);
    nadia.put(&format!("{path}/account"), PLAIN, json!({"state": "disabled", "reason": "left"})).await.is(200);
    let log = nadia.get("/audit").await.is(200).json();
    let actions: Vec<&str> =
        log["items"].as_array().unwrap().iter().take(3).map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["account.disabled", "person.invited", "password.reset_sent"]);
});
