//! The portal below a path, in a host’s router.

use axum::Router;

use super::{client::Client, world::World};

#[tokio::test]
async fn below_any_path_every_link_stays_below_it() {
    let world = World::new().await;
    let signed_in = world.browser("claire").await.cookies;
    for path in ["/portal", "/apps/acme"] {
        let mut client = Client::new(portal_axum::mount(Router::new(), path, &world.portal));
        assert_eq!(client.get(&format!("{path}/requests")).await.to(), format!("{path}/sign-in?next=%2Frequests"));
        client.cookies = signed_in.clone();
        for page in ["", "/requests", "/documents", "/account", "/requests/new"] {
            let text = client.get(&format!("{path}{page}")).await.is(200).text().replace("&#x2f;", "/");
            for attribute in ["href=\"/", "action=\"/", "src=\"/"] {
                for (at, _) in text.match_indices(attribute) {
                    let link = &text[at + attribute.len() - 1..];
                    assert!(link.starts_with(path), "{page}: {}", &link[..40]);
                }
            }
        }
        let api = client.get(&format!("{path}/api/v1/openapi.json")).await.is(200).json();
        assert_eq!(api["servers"][0]["url"], format!("https://novaterm.example{path}/api/v1"));
        let draft = client.post(&format!("{path}/requests/new/quote"), &[("another", "yes")]).await.to();
        assert!(draft.starts_with(&format!("{path}/drafts/")));
    }
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_start_page() {
    let world = World::new().await;
    let app: Router = portal_axum::mount(Router::new(), "/portal", &world.portal);
    let answer = Client::new(app).get("/portal/").await.is(308);
    assert_eq!(answer.header("location"), "/portal");
}

#[tokio::test]
async fn a_prefix_captured_by_the_host_does_not_come_between() {
    let world = World::new().await;
    let portal: Router = portal_axum::router(world.portal.clone());
    let app = Router::new().nest_service("/{tenant}/portal", portal);
    let mut client = Client::new(app);
    client.cookies = world.browser("claire").await.cookies;
    let draft = client.post("/acme/portal/requests/new/quote", &[]).await.to();
    assert!(draft.starts_with("/acme/portal/drafts/"));
    assert_eq!(client.get(&draft).await.to(), format!("{draft}/steps/need"));
    client.get(&format!("{draft}/steps/need")).await.is(200);
}
