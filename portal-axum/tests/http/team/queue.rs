//! `/team/queue`: views, search, pages.

use crate::world::{World, sent};

#[tokio::test]
async fn every_view_of_the_queue_shows_its_requests_and_counts_them() {
    let world = World::new().await;
    let mut tom = world.browser("tom").await;
    tom.get("/team/queue").await.is(200).has("Nothing is open.");
    let mut claire = world.browser("claire").await;
    let cooling = sent(&mut claire, "Cooling").await;
    sent(&mut claire, "Heating").await;
    world.asked(cooling, &["site_plan"]).await;
    tom.get("/team/queue").await.is(200).has("Cooling").has("Heating").has("Alpha Logistics").has("Claire Martin");
    for (view, there, away) in [
        ("mine", "Cooling", "Heating"),
        ("unowned", "Heating", "Cooling"),
        ("us", "Heating", "Cooling"),
        ("client", "Cooling", "Heating"),
    ] {
        let page = tom.get(&format!("/team/queue?view={view}")).await.is(200);
        let rows = page.between("<tbody>", "</tbody>");
        assert!(rows.contains(there) && !rows.contains(away), "{view}: {rows}");
        page.has("aria-current=\"page\"");
    }
    tom.get("/team/queue?view=over").await.is(200).has("No request is over yet.");
}

#[tokio::test]
async fn a_search_keeps_its_view_and_its_words_and_can_be_cleared() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    sent(&mut claire, "Cooling").await;
    let mut tom = world.browser("tom").await;
    tom.get("/team/queue?view=us&text=cool").await.is(200).has("Cooling").has("value=\"cool\"").has("value=\"us\"");
    let page = tom.get("/team/queue?view=us&text=zzz").await.is(200).has("No request of this view matches “zzz”.");
    page.has("href=\"&#x2f;team&#x2f;queue?view=us\">Clear the search");
    tom.get("/team/queue?text=%25").await.is(200).has("matches “%”");
}

#[tokio::test]
async fn the_queue_pages_by_cursor() {
    let usual = World::new().await;
    let world = usual.unpaced().await;
    let mut claire = world.browser("claire").await;
    for number in 0..26 {
        sent(&mut claire, &format!("Number {number}")).await;
    }
    let mut tom = world.browser("tom").await;
    let first = tom.get("/team/queue?view=unowned").await.is(200).has("Number 0<").lacks("Back to the first page");
    let next = first.between("<nav class=\"pages\" aria-label=\"Pages\">\n<a class=\"button second\" href=\"", "\"");
    let next = next.replace("&#x2f;", "/").replace("&amp;", "&");
    tom.get(&next).await.is(200).has("Number 25<").lacks("Number 0<").has("Back to the first page").lacks("Next page");
}

#[tokio::test]
async fn the_team_begins_at_its_queue_and_for_clients_there_is_none() {
    let world = World::new().await;
    let mut tom = world.browser("tom").await;
    assert_eq!(tom.get("/team").await.to(), "/team/queue");
    let mut claire = world.browser("claire").await;
    for path in ["/team", "/team/queue", "/team/deliveries", "/team/nothing"] {
        claire.get(path).await.is(404).has("This page does not exist");
    }
    assert!(world.anybody().get("/team/queue").await.to().starts_with("/sign-in"));
}
