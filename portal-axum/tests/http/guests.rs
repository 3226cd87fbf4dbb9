//! Somebody who is invited to one request, page by page.

use crate::world::{World, sent};

const CHOSEN: &str = "seven green umbrellas";

#[tokio::test]
async fn an_administrator_shows_one_request_to_somebody_from_outside_who_arrives_at_it() {
    let world = World::new().await;
    let (mut claire, mut aline) = (world.browser("claire").await, world.browser("aline").await);
    let id = sent(&mut claire, "Cooling for the server room").await;
    world.work(None).await;
    let page = format!("/requests/{id}");
    let people = format!("{page}/people");
    claire.get(&page).await.is(200).lacks(&people);
    claire.get(&people).await.is(403);
    aline.get(&page).await.is(200).has(&people.replace('/', "&#x2f;"));
    aline.get(&people).await.is(200).has("Invités sur cette demande").has("Personne pour");
    let form = aline.get(&format!("{people}/invite")).await.is(200).has("Inviter quelqu’un sur cette demande");
    let form = form.has("la voit, écrit et fait ce qui est demandé").has("la voit<");
    form.lacks("value=\"client_admin\"");
    let typed = |email, role| [("name", "Eve Laurent"), ("email", email), ("role", role), ("locale", "en")];
    let wrong = aline.post(&format!("{people}/invite"), &typed("eve", "")).await.is(422);
    wrong.has("id=\"email-fault\"").has("id=\"role-0-fault\"").has("Eve Laurent");
    let known = aline.post(&format!("{people}/invite"), &typed("claire@alpha.example", "client_user")).await.is(422);
    known.has("voit déjà cette demande");
    let to = aline.post(&format!("{people}/invite"), &typed("eve@expert.example", "client_user")).await.to();
    assert_eq!(to, format!("{people}?done=invited"));
    aline.get(&to).await.is(200).has("eve@expert.example").has("Eve Laurent");

    let link = world.letter_path().await;
    let mut eve = world.anybody();
    let lead = "invites you to the request “Cooling for the server room” of Alpha Logistics";
    eve.get(&link).await.is(200).has(lead);
    let arrives = eve.post(&link, &[("name", "Eve Laurent"), ("password", CHOSEN)]).await.to();
    assert_eq!(arrives, page);
    let seen = eve.get(&page).await.is(200).has("Cooling for the server room").lacks("/people");
    seen.lacks("href=\"&#x2f;requests&#x2f;new\"");
    eve.get("/").await.is(200).has("Cooling for the server room");
    eve.get("/requests").await.is(200).has("Cooling for the server room");
    eve.get("/people").await.is(404);
    eve.get("/requests/new").await.is(200).lacks("/requests/new/quote");

    let list = aline.get(&people).await.is(200).has("Eve Laurent").lacks("valable");
    let place = list.between("<a class=\"button second small\" href=\"", "\"").replace("&#x2f;", "/");
    assert!(place.starts_with(&people), "{place}");
    aline.get(&place).await.is(200).lacks("/reset").lacks("/disable");
    let changed = aline.post(&place, &[("role", "client_viewer"), ("seen", "1")]).await.to();
    assert_eq!(changed, format!("{people}?done=role-changed"));
    let wrote = eve.post(&format!("{page}/messages"), &[("body", "Hello"), ("key", "k")]).await;
    wrote.is(403);
    assert_eq!(aline.post(&format!("{place}/remove"), &[]).await.to(), format!("{people}?done=person-removed"));
    eve.get(&page).await.is(404);
    eve.get("/").await.is(200).lacks("Cooling for the server room");
}

#[tokio::test]
async fn the_team_reaches_those_who_were_invited_from_its_workbench() {
    let world = World::new().await;
    let (mut claire, mut nadia) = (world.browser("claire").await, world.browser("nadia").await);
    let id = sent(&mut claire, "Cooling").await;
    let people = format!("/requests/{id}/people");
    nadia.get(&format!("/team/requests/{id}")).await.is(200).has(&people.replace('/', "&#x2f;"));
    let back = format!("/team/requests/{id}").replace('/', "&#x2f;");
    nadia.get(&people).await.is(200).has(&back).has("Personne pour");
    let typed = [("name", "Eve"), ("email", "claire@alpha.example"), ("role", "client_user"), ("locale", "fr")];
    nadia.post(&format!("{people}/invite"), &typed).await.is(422).has("voit déjà cette demande");
    let tom = world.browser("tom").await.get(&people).await.is(200).lacks("Invite someone");
    tom.has("Nobody yet");
}
