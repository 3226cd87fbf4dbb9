//! `/sign-in` and `/sign-out`.

use super::world::{PASSWORD, World, address};

#[tokio::test]
async fn who_signs_in_lands_where_they_were_going() {
    let world = World::new().await;
    let mut client = world.anybody();
    assert_eq!(client.get("/requests?state=open").await.to(), "/sign-in?next=%2Frequests%3Fstate%3Dopen");
    client.get("/sign-in?next=%2Frequests%3Fstate%3Dopen").await.is(200).has("value=\"&#x2f;requests?state=open\"");
    let typed = [("email", "claire@alpha.example"), ("password", PASSWORD), ("next", "/requests?state=open")];
    assert_eq!(client.post("/sign-in", &typed).await.to(), "/requests?state=open");
    client.get("/requests?state=open").await.is(200).has("Claire Martin");
}

#[tokio::test]
async fn a01_a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let world = World::new().await;
    let mut client = world.anybody();
    let known = client.post("/sign-in", &[("email", &address("claire")), ("password", "not this one")]).await.is(422);
    let unknown = client.post("/sign-in", &[("email", "clair@alpha.example"), ("password", "not this one")]).await;
    assert_eq!(known.text().replace("claire@", "clair@"), unknown.text());
    assert!(known.text().contains("<title>Error: ") && known.text().contains("class=\"summary\""));
    assert!(client.cookies.is_empty());
}

#[tokio::test]
async fn s01_signing_in_ends_the_session_the_browser_had() {
    let world = World::new().await;
    let mut client = world.browser("bruno").await;
    let old = client.cookies["__Host-portal"].clone();
    client.post("/sign-in", &[("email", &address("claire")), ("password", PASSWORD)]).await.to();
    assert_ne!(client.cookies["__Host-portal"], old);
    client.cookies.insert("__Host-portal".to_owned(), old);
    assert!(client.get("/").await.to().starts_with("/sign-in"));
}

#[tokio::test]
async fn s02_after_signing_out_the_cookie_is_worth_nothing() {
    let world = World::new().await;
    let mut client = world.browser("claire").await;
    let old = client.cookies["__Host-portal"].clone();
    let answer = client.post("/sign-out", &[]).await;
    assert_eq!(answer.to(), "/sign-in");
    assert_eq!(answer.header("clear-site-data"), "\"cache\"");
    assert!(client.cookies.is_empty());
    client.cookies.insert("__Host-portal".to_owned(), old);
    assert!(client.get("/").await.to().starts_with("/sign-in"));
}

#[tokio::test]
async fn r04_a_browser_in_which_one_has_signed_in_is_not_shut_out_by_guesses_made_elsewhere() {
    let world = World::new().await;
    let (mut here, mut elsewhere) = (world.anybody(), world.anybody());
    let typed = |password| [("email", "claire@alpha.example"), ("password", password)];
    here.post("/sign-in", &typed(PASSWORD)).await.is(303);
    here.post("/sign-out", &[]).await.is(303);
    assert!(here.cookies.contains_key("__Host-portal-browser") && !here.cookies.contains_key("__Host-portal"));
    assert!(here.get("/").await.to().starts_with("/sign-in"), "it opens nothing");
    for _ in 0..12 {
        elsewhere.post("/sign-in", &typed("wrong wrong wrong")).await;
    }
    assert!(!elsewhere.cookies.contains_key("__Host-portal-browser"));
    elsewhere.post("/sign-in", &typed(PASSWORD)).await.is(422);
    assert_eq!(here.post("/sign-in", &typed(PASSWORD)).await.to(), "/");
}

#[tokio::test]
async fn s08_a_broken_cookie_is_nobody() {
    let world = World::new().await;
    for wrong in ["", "x", &"a".repeat(64), &"é".repeat(32), &"a".repeat(8000)] {
        let mut client = world.anybody();
        client.cookies.insert("__Host-portal".to_owned(), wrong.to_owned());
        client.get("/sign-in").await.is(200);
        assert_eq!(client.get("/").await.to(), "/sign-in");
    }
}

#[tokio::test]
async fn x12_signing_in_never_leads_away() {
    let world = World::new().await;
    for next in ["//evil.example", "/\\evil.example", "https://evil.example/", "/%0d%0aSet-Cookie:a=b"] {
        let typed = [("email", "claire@alpha.example"), ("password", PASSWORD), ("next", next)];
        let to = world.anybody().post("/sign-in", &typed).await.to();
        assert!(to == "/" || to == "/%0d%0aSet-Cookie:a=b", "{next} leads to {to}");
    }
}

