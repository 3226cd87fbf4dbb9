//! `/team/forms`: how people get on with forms.

use crate::world::{World, filled_in, sent};

#[tokio::test]
async fn the_team_sees_how_far_people_come_and_what_holds_them_up() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    sent(&mut claire, "Cooling").await;
    let draft = claire.post("/requests/new/quote", &[]).await.to();
    let go = [("details", "Quiet"), ("portal.intent", "continue")];
    claire.upload(&format!("{draft}/steps/need"), &go, &[]).await.is(422);
    let mut nadia = world.browser("nadia").await;
    let page = nadia.get("/team/forms").await.is(200);
    let row = |label: &str, value: &str| format!("<dt>{label}</dt><dd>{value}</dd>");
    let page = page.has(&row("Commencés", "2")).has(&row("Envoyés", "1")).has(&row("Votre projet", "1"));
    page.has("Objet – Sans réponse").has("En vigueur").lacks("Claire").lacks("Cooling");
    nadia.get("/team/forms?days=365").await.is(200).has("aria-current=\"page\">365");
    nadia.get("/team/queue").await.has("Formulaires");
}

#[tokio::test]
async fn an_older_version_of_a_form_stands_by_itself() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    filled_in(&mut claire, "Cooling").await;
    let newer = world.redefined(&[("type: long_text", "type: text")]).await;
    let mut nadia = newer.browser("nadia").await;
    nadia.get("/team/forms").await.is(200).has("Version <span").lacks("En vigueur");
}

#[tokio::test]
async fn without_the_permission_there_are_no_figures() {
    let world = World::new().await;
    let mut tom = world.browser("tom").await;
    tom.get("/team/forms").await.is(403);
    tom.get("/team/queue").await.lacks("/team/forms").lacks("&#x2f;team&#x2f;forms");
    world.browser("claire").await.get("/team/forms").await.is(404);
}
