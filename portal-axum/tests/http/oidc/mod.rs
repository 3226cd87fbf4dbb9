//! Signing in with a provider: what counts as an answer, and what the person sees when it does not.

mod factor;
pub mod fake;

use std::collections::BTreeMap;

use chrono::TimeDelta;
use portal::core::{
    audit::Audit,
    identity::{AccountState, Invite, Seat, Session},
    store::{AuditFilter, AuditLog as _, Changes, Expect, People as _, Record, Store as _},
};
use portal_axum::{Provider, Web};
use url::Url;

use self::fake::{CLIENT, Fake, SECRET, Says, Signed, says};
use super::{
    client::{Answer, Client},
    confirm::signed_in_since,
    world::{PASSWORD, World, address},
};

async fn log(world: &World) -> Vec<Audit> {
    world.store.audit(&AuditFilter::default(), None, 1000).await.unwrap().rows
}

const START: &str = "/sign-in/with/novaterm";

fn browser(world: &World, fake: &Fake) -> Client {
    let provider = Provider::new("novaterm", "Novaterm ID", fake.issuer(), CLIENT).unwrap().secret(SECRET);
    Client::new(Web::new(world.portal.clone()).provider(provider).router())
}

/// Somebody of the demo whom the provider knows as `subject`.
async fn known(world: &World, fake: &Fake, name: &str, subject: &str) {
    let (account, _) = world.portal.person_by_email(&address(name)).await.unwrap().unwrap();
    world.portal.add_identity(&fake.issuer(), subject, account).await.unwrap();
}

/// With what the browser is sent to the provider.
fn sent(answer: &Answer) -> BTreeMap<String, String> {
    let url = Url::parse(&answer.to()).unwrap();
    url.query_pairs().into_owned().collect()
}

/// Where the browser comes back with this.
fn back(state: &str, rest: &str) -> String {
    format!("{START}/back?state={state}&{rest}")
}

/// Goes to the provider, signs in there, and comes back.
async fn comes_back(client: &mut Client, fake: &Fake, from: &str, says: Says) -> Answer {
    let sent = sent(&client.get(from).await);
    let code = fake.signs_in(&sent, says);
    client.get(&back(&sent["state"], &format!("code={code}"))).await
}

#[tokio::test]
async fn s01_whom_the_provider_knows_comes_in_with_a_new_session_to_where_they_wanted() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    let mut client = browser(&world, &fake);
    client
        .get("/sign-in?next=/requests")
        .await
        .is(200)
        .has("Sign in with Novaterm ID")
        .has(START.replace('/', "&#x2f;").as_str());
    assert_eq!(fake.asked(), 0, "it is asked when it is needed");
    let answer = client.get(&format!("{START}?next=/requests")).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-portal-way=") && cookie.contains("; Max-Age=600; HttpOnly; Secure"), "{cookie}");
    let sent = sent(&answer);
    let expected = [
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", "https://novaterm.example/sign-in/with/novaterm/back"),
        ("scope", "openid profile email"),
    ];
    for (name, value) in expected {
        assert_eq!(sent[name], value);
    }
    assert!(!sent.contains_key("client_secret") && sent["state"].len() == 64 && sent["nonce"].len() == 64);
    let old = world.browser("bruno").await.cookies["__Host-portal"].clone();
    client.cookies.insert("__Host-portal".to_owned(), old.clone());
    let code = fake.signs_in(&sent, says("248"));
    assert_eq!(client.get(&back(&sent["state"], &format!("code={code}"))).await.to(), "/requests");
    assert!(client.cookies["__Host-portal"] != old && !client.cookies.contains_key("__Host-portal-way"));
    client.get("/account").await.is(200).has("Claire Martin");
    let mut before = world.anybody();
    before.cookies.insert("__Host-portal".to_owned(), old);
    assert!(before.get("/").await.to().starts_with("/sign-in"), "the session that was there has ended");
    let leaving = client.post("/sign-out", &[]).await.to();
    assert_eq!(leaving, "/signed-out/novaterm");
    let page = client.get(&leaving).await.is(200).has("Sign out of Novaterm ID too");
    page.has(
        &format!("{}/end?client_id=portal&", fake.issuer())
            .replace('/', "&#x2f;")
            .replace('&', "&amp;")
            .replace("&amp;#", "&#"),
    );
}

