//! `/sign-in/code`, `/sign-in/second-factor` and the pages of one's own second factor.

use chrono::TimeDelta;
use portal::core::identity::Session;

use super::{
    client::{Answer, Client},
    confirm::signed_in_since,
    world::{PASSWORD, World, address},
};

/// What an app shows of the secret on a page, so many steps from now.
fn code(world: &World, secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(world.portal.now().timestamp() + 30 * steps).unwrap()).to_string()
}

fn offer(page: &Answer) -> (String, String) {
    (page.between("<p><code>", "</code>"), page.between("name=\"sealed\" value=\"", "\""))
}

/// Sets a factor up with a browser; gives the secret and the recovery codes.
pub async fn set_up(world: &World, client: &mut Client, path: &str) -> (String, Vec<String>) {
    let page = client.get(path).await.is(200).has("<svg class=\"qr\"").has("href=\"otpauth:");
    let (secret, sealed) = offer(&page);
    let wrong = client.post(path, &[("sealed", &sealed), ("code", "12345")]).await.is(422).has("id=\"code-fault\"");
    assert_eq!(offer(&wrong), (secret.clone(), sealed.clone()), "the same key again");
    let now = code(world, &secret, 0);
    let saved = client.post(path, &[("sealed", &sealed), ("code", &now)]).await.is(200);
    let codes: Vec<String> = saved.between("<pre class=\"code\">", "</pre>").lines().map(str::to_owned).collect();
    assert_eq!((codes.len(), codes[0].len()), (10, 29), "{codes:?}");
    (secret, codes)
}

async fn password(client: &mut Client, name: &str, next: &str) -> String {
    let typed = [("email", address(name)), ("password", PASSWORD.to_owned()), ("next", next.to_owned())];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post("/sign-in", &typed).await.to()
}

#[tokio::test]
async fn a12_a14_s01_a_person_with_a_factor_gives_a_code_and_until_then_nothing_opens() {
    let world = World::new().await;
    let (secret, codes) = set_up(&world, &mut world.browser("claire").await, "/account/second-factor").await;
    let mut client = world.anybody();
    assert_eq!(password(&mut client, "claire", "/requests").await, "/sign-in/code?next=%2Frequests");
    let pending = client.cookies["__Host-portal"].clone();
    for path in
        ["/", "/requests", "/account", "/account/second-factor", "/account/recovery-codes", "/confirm", "/people"]
    {
        assert!(client.get(path).await.to().starts_with("/sign-in"), "{path}");
    }
    for path in ["/account/second-factor", "/account/recovery-codes", "/account/second-factor/remove", "/confirm"] {
        assert!(client.post(path, &[("password", PASSWORD)]).await.to().starts_with("/sign-in"), "{path}");
    }
    assert_eq!(client.get("/sign-in/second-factor").await.to(), "/sign-in", "A14");
    client.post("/sign-in/second-factor", &[("sealed", ""), ("code", "")]).await.to();
    client.get("/api/v1/me").await.is(401);

    client.get("/sign-in/code?next=/requests").await.is(200).lacks(&codes[0]).lacks(&secret);
    client
        .post("/sign-in/code", &[("code", "000"), ("next", "/requests")])
        .await
        .is(422)
        .has("value=\"&#x2f;requests\"");
    let typed = code(&world, &secret, 1);
    assert_eq!(client.post("/sign-in/code", &[("code", &typed), ("next", "/requests")]).await.to(), "/requests");
    assert_ne!(client.cookies["__Host-portal"], pending);
    client.get("/requests").await.is(200).has("Claire Martin");
    client.cookies.insert("__Host-portal".to_owned(), pending);
    assert!(client.get("/requests").await.to().starts_with("/sign-in"));
    assert_eq!(client.get("/sign-in/code").await.to(), "/sign-in", "nobody waits here");
}

#[tokio::test]
async fn a01_a_wrong_password_says_nothing_of_a_factor() {
    let world = World::new().await;
    set_up(&world, &mut world.browser("claire").await, "/account/second-factor").await;
    let mut client = world.anybody();
    let with = client.post("/sign-in", &[("email", &address("claire")), ("password", "not this one")]).await.is(422);
    let without = client.post("/sign-in", &[("email", &address("aline")), ("password", "not this one")]).await.is(422);
    assert_eq!(with.text().replace("claire@", "aline@"), without.text());
    assert!(client.cookies.is_empty());
}

