//! `/team/requests/{request}/fields`: the team's own fields of every type, on their page, with the moves that need them, in
//! the API, and in conditions.

use axum::http::Method;
use portal::core::{form::RawAnswers, id::RequestId, request::Submit};
use serde_json::{Value, json};

use crate::{
    api::program::seen,
    world::{PDF, World},
};

async fn request(world: &World) -> RequestId {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    let draft = desk.start_draft("help").await.unwrap();
    let raw: RawAnswers =
        [("subject", "Roof"), ("hours", "3")].map(|(field, value)| (field.to_owned(), vec![value.to_owned()])).into();
    desk.save_step(draft, "form", &raw).await.unwrap();
    desk.submit(&Submit { draft }).await.unwrap().request
}

async fn version(world: &World, id: RequestId) -> String {
    let tom = world.viewer("tom").await;
    world.portal.desk(&tom).request(id).await.unwrap().dossier.request.version.to_string()
}

async fn account(world: &World, name: &str) -> String {
    world.viewer(name).await.account().to_string()
}

#[tokio::test]
async fn people_amounts_and_files_are_written_down_and_what_is_computed_follows() {
    let world = World::of("noted").await;
    let id = request(&world).await;
    let (mut tom, mut claire) = (world.browser("tom").await, world.browser("claire").await);
    let (page, bench) = (format!("/team/requests/{id}/fields"), format!("/team/requests/{id}"));
    tom.get(&bench).await.is(200).has("Fill in").lacks("Our offer");
    let form = tom.get(&page).await.is(200);
    form.has("Advisor").has("Nadia Benali").lacks("Claire Martin").has("name=\"team.rate\"").has("name=\"team.offer\"");
    claire.get(&page).await.is(404);
    let (nadia, seen) = (account(&world, "nadia").await, version(&world, id).await);
    let texts = [("team.advisor", nadia.as_str()), ("team.rate", "40"), ("seen", seen.as_str())];
    let to = tom.upload(&page, &texts, &[("team.offer", "our offer.pdf", PDF)]).await.to();
    assert!(to.starts_with(&bench), "{to}");
    let view = tom.get(&bench).await.is(200);
    view.has("Nadia Benali").has("120").has("our offer.pdf").has("Noted by the team: Advisor, Rate");
    let asked = format!("/requests/{id}");
    claire.get(&asked).await.is(200).has("120").lacks("Nadia Benali").lacks("our offer.pdf");
}

#[tokio::test]
async fn what_will_not_do_is_told_with_everything_typed_and_a_page_that_is_old_saves_nothing() {
    let world = World::of("noted").await;
    let id = request(&world).await;
    let mut tom = world.browser("tom").await;
    let page = format!("/team/requests/{id}/fields");
    let old = version(&world, id).await;
    let claire = account(&world, "claire").await;
    let wrong = [("team.advisor", claire.as_str()), ("team.rate", "much"), ("seen", old.as_str())];
    let answer = tom.upload(&page, &wrong, &[("team.offer", "offer.txt", b"plain words\n")]).await.is(422);
    answer.has("much").has("offer.txt");
    let reveals = [("team.advisor", ""), ("team.rate", "200"), ("seen", old.as_str()), ("portal.intent", "update")];
    tom.upload(&page, &reveals, &[]).await.is(200).has("Why so much?");
    let first = [("team.advisor", ""), ("team.rate", "20"), ("seen", old.as_str())];
    tom.upload(&page, &first, &[]).await.to();
    let second = [("team.advisor", ""), ("team.rate", "30"), ("seen", old.as_str())];
    tom.upload(&page, &second, &[]).await.is(409).has("changed while this page was open").has("30");
    let viewer = world.viewer("tom").await;
    let kept = world.portal.desk(&viewer).request(id).await.unwrap().dossier.request.team_answers;
    assert_eq!(portal::core::form::as_sent(&kept, chrono_tz::UTC)["rate"], ["20"]);
}