#[tokio::test]
async fn x05_a_foreign_page_begins_nothing_at_a_provider() {
    let (world, fake) = (World::new().await, Fake::open().await);
    let mut client = browser(&world, &fake);
    for elsewhere in ["cross-site", "same-site", "none"] {
        client.headers[1].1 = elsewhere.to_owned();
        assert_eq!(client.get(START).await.to(), "/sign-in", "{elsewhere}");
        assert_eq!(client.get(&format!("{START}?next=/requests")).await.to(), "/sign-in?next=%2Frequests");
        assert_eq!(client.get(&format!("{START}?next=//evil.example")).await.to(), "/sign-in", "X12");
    }
    client.headers[1] = ("referer", "https://evil.example/sign-in".to_owned());
    assert_eq!(client.get(START).await.to(), "/sign-in", "a browser that says only where it comes from");
    client.headers.remove(1);
    assert_eq!(client.get(START).await.to(), "/sign-in", "one that says nothing");
    assert!(client.cookies.is_empty() && fake.asked() == 0);
    client.headers.push(("referer", "https://novaterm.example/sign-in".to_owned()));
    sent(&client.get(START).await);
}

#[tokio::test]
async fn a_provider_whose_metadata_name_another_issuer_is_none() {
    let (world, fake) = (World::new().await, Fake::open().await);
    fake.calls_itself("https://other.example");
    browser(&world, &fake).get(START).await.is(503).has("We cannot reach Novaterm ID");
}

#[tokio::test]
async fn p08_what_a_provider_introduces_and_refuses_is_noted_once() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    let mut client = browser(&world, &fake);
    let before = log(&world).await.len();
    comes_back(&mut client, &fake, START, says("248")).await.to();
    comes_back(&mut browser(&world, &fake), &fake, START, says("9")).await.is(403);
    let not_signed = Says { signed: Signed::NotAtAll, ..says("248") };
    comes_back(&mut browser(&world, &fake), &fake, START, not_signed).await.is(400);
    let mut other = browser(&world, &fake);
    let state = sent(&other.get(START).await)["state"].clone();
    other.get(&back(&state, "error=access_denied")).await.is(403);
    other.get(&back(&state, "code=1")).await.is(400);
    client.get("/account/connections/with/novaterm").await.to();
    client.get(&back("1", "code=1")).await.is(400);
    let begun = "session.begin_introduced";
    let expected = [
        ("identity.connected", Some("expired"), false),
        (begun, Some("expired"), false),
        (begun, Some("denied"), false),
        (begun, Some("failed"), false),
        (begun, None, false),
        (begun, None, true),
    ];
    let mut log = log(&world).await;
    log.truncate(log.len() - before);
    let noted: Vec<_> =
        log.iter().map(|entry| (entry.action.as_str(), entry.detail.as_deref(), entry.allowed)).collect();
    assert_eq!(noted, expected);
    assert!(log[0].actor.is_some() && log[0].actor == log[5].actor && log[1].actor.is_none());
}

#[tokio::test]
async fn a_providers_refusal_has_its_page_and_never_a_server_error() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    for (word, status, title) in [
        ("access_denied", 403, "Novaterm ID did not let you through"),
        ("login_required", 400, "was not finished"),
        ("interaction_required", 400, "was not finished"),
        ("temporarily_unavailable", 400, "was not finished"),
        ("server_error", 400, "was not finished"),
        ("invalid_request", 400, "did not work"),
        ("%3Cscript%3E", 400, "did not work"),
    ] {
        let mut client = browser(&world, &fake);
        let sent = sent(&client.get(START).await);
        let page = client.get(&back(&sent["state"], &format!("error={word}&error_description=x"))).await;
        page.is(status).has(title).has("Other ways to sign in").lacks("<script>");
        assert!(!client.cookies.contains_key("__Host-portal"), "{word}");
    }
    let mut client = browser(&world, &fake);
    let sent = sent(&client.get(START).await);
    client.get(&back(&sent["state"], "")).await.is(400).has("did not work");
    client.get(&format!("{START}/back?state=1&state=2")).await.is(400);
    client.get("/sign-in/with/nobody").await.is(404);
    client.get("/sign-in/with/nobody/back?code=1&state=1").await.is(404);
}

#[tokio::test]
async fn an_answer_counts_once_in_the_browser_that_asked_for_it() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    let (mut claire, mut other) = (browser(&world, &fake), browser(&world, &fake));
    let (mine, theirs) = (sent(&claire.get(START).await), sent(&other.get(START).await));
    assert!(mine["state"] != theirs["state"] && mine["nonce"] != theirs["nonce"]);
    let code = fake.signs_in(&mine, says("248"));
    let place = back(&mine["state"], &format!("code={code}"));
    other.get(&place).await.is(400).has("This sign-in is over");
    browser(&world, &fake).get(&place).await.is(400).has("This sign-in is over");
    let kept = claire.cookies.clone();
    assert_eq!(claire.get(&place).await.to(), "/");
    claire.get(&place).await.is(400).has("This sign-in is over");
    claire.cookies = kept;
    claire.get(&place).await.is(400).has("did not work");
    let injected = fake.signs_in(&theirs, says("248"));
    let mine = sent(&claire.get(START).await);
    let page = claire.get(&back(&mine["state"], &format!("code={injected}"))).await;
    page.is(400).has("did not work");
    let mine = sent(&claire.get(START).await);
    let code = fake.signs_in(&mine, says("248"));
    let mixed_up = back(&mine["state"], &format!("code={code}&iss=https%3A%2F%2Fother.example"));
    claire.get(&mixed_up).await.is(400).has("did not work");
}