#[tokio::test]
async fn x05_a_foreign_page_neither_signs_in_nor_out() {
    let world = World::new().await;
    let mut client = world.browser("claire").await;
    client.headers = vec![("host", "novaterm.example".into()), ("sec-fetch-site", "cross-site".into())];
    client.post("/sign-out", &[]).await.is(403).has("You may not do this");
    client.post("/sign-in", &[("email", "claire@alpha.example"), ("password", PASSWORD)]).await.is(403);
    client.headers = vec![("host", "novaterm.example".into()), ("origin", "https://evil.example".into())];
    client.post("/sign-out", &[]).await.is(403);
    client.headers = vec![("host", "novaterm.example".into())];
    client.get("/").await.is(200);
}

#[tokio::test]
async fn too_many_guesses_from_one_address_wait() {
    let world = World::new().await;
    let mut client = world.anybody();
    let mut last = None;
    for n in 0..32 {
        let typed = [("email", format!("nobody{n}@x.example")), ("password", "not this one".to_owned())];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        last = Some(client.post("/sign-in", &typed).await);
    }
    let last = last.unwrap().is(429).has("A moment, please");
    assert!(last.header("retry-after").parse::<u32>().unwrap() > 0);
}

#[tokio::test]
async fn who_must_sign_in_again_comes_back_to_a_page_that_is_there() {
    let world = World::new().await;
    let mut client = world.anybody();
    let absent = "01900000-0000-7000-8000-000000000000";
    for path in
        [format!("/requests/{absent}/messages"), format!("/tasks/{absent}/approve"), "/requests/new/quote".into()]
    {
        let to = client.post(&path, &[]).await.to();
        assert_eq!(to, format!("/sign-in?next={}", path.replace('/', "%2F")));
        assert!(path.starts_with(&world.browser("claire").await.get(&path).await.to()));
    }
}

#[tokio::test]
async fn a01_asking_for_a_link_to_sign_in_says_nothing_of_whether_there_is_an_account() {
    let world = World::saying("sign_in: {magic_link: true}").await;
    let mut client = world.anybody();
    client.get("/sign-in").await.is(200).has("name=\"password\"").has("formaction=\"&#x2f;sign-in&#x2f;link\"");
    let known = client.post("/sign-in/link", &[("email", &address("claire")), ("password", "")]).await.is(200);
    let unknown = client.post("/sign-in/link", &[("email", "clair@alpha.example"), ("password", "")]).await.is(200);
    assert_eq!(known.text().replace("claire@", "clair@"), unknown.text());
    known.has("valid for 10 minutes");
    client.post("/sign-in/link", &[("email", "claire")]).await.is(422).has("id=\"email\"");
}

#[tokio::test]
async fn a02_a_link_leads_to_the_portal_whatever_host_its_letter_was_asked_at() {
    let world = World::new().await;
    for (person, path, headers) in [
        ("claire", "/forgot", vec![("host", "evil.example")]),
        ("bruno", "/forgot", vec![("host", "novaterm.example"), ("x-forwarded-host", "evil.example")]),
        ("aline", "/forgot", vec![("host", "novaterm.example"), ("forwarded", "host=evil.example;proto=http")]),
        ("tom", "http://evil.example/forgot", vec![("host", "novaterm.example")]),
        ("nadia", "/forgot", vec![("host", "novaterm.example"), ("host", "evil.example")]),
    ] {
        let mut client = world.anybody();
        client.headers = headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        client.headers.push(("sec-fetch-site", "same-origin".to_owned()));
        client.post(path, &[("email", &address(person))]).await.is(200);
        assert!(world.letter_path().await.starts_with("/reset/"), "{person}");
    }
}

#[tokio::test]
async fn where_links_are_the_only_way_no_page_asks_for_a_password() {
    let world = World::saying("sign_in: {password: false, magic_link: true, second_factor: [team_admin]}").await;
    let mut client = world.anybody();
    client.get("/sign-in").await.is(200).lacks("name=\"password\"").lacks("/forgot").has("Send me a link");
    client.post("/sign-in", &[("email", &address("claire")), ("password", PASSWORD)]).await.is(422);
    client.get("/forgot").await.is(404);
    client.post("/forgot", &[("email", &address("claire"))]).await.is(404);
    let (account, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let token = world.portal.sign_in_as(account).await.unwrap().token;
    client.cookies.insert("__Host-portal".to_owned(), token.reveal());
    client.get("/account").await.is(200).lacks("/account&#x2f;password");
    client.get("/account/password").await.is(404);
    let typed = [("old", PASSWORD), ("password", "seven green umbrellas")];
    client.post("/account/password", &typed).await.is(404);
}

#[tokio::test]
async fn without_magic_links_there_is_no_such_button_and_nobody_is_sent_one() {
    let world = World::new().await;
    world.anybody().get("/sign-in").await.is(200).lacks("formaction");
    world.anybody().post("/sign-in/link", &[("email", &address("claire"))]).await.is(404);
}