#[tokio::test]
async fn a_move_asks_for_the_fields_it_needs_and_takes_the_files_that_are_there() {
    let world = World::of("noted").await;
    let id = request(&world).await;
    let mut tom = world.browser("tom").await;
    let (page, seen) = (format!("/team/requests/{id}/moves/offer"), version(&world, id).await);
    tom.get(&page).await.is(200).has("name=\"team.advisor\"").has("name=\"team.offer\"");
    let nadia = account(&world, "nadia").await;
    let texts = [("team.advisor", nadia.as_str()), ("team.rate", "40"), ("seen", seen.as_str())];
    tom.upload(&page, &texts, &[]).await.is(422).has("href=\"#team.f-offer\"");
    let answer = tom.upload(&page, &texts, &[("team.offer", "offer.pdf", PDF)]).await;
    assert!(answer.to().contains(&format!("/team/requests/{id}")));
    let mut claire = world.browser("claire").await;
    claire.get(&format!("/requests/{id}")).await.is(200).has("offer.pdf").has("120");
}

#[tokio::test]
async fn a_file_is_taken_out_of_its_field_and_stays_with_the_request() {
    let world = World::of("noted").await;
    let id = request(&world).await;
    let mut tom = world.browser("tom").await;
    let page = format!("/team/requests/{id}/fields");
    let seen = version(&world, id).await;
    let first = [("team.rate", "40"), ("seen", seen.as_str())];
    tom.upload(&page, &first, &[("team.offer", "wrong.pdf", PDF)]).await.to();
    let form = tom.get(&page).await.is(200).has("wrong.pdf").lacks("type=\"file\"");
    let remove = form.between("name=\"portal.remove\" value=\"", "\"");
    let seen = version(&world, id).await;
    let press = [("portal.remove", remove.as_str()), ("team.rate", "41"), ("seen", seen.as_str())];
    let again = tom.upload(&page, &press, &[]).await.is(200).lacks("wrong.pdf").has("type=\"file\"").has("41");
    let seen = again.between("name=\"seen\" value=\"", "\"");
    tom.upload(&page, &[("team.rate", "41"), ("seen", seen.as_str())], &[]).await.to();
    tom.get(&format!("/team/requests/{id}")).await.is(200).has("wrong.pdf");
}

#[tokio::test]
async fn the_api_reads_and_writes_them_and_leaves_what_is_not_named() {
    let world = World::of("noted").await;
    let id = request(&world).await;
    let (mut tom, mut claire) = (world.program("tom").await, world.program("claire").await);
    let (path, one) = (format!("/requests/{id}/fields"), format!("/requests/{id}"));
    let body = tom.get(&path).await.is(200).json();
    let advisor = &body["fields"][0];
    assert_eq!((&advisor["id"], &advisor["type"]), (&json!("advisor"), &json!("person")));
    let nadia = account(&world, "nadia").await;
    assert!(advisor["options"].as_array().unwrap().iter().any(|option| option["id"] == nadia.as_str()));
    claire.get(&path).await.problem(404, "not_found");
    let tag = tom.tag(&path).await;
    let written = json!({"fields": {"advisor": nadia, "rate": "40"}});
    let body = tom.put(&path, seen(&tag), written).await.is(200).json();
    assert_eq!(
        (&body["team_answers"]["total"], &body["team_answers"]["advisor"]["id"]),
        (&json!("120"), &json!(nadia))
    );
    let tag = tom.tag(&path).await;
    tom.put(&path, seen(&tag), json!({"fields": {"total": "1"}})).await.problem(422, "invalid_input");
    let body = tom.put(&path, seen(&tag), json!({"fields": {"rate": null}})).await.is(200).json();
    assert_eq!((&body["team_answers"]["rate"], &body["team_answers"]["total"]), (&Value::Null, &Value::Null));
    assert_eq!(body["team_answers"]["advisor"]["id"], json!(nadia));
    let add = format!("/requests/{id}/documents?kind=offer&name=offer.pdf&field=offer");
    let file =
        tom.client.send(Method::POST, &format!("/api/v1{add}"), Some("application/octet-stream"), PDF.to_vec()).await;
    file.is(201);
    let body = tom.get(&one).await.is(200).json();
    assert_eq!(body["team_answers"]["offer"][0]["name"], "offer.pdf");
    let full =
        tom.client.send(Method::POST, &format!("/api/v1{add}"), Some("application/octet-stream"), PDF.to_vec()).await;
    assert_eq!(full.status.as_u16() / 100, 4, "{}", full.text());
    let shown = claire.get(&one).await.is(200).json();
    assert_eq!((&shown["team_answers"]["offer"], &shown["team_answers"]["advisor"]), (&Value::Null, &Value::Null));
}