#[tokio::test]
async fn a_token_that_does_not_hold_lets_nobody_in() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    let good = says("248");
    let wrong = [
        ("signed by another", Says { signed: Signed::ByAnother, ..good.clone() }),
        ("signed with the shared secret", Says { signed: Signed::WithTheSecret, ..good.clone() }),
        ("not signed", Says { signed: Signed::NotAtAll, ..good.clone() }),
        ("another nonce", Says { nonce: Some("another".to_owned()), ..good.clone() }),
        ("another audience", Says { audience: "another".to_owned(), ..good.clone() }),
        ("another issuer", Says { issuer: Some("https://other.example".to_owned()), ..good.clone() }),
        ("over", Says { lasts: TimeDelta::seconds(-1), ..good.clone() }),
    ];
    for (what, says) in wrong {
        let mut client = browser(&world, &fake);
        let page = comes_back(&mut client, &fake, START, says).await;
        assert_eq!(page.status, 400, "{what}");
        page.has("did not work").lacks("248");
        assert!(!client.cookies.contains_key("__Host-portal"), "{what}");
    }
    assert_eq!(comes_back(&mut browser(&world, &fake), &fake, START, good).await.to(), "/");
}

#[tokio::test]
async fn f39_a_provider_that_is_away_leaves_the_other_ways_in() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "claire", "248").await;
    let mut client = browser(&world, &fake);
    fake.goes_away(true);
    for _ in 0..3 {
        client.get(START).await.is(503).has("We cannot reach Novaterm ID").has("Other ways to sign in").lacks("secret");
    }
    assert_eq!(fake.asked(), 1, "it is left alone for a moment");
    client.get("/sign-in").await.is(200).has("Sign in with Novaterm ID");
    let email = address("claire");
    assert_eq!(client.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.to(), "/");
    let elsewhere = Fake::open().await;
    elsewhere.leads_elsewhere();
    browser(&world, &elsewhere).get(START).await.is(503);
    let nobody = Provider::new("novaterm", "Novaterm ID", "http://127.0.0.1:9", CLIENT).unwrap();
    let mut client = Client::new(Web::new(world.portal.clone()).provider(nobody).router());
    client.get(START).await.is(503).has("We cannot reach Novaterm ID");
    client.get("/signed-out/novaterm").await.to();
}

#[tokio::test]
async fn a22_s04_somebody_unknown_or_disabled_sees_the_same_page_whatever_their_address() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "bruno", "7").await;
    let (id, _) = world.portal.person_by_email(&address("bruno")).await.unwrap().unwrap();
    let mut account = world.store.account(id).await.unwrap().unwrap();
    account.state = AccountState::Disabled;
    let (expect, mut changes) = (Expect::Loaded(account.version), Changes::new());
    changes.write(Record::Account(account), expect);
    world.store.commit(&changes).await.unwrap();
    let mut pages = Vec::new();
    for (subject, verified) in [("7", true), ("8", false), ("9", true)] {
        let email = Some((address("claire"), verified));
        let mut client = browser(&world, &fake);
        let page = comes_back(&mut client, &fake, START, Says { email, ..says(subject) }).await.is(403);
        assert!(!client.cookies.contains_key("__Host-portal"));
        let page = page.has("We do not know this account yet").lacks("Claire Martin").lacks("Bruno");
        pages.push(page.text().lines().filter(|line| !line.contains("reference")).collect::<String>());
    }
    assert!(pages[0] == pages[1] && pages[1] == pages[2]);
}

