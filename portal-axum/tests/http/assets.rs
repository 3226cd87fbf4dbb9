//! `/assets/{file}`: named by content, kept for ever.

use super::world::{World, definitions};

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

#[tokio::test]
async fn the_logo_stands_at_the_head_of_every_page_and_runs_nothing() {
    let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Ours</title></svg>";
    let world = World::new().await;
    world.anybody().get("/sign-in").await.is(200).lacks("class=\"logo\"");
    let portal = std::fs::read_to_string(definitions().join("portal.yaml")).unwrap();
    let portal = portal.replace("branding:\n", "branding:\n  logo: brand/logo.svg\n");
    let own = world.with_files(&[("portal.yaml", &portal), ("brand/logo.svg", drawn)]).await.unwrap();
    let mut client = own.anybody();
    let page = client.get("/sign-in").await.is(200);
    let logo = page.between("<img class=\"logo\" src=\"", "\"").replace("&#x2f;", "/");
    let answer = client.get(&logo).await.is(200).has("<title>Ours</title>");
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert!(answer.header("cache-control").contains("immutable"));
    client.get("/assets/logo.000000000000.svg").await.is(404);
    own.browser("claire").await.get("/").await.is(200).has("class=\"logo\"");
}
