//! `/team/deliveries`: what was sent, and trying again.

use crate::world::{World, sent};

#[tokio::test]
async fn what_was_sent_is_for_who_manages_it() {
    let world = World::new().await;
    let mut nadia = world.browser("nadia").await;
    nadia.get("/team/deliveries").await.is(200).has("Rien n’a encore été envoyé.");
    let mut tom = world.browser("tom").await;
    tom.get("/team/deliveries").await.is(403).has("You may not do this");
    tom.get("/team/queue").await.is(200).lacks("team&#x2f;deliveries");
    nadia.get("/team/queue").await.is(200).has("href=\"&#x2f;team&#x2f;deliveries\"");
}

#[tokio::test]
async fn f15_a_message_that_failed_says_why_and_is_sent_again_on_demand() {
    let world = World::new().await;
    sent(&mut world.browser("claire").await, "Cooling").await;
    world.work(Some("550 no such mailbox")).await;
    let mut nadia = world.browser("nadia").await;
    let page = nadia.get("/team/deliveries?state=failed").await.is(200).has("550 no such mailbox").has("Claire Martin");
    let retry = page.between("<form method=\"post\" action=\"&#x2f;team", "\"").replace("&#x2f;", "/");
    let retry = format!("/team{retry}");
    let mut tom = world.browser("tom").await;
    tom.post(&retry, &[]).await.is(403);
    let to = nadia.post(&retry, &[]).await.to();
    nadia.get(&to).await.is(200).has("Le message sera envoyé de nouveau.").has("En attente d’envoi");
    nadia.post(&retry, &[]).await.is(409);
    world.work(None).await;
    nadia.get("/team/deliveries").await.is(200).has("Remis");
    nadia.post("/team/deliveries/00000000-0000-0000-0000-000000000007/retry", &[]).await.is(404);
}

#[tokio::test]
async fn f22_work_that_was_given_up_says_why_and_is_taken_up_again_on_demand() {
    let world = World::new().await;
    let work = world.given_up("no such request").await;
    let (mut nadia, mut tom) = (world.browser("nadia").await, world.browser("tom").await);
    let retry = format!("/team/deliveries/work/{work}/retry");
    let action = format!("action=\"{}\"", retry.replace('/', "&#x2f;"));
    nadia.get("/team/deliveries").await.is(200).has("no such request").has(&action);
    tom.post(&retry, &[]).await.is(403);
    world.browser("claire").await.post(&retry, &[]).await.is(404);
    let to = nadia.post(&retry, &[]).await.to();
    nadia.get(&to).await.is(200).has("Le travail est repris.").lacks(&action);
    nadia.post(&retry, &[]).await.is(409);
}
