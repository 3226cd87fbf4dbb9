//! `/assets/{file}`: named by content, kept for ever.

use super::world::World;

#[tokio::test]
async fn assets_are_kept_for_ever_under_the_name_of_their_content() {
    let world = World::new().await;
    let mut client = world.anybody();
    let page = client.get("/sign-in").await.is(200);
    let style = page.between("rel=\"stylesheet\" href=\"", "\"").replace("&#x2f;", "/");
    let script = page.between("<script src=\"", "\"").replace("&#x2f;", "/");
    for (path, media_type) in [(style.as_str(), "text/css"), (&script, "text/javascript")] {
        let answer = client.get(path).await.is(200);
        assert!(answer.header("content-type").starts_with(media_type));
        assert!(answer.header("cache-control").contains("immutable"));
    }
    client.get("/assets/portal.000000000000.css").await.is(404);
}

#[tokio::test]
async fn the_accent_of_the_definition_reaches_the_pages_without_inline_style() {
    let world = World::new().await;
    let mut client = world.anybody();
    let page = client.get("/sign-in").await.is(200).has("/assets/brand.0b5c6b.css".replace('/', "&#x2f;").as_str());
    assert!(!page.text().contains("style="));
    client.get("/assets/brand.0b5c6b.css").await.is(200).has("--portal-accent:#0b5c6b");
    client.get("/assets/icon.0b5c6b.svg").await.is(200).has("#0b5c6b");
    client.get("/assets/brand.0b5c6b;x.css").await.is(404);
}