#[tokio::test]
async fn whoever_must_have_a_factor_is_led_to_it_and_goes_on_where_they_were_going() {
    let world = World::new().await;
    let mut tom = world.anybody();
    assert_eq!(password(&mut tom, "tom", "/team/queue").await, "/sign-in/second-factor?next=%2Fteam%2Fqueue");
    assert!(tom.get("/team/queue").await.to().starts_with("/sign-in"));
    let page = tom.get("/sign-in/second-factor?next=/team/queue").await.is(200);
    let (secret, sealed) = offer(&page);
    let pending = tom.cookies["__Host-portal"].clone();
    let now = code(&world, &secret, 0);
    let saved =
        tom.post("/sign-in/second-factor", &[("sealed", &sealed), ("code", &now), ("next", "/team/queue")]).await;
    saved.is(200).has("href=\"&#x2f;team&#x2f;queue\"").has("<pre class=\"code\">");
    assert_ne!(tom.cookies["__Host-portal"], pending, "S01");
    tom.get("/team/queue").await.is(200);
    tom.get("/account").await.is(200).lacks("/account/second-factor/remove").lacks("second-factor&#x2f;remove");
    tom.post("/account/second-factor/remove", &[]).await.is(409);
}

#[tokio::test]
async fn a16_a_recovery_code_is_good_at_the_same_place() {
    let world = World::new().await;
    let (_, codes) = set_up(&world, &mut world.browser("claire").await, "/account/second-factor").await;
    let mut client = world.anybody();
    assert_eq!(password(&mut client, "claire", "").await, "/sign-in/code");
    assert_eq!(client.post("/sign-in/code", &[("code", &codes[4])]).await.to(), "/");
    client.get("/account").await.is(200).has("9 recovery codes are left.");
    let page = client.post("/account/recovery-codes", &[]).await.is(200).lacks(&codes[5]);
    assert_eq!(page.between("<pre class=\"code\">", "</pre>").lines().count(), 10);
    assert_eq!(client.post("/account/second-factor/remove", &[]).await.to(), "/account?done=factor-removed");
    client.get("/account?done=factor-removed").await.is(200).has("Two-step sign-in is off.");
}

#[tokio::test]
async fn a18_a_session_that_is_not_fresh_confirms_first_and_comes_back() {
    let world = World::new().await;
    let mut claire = signed_in_since(&world, "claire", Session::FRESH + TimeDelta::seconds(1)).await;
    for path in ["/account/second-factor", "/account/second-factor/remove", "/account/recovery-codes"] {
        let to = format!("/confirm?next={}", path.replace('/', "%2F"));
        assert_eq!(claire.get(path).await.to(), to);
        assert_eq!(claire.post(path, &[]).await.to(), to, "and nothing is done");
    }
    let typed = [("password", PASSWORD), ("next", "/account/second-factor")];
    assert_eq!(claire.post("/confirm", &typed).await.to(), "/account/second-factor");
    claire.get("/account/second-factor").await.is(200);
}

#[tokio::test]
async fn a18_who_has_a_factor_proves_anew_who_they_are_by_both() {
    let world = World::new().await;
    let (_, codes) = set_up(&world, &mut world.browser("claire").await, "/account/second-factor").await;
    let mut claire = signed_in_since(&world, "claire", Session::FRESH).await;
    claire.get("/confirm?next=/account").await.is(200).has("name=\"password\"").has("name=\"code\"");
    for half in [[("password", PASSWORD), ("code", "")], [("password", ""), ("code", &codes[0])]] {
        claire.post("/confirm", &half).await.is(422).has("This password or this code will not do.");
    }
    let both = [("password", PASSWORD), ("code", &codes[0]), ("next", "/account")];
    assert_eq!(claire.post("/confirm", &both).await.to(), "/account");
}

#[tokio::test]
async fn a12_a_link_to_sign_in_does_not_go_around_the_factor() {
    let world = World::saying("sign_in: {magic_link: true}").await;
    let (secret, _) = set_up(&world, &mut world.browser("claire").await, "/account/second-factor").await;
    world.work(None).await;
    let mut client = world.anybody();
    client.post("/sign-in/link", &[("email", &address("claire"))]).await.is(200);
    let path = world.letter_path().await;
    assert_eq!(client.post(&path, &[]).await.to(), "/sign-in/code");
    assert!(client.get("/requests").await.to().starts_with("/sign-in"));
    let typed = code(&world, &secret, 1);
    assert_eq!(client.post("/sign-in/code", &[("code", &typed)]).await.to(), "/");
    client.get("/requests").await.is(200);
}

#[tokio::test]
async fn a10_no_page_of_a_factor_is_kept_anywhere() {
    let world = World::new().await;
    let page = world.browser("claire").await.get("/account/second-factor").await.is(200);
    assert_eq!(page.header("cache-control"), "no-store");
    let (secret, sealed) = offer(&page);
    assert!(!sealed.contains(&secret.replace(' ', "")), "what comes back is encrypted");
}
