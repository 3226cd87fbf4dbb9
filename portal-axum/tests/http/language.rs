//! `/language`: the switch.

use super::world::World;

#[tokio::test]
async fn a_stranger_reads_the_language_of_their_browser() {
    let world = World::new().await;
    let mut client = world.anybody();
    client.headers.push(("accept-language", "fr-CA,fr;q=0.9".into()));
    client.get("/sign-in").await.is(200).has("lang=\"fr\"").has("Mot de passe").has(">English</button>");
}

#[tokio::test]
async fn the_account_says_the_language_until_another_is_chosen() {
    let world = World::new().await;
    let mut aline = world.browser("aline").await;
    aline.headers.push(("accept-language", "en".into()));
    aline.get("/").await.is(200).has("lang=\"fr\"").has("Bonjour Aline");
    let to = aline.post("/language", &[("language", "en"), ("next", "/requests?state=open")]).await.to();
    assert_eq!(to, "/requests?state=open");
    aline.get(&to).await.is(200).has("lang=\"en\"");
    world.browser("aline").await.get("/").await.is(200).has("Hello Aline");
    aline.post("/language", &[("language", "xx"), ("next", "/")]).await.is(400);
    assert_eq!(aline.post("/language", &[("language", "fr"), ("next", "//evil.example")]).await.to(), "/");
}
