//! The headers of every answer.

use axum::http::Method;

use super::world::{World, sent};

#[tokio::test]
async fn x09_x10_x20_every_answer_carries_the_security_headers() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    let style = claire.get("/").await.between("rel=\"stylesheet\" href=\"", "\"").replace("&#x2f;", "/");
    let request = format!("/requests/{request}");
    for path in ["/", &request, &style, "/nowhere", "/assets/nowhere.css", "/documents", "/account", "/requests/new"] {
        let answer = claire.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        for part in [
            "default-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("access-control-allow-origin").is_empty(), "{path}");
        let kept = path.starts_with("/assets/portal");
        assert_eq!(answer.header("cache-control") == "no-store", !kept, "{path}");
    }
}

#[tokio::test]
async fn x01_each_unsafe_route_refuses_a_foreign_page() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    claire.headers = vec![("host", "novaterm.example".into()), ("sec-fetch-site", "cross-site".into())];
    for path in [
        "/sign-in".to_owned(),
        "/sign-out".to_owned(),
        "/language".to_owned(),
        "/requests/new/quote".to_owned(),
        format!("/requests/{request}/messages"),
        format!("/requests/{request}/moves/withdraw"),
    ] {
        claire.post(&path, &[("body", "x"), ("seen", "1")]).await.is(403);
    }
    claire.headers = vec![("host", "novaterm.example".into())];
    claire.get(&format!("/requests/{request}")).await.is(200).has("tag team").lacks("class=\"mine\"");
}

#[tokio::test]
async fn x04_an_unknown_method_is_refused_and_an_override_ignored() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    claire.send(Method::DELETE, "/requests", None, Vec::new()).await.is(405);
    claire.send(Method::TRACE, "/", None, Vec::new()).await.is(405);
    claire.headers.push(("x-http-method-override", "POST".into()));
    claire.get("/sign-out").await.is(405);
    assert_eq!(claire.get("/requests/new/quote").await.to(), "/requests/new");
    claire.get("/requests").await.is(200).lacks("Not sent yet");
}

#[tokio::test]
async fn x11_no_foreign_origin_is_allowed_to_read_or_to_change_anything() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    let request = sent(&mut claire, "Cooling").await;
    for origin in [
        "https://evil.example",
        "null",
        "https://novaterm.example.evil.example",
        "https://evil-novaterm.example",
        "https://novaterm.example:8443",
        "https://novaterm.example@evil.example",
    ] {
        claire.headers = vec![("host", "novaterm.example".into()), ("origin", origin.into())];
        for path in ["/", &format!("/requests/{request}"), "/api/v1/requests", "/api/v1/openapi.json"] {
            let answers = [claire.get(path).await, claire.send(Method::OPTIONS, path, None, Vec::new()).await];
            for answer in answers {
                let allows = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
                assert_eq!(allows, None, "{origin} at {path}");
            }
        }
        claire.post(&format!("/requests/{request}/messages"), &[("body", "x")]).await.is(403);
    }
    claire.headers = vec![("host", "novaterm.example".into()), ("origin", "https://novaterm.example".into())];
    claire.post(&format!("/requests/{request}/messages"), &[("body", "x")]).await.to();
}