#[tokio::test]
async fn a09_an_invitation_is_accepted_with_the_provider_from_its_own_page_alone() {
    let (world, fake) = (World::new().await, Fake::open().await);
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let invite = |email: &str| Invite {
        seat: Seat::Organisation(aline.organisations().next().unwrap()),
        name: "Karim Benali".to_owned(),
        email: email.to_owned(),
        role: "client_user".to_owned(),
        projects: None,
        locale: "en".to_owned(),
    };
    desk.invite(&invite("karim@alpha.example")).await.unwrap();
    let path = world.letter_path().await;
    let mut karim = browser(&world, &fake);
    let way = format!("{path}/with/novaterm");
    karim.get(&path).await.is(200).has("Sign in with Novaterm ID").has(&way.replace('/', "&#x2f;"));
    karim.headers[1].1 = "cross-site".to_owned();
    assert_eq!(karim.get(&way).await.to(), path, "a link from elsewhere only shows the invitation");
    karim.headers[1].1 = "same-origin".to_owned();
    assert_eq!(comes_back(&mut karim, &fake, &way, says("11")).await.to(), "/");
    karim.get("/account").await.is(200).has("Karim Benali").has("karim@alpha.example");
    karim.get(&path).await.is(404);
    assert_eq!(comes_back(&mut browser(&world, &fake), &fake, START, says("11")).await.to(), "/");

    desk.invite(&invite(&address("bruno"))).await.unwrap();
    let way = format!("{}/with/novaterm", world.letter_path().await);
    let mut bruno = browser(&world, &fake);
    let unverified = Says { email: Some((address("bruno"), false)), ..says("12") };
    let page = comes_back(&mut bruno, &fake, &way, unverified).await;
    page.is(403).has("This invitation is for someone else");
    comes_back(&mut bruno, &fake, &way, says("11")).await.is(403).has("This invitation is for someone else");
    let verified = Says { email: Some((address("bruno"), true)), ..says("12") };
    assert_eq!(comes_back(&mut bruno, &fake, &way, verified).await.to(), "/");
    bruno.get("/account").await.is(200).has("Bruno Keller");
}

#[tokio::test]
async fn a22_whoever_is_signed_in_connects_from_their_account_and_undoes_it() {
    let (world, fake) = (World::new().await, Fake::open().await);
    known(&world, &fake, "bruno", "7").await;
    let mut claire = browser(&world, &fake);
    claire.cookies = world.browser("claire").await.cookies;
    let (page, way) = ("/account/connections", "/account/connections/with/novaterm");
    claire.get(page).await.is(200).has("Connect Novaterm ID");
    assert!(browser(&world, &fake).get(way).await.to().starts_with("/sign-in?next="));
    for elsewhere in ["cross-site", "none", "same-site"] {
        claire.headers[1].1 = elsewhere.to_owned();
        assert_eq!(claire.get(way).await.to(), page, "{elsewhere}");
    }
    claire.headers[1].1 = "same-origin".to_owned();
    let taken = comes_back(&mut claire, &fake, way, says("7")).await;
    taken.is(409).has("That account is connected to someone else");
    assert_eq!(comes_back(&mut claire, &fake, way, says("8")).await.to(), page);
    let shown = claire.get(page).await.is(200).has("Disconnect").lacks("Connect Novaterm ID");
    let mut elsewhere = browser(&world, &fake);
    assert_eq!(comes_back(&mut elsewhere, &fake, START, says("8")).await.to(), "/");
    elsewhere.get("/account").await.has("Claire Martin");
    let id = shown.between("connections&#x2f;", "&#x2f;remove");
    let mut bruno = world.browser("bruno").await;
    bruno.post(&format!("{page}/{id}/remove"), &[]).await.is(404);
    assert_eq!(claire.post(&format!("{page}/{id}/remove"), &[]).await.to(), page);
    comes_back(&mut browser(&world, &fake), &fake, START, says("8")).await.is(403);
}

#[tokio::test]
async fn a18_connecting_asks_who_it_is_and_is_told_in_a_letter() {
    let (world, fake) = (World::new().await, Fake::open().await);
    let (page, way) = ("/account/connections", "/account/connections/with/novaterm");
    let asked = "/confirm?next=%2Faccount%2Fconnections";
    let mut claire = browser(&world, &fake);
    claire.cookies = signed_in_since(&world, "claire", Session::FRESH).await.cookies;
    claire.get("/account").await.is(200).has("&#x2f;account&#x2f;connections");
    assert_eq!(claire.get(way).await.to(), asked, "before anybody is asked at the provider");
    assert_eq!(claire.post(&format!("{page}/00000000-0000-7000-8000-000000000001/remove"), &[]).await.to(), asked);
    claire.post("/confirm", &[("password", PASSWORD), ("next", page)]).await.to();
    comes_back(&mut claire, &fake, way, says("8")).await.to();
    let letter = world.letter().await;
    assert!(letter.contains("There is another way to sign in") && letter.contains(&fake.issuer()), "{letter}");
    let id = claire.get(page).await.between("connections&#x2f;", "&#x2f;remove");
    claire.post(&format!("{page}/{id}/remove"), &[]).await.to();
    assert!(world.letter().await.contains("A way to sign in to"));
}

#[tokio::test]
async fn without_a_provider_there_is_nothing_of_it() {
    let world = World::new().await;
    let mut claire = world.browser("claire").await;
    claire.get("/account").await.is(200).lacks("connections");
    for path in [START, "/account/connections", "/signed-out/novaterm"] {
        claire.get(path).await.is(404);
    }
}
