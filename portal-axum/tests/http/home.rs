//! `/`: the start page.

use super::world::{World, sent};

#[tokio::test]
async fn a_new_client_is_told_how_to_begin() {
    let world = World::new().await;
    let page = world.browser("claire").await.get("/").await.is(200);
    let page = page.has("Hello Claire").has("Nothing to do for you").has("No requests yet");
    page.has("action=\"&#x2f;requests&#x2f;new&#x2f;quote\"").has("Alpha Logistics").has("lang=\"en\"");
}

#[tokio::test]
async fn what_is_asked_of_a_client_comes_first_with_one_button() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let task = world.asked(request, &["site_plan", "company_extract"]).await;
    let page = claire.get("/").await.is(200).has("Site plan, Company registration extract").has("Missing information");
    let page = page.has(&format!("/tasks/{task}").replace('/', "&#x2f;")).has("So that we can size the equipment.");
    assert!(page.text().find("Send documents").unwrap() < page.text().find("Ongoing requests").unwrap());
    page.has("Asked for: Site plan");
}

#[tokio::test]
async fn t04_another_company_sees_nothing_of_it() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling CANARY").await;
    world.asked(request, &["site_plan"]).await;
    let mut bruno = world.browser("bruno").await;
    for path in ["/", "/requests", "/requests?words=CANARY", "/documents", "/documents?words=brief"] {
        bruno.get(path).await.is(200).lacks("Cooling").lacks("brief.pdf").lacks("Alpha");
    }
}

#[tokio::test]
async fn the_team_is_sent_to_its_own_start_page() {
    let world = World::new().await;
    assert_eq!(world.browser("tom").await.get("/").await.to(), "/team");
}

#[tokio::test]
async fn the_team_lands_on_its_own_page_of_a_request() {
    let world = World::new().await;
    let request = sent(&mut world.browser("claire").await, "Cooling").await;
    let mut tom = world.browser("tom").await;
    assert_eq!(tom.get(&format!("/requests/{request}")).await.to(), format!("/team/requests/{request}"));
    assert_eq!(tom.get("/requests").await.to(), "/team");
    tom.get("/documents").await.is(200).has(&format!("/team/requests/{request}").replace('/', "&#x2f;"));
}
