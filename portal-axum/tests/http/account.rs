//! `/account`: who one is, and the language.

use super::world::World;

#[tokio::test]
async fn the_account_says_who_one_is_and_where_to_sign_out() {
    let world = World::new().await;
    let page = world.browser("claire").await.get("/account").await.is(200);
    page.has("Claire Martin").has("claire@alpha.example").has("Alpha Logistics").has("action=\"&#x2f;sign-out\"");
    world.browser("tom").await.get("/account").await.is(200).has("Tom Weber");
}
