//! The door: the host's own people, alone and beside passwords; an entrance that fails lets nobody in.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{Router, http::request::Parts};
use portal::core::{
    identity::{Introduced, Invite, Place, Seat, Strangers},
    store::{Change, Changes, Expect, Record, Store as _},
};
use portal_axum::{Entrance, EntranceError, Web, with_back};

use super::{
    client::Client,
    world::{PASSWORD, World, address},
};

/// A host that says who comes, when it is well.
enum Host {
    Knows(Option<Introduced>),
    Panics,
    Hangs,
    Fails,
}

#[derive(Clone)]
struct Login(Arc<Mutex<Host>>);

impl Login {
    fn that(host: Host) -> Self {
        Self(Arc::new(Mutex::new(host)))
    }

    fn knows(who: Introduced) -> Self {
        Self::that(Host::Knows(Some(who)))
    }

    fn now(&self, host: Host) {
        *self.0.lock().unwrap() = host;
    }
}

#[async_trait]
impl Entrance for Login {
    fn issuer(&self) -> &'static str {
        "host"
    }

    fn label(&self) -> &'static str {
        "your Novaterm ID"
    }

    async fn identify(&self, _: &Parts) -> Result<Option<Introduced>, EntranceError> {
        let hangs = match &*self.0.lock().unwrap() {
            Host::Knows(who) => return Ok(who.clone()),
            Host::Fails => return Err("the host's own fault".into()),
            Host::Hangs => true,
            Host::Panics => false,
        };
        assert!(hangs, "the host's own fault");
        std::future::pending().await
    }

    fn challenge(&self, back: &str) -> String {
        with_back("/login", "next", back)
    }

    fn farewell(&self) -> Option<String> {
        Some("/logout".to_owned())
    }
}

fn alone(world: &World, login: &Login) -> Client {
    Client::new(Web::new(world.portal.clone()).entrance_of(Arc::new(login.clone())).router())
}

fn beside(world: &World, login: &Login) -> Client {
    Client::new(Web::new(world.portal.clone()).entrance_beside(Arc::new(login.clone())).router())
}

/// Somebody of the demo whom the host knows as `subject`.
async fn known(world: &World, name: &str, subject: &str) {
    let (account, _) = world.portal.person_by_email(&address(name)).await.unwrap().unwrap();
    world.portal.add_identity("host", subject, account).await.unwrap();
}

#[tokio::test]
async fn a_host_brings_its_own_people_who_leave_where_they_came_in() {
    let world = World::new().await;
    known(&world, "claire", "7").await;
    let mut claire = alone(&world, &Login::knows(Introduced::new("7")));
    claire.get("/").await.is(200).has("Hello Claire");
    assert_eq!(claire.post("/sign-out", &[]).await.to(), "/logout");
    assert_eq!(claire.get("/sign-in?next=/requests").await.to(), "/requests");
}

#[tokio::test]
async fn x12_the_host_is_given_a_way_back_that_stays_on_the_site() {
    let world = World::new().await;
    let login = Login::that(Host::Knows(None));
    let app = Web::new(world.portal.clone()).entrance_of(Arc::new(login)).mount(Router::new(), "/portal");
    let mut guest = Client::new(app);
    assert_eq!(guest.get("/portal").await.to(), "/login?next=%2Fportal");
    assert_eq!(guest.get("/portal/requests?a=b").await.to(), "/login?next=%2Fportal%2Frequests%3Fa%3Db");
    let mut root = alone(&world, &Login::that(Host::Knows(None)));
    for hostile in ["/requests/new/%5C%5Cevil.example", "/tasks/x@evil.example"] {
        let place = root.get(hostile).await;
        assert!(place.status == 404 || place.to().starts_with("/login?next=%2F"), "{hostile}");
    }
}

#[tokio::test]
async fn a_portal_of_the_hosts_people_takes_no_passwords() {
    let world = World::new().await;
    let mut guest = alone(&world, &Login::that(Host::Knows(None)));
    guest.get("/sign-in").await.is(200).has("Sign in with your Novaterm ID").lacks("type=\"password\"");
    let typed = [("email", address("claire")), ("password", PASSWORD.to_owned())];
    let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
    guest.post("/sign-in", &typed).await.is(405);
    guest.get("/forgot").await.is(404);
    guest.cookies = world.browser("claire").await.cookies;
    assert!(guest.get("/").await.to().starts_with("/login"), "sessions of other ways in do not count");
}

#[tokio::test]
async fn both_stand_beside_each_other() {
    let world = World::new().await;
    known(&world, "tom", "9").await;
    let login = Login::that(Host::Knows(None));
    let mut guest = beside(&world, &login);
    assert_eq!(guest.get("/requests").await.to(), "/sign-in?next=%2Frequests");
    let page = guest.get("/sign-in?next=/requests").await.is(200).has("type=\"password\"");
    page.has("Sign in with your Novaterm ID").has("&#x2f;login?next=%2Frequests");
    let typed = [("email", address("claire")), ("password", PASSWORD.to_owned())];
    let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(guest.post("/sign-in", &typed).await.to(), "/");
    login.now(Host::Knows(Some(Introduced::new("9"))));
    guest.get("/").await.is(200).has("Hello Claire");
    guest.cookies.clear();
    guest.get("/account").await.is(200).has("Tom Weber");
}

#[tokio::test]
async fn f38_an_entrance_that_panics_hangs_or_fails_lets_nobody_through_as_anybody() {
    let world = World::new().await;
    for host in [Host::Panics, Host::Fails] {
        let login = Login::that(host);
        alone(&world, &login).get("/").await.is(503).has("not available right now").lacks("own fault");
        beside(&world, &login).get("/sign-in").await.is(503).has("not available right now").lacks("own fault");
        beside(&world, &login).get("/api/v1/me").await.is(503).lacks("own fault");
    }
    tokio::time::pause();
    alone(&world, &Login::that(Host::Hangs)).get("/sign-in").await.is(503).has("not available right now");
}

#[tokio::test]
async fn a22_a_stranger_is_told_what_to_do_whoever_has_that_address() {
    let world = World::new().await;
    let login = Login::knows(Introduced::new("1").with_verified_email(address("claire")));
    let mut somebody = alone(&world, &login);
    somebody
        .get("/")
        .await
        .is(403)
        .has("We do not know this account yet")
        .has(&address("claire"))
        .lacks("Claire Martin");
    somebody.get("/sign-in").await.is(403);
    somebody.get("/api/v1/me").await.is(401);
    let page = beside(&world, &login).get("/requests").await.is(403);
    page.has("If you have a password here").has("href=\"&#x2f;logout\"");
    beside(&world, &login).get("/sign-in").await.is(200).has("type=\"password\"");
}

#[tokio::test]
async fn t20_who_has_no_name_is_nobody_and_a_changed_company_leads_nowhere() {
    let world = World::new().await;
    known(&world, "claire", "7").await;
    for subject in ["", " ", "7 ", "7\n", "7\0"] {
        alone(&world, &Login::knows(Introduced::new(subject))).get("/").await.is(403);
    }
    let place = |viewer: &portal::Viewer| {
        let seat = Seat::Organisation(viewer.organisations().next().unwrap());
        Place { seat, role: "client_user".into() }
    };
    let (alpha, beta) = (place(&world.viewer("claire").await), place(&world.viewer("bruno").await));
    let login = Login::knows(Introduced::new("7").placed(alpha));
    let mut claire = alone(&world, &login);
    claire.get("/").await.is(200).has("Hello Claire");
    login.now(Host::Knows(Some(Introduced::new("7").placed(beta))));
    claire.get("/").await.is(403).lacks("Hello Claire");
}

#[tokio::test]
async fn s04_a_disabled_account_looks_like_one_that_nobody_knows() {
    let world = World::new().await;
    known(&world, "claire", "7").await;
    let who = || Introduced::new("7").with_email("c@host.example");
    let mut claire = alone(&world, &Login::knows(who()));
    claire.get("/").await.is(200);
    let (id, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let mut account = portal::core::store::People::account(&world.store, id).await.unwrap().unwrap();
    account.state = portal::core::identity::AccountState::Disabled;
    let (expect, mut changes) = (Expect::Loaded(account.version), Changes::new());
    changes.push(Change::Write(Box::new(Record::Account(account)), expect));
    world.store.commit(&changes).await.unwrap();
    let disabled = claire.get("/").await.is(403).text();
    let unknown = alone(&world, &Login::knows(Introduced::new("8").with_email("c@host.example"))).get("/").await.text();
    let reference = |text: &str| text.lines().filter(|line| !line.contains("reference")).collect::<Vec<_>>().join("\n");
    assert_eq!(reference(&disabled), reference(&unknown));
}

#[tokio::test]
async fn a09_whoever_was_invited_accepts_as_whom_the_host_recognises() {
    let world = World::new().await;
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let invite = |email: &str| Invite {
        seat: desk.own_seat(),
        name: "Karim Benali".to_owned(),
        email: email.to_owned(),
        role: "client_user".to_owned(),
        projects: None,
        locale: "en".to_owned(),
    };
    desk.invite(&invite("karim@alpha.example")).await.unwrap();
    let path = world.letter_path().await;
    let login = Login::that(Host::Knows(None));
    let mut karim = alone(&world, &login);
    let page = karim.get(&path).await.is(200).has("Sign in with your Novaterm ID").lacks("type=\"password\"");
    page.has(&with_back("/login", "next", &path).replace('/', "&#x2f;"));
    karim.post(&path, &[("name", "Karim"), ("password", "seven green umbrellas")]).await.is(404);
    login.now(Host::Knows(Some(Introduced::new("11").with_email("k@host.example"))));
    karim.get("/").await.is(403);
    karim.get(&path).await.is(200).has("You are signed in as k@host.example");
    assert_eq!(karim.post(&format!("{path}/recognised"), &[]).await.to(), "/");
    karim.get("/account").await.is(200).has("Karim Benali").has("karim@alpha.example").lacks("k@host.example");
    karim.get(&path).await.is(404);

    desk.invite(&invite(&address("bruno"))).await.unwrap();
    let path = world.letter_path().await;
    let refused = karim.post(&format!("{path}/recognised"), &[]).await.is(422);
    refused.has("This invitation was sent to bruno@beta.example").lacks("Bruno Keller");
    login.now(Host::Knows(Some(Introduced::new("12").with_email(address("bruno")))));
    karim.post(&format!("{path}/recognised"), &[]).await.is(422);
    login.now(Host::Knows(Some(Introduced::new("12").with_verified_email(address("bruno")))));
    assert_eq!(karim.post(&format!("{path}/recognised"), &[]).await.to(), "/");
    karim.get("/account").await.is(200).has("Bruno Keller");
}

#[tokio::test]
async fn strangers_with_a_verified_address_come_in_where_the_host_says_so() {
    struct Trusted(Login);
    #[async_trait]
    impl Entrance for Trusted {
        fn issuer(&self) -> &'static str {
            "host"
        }
        fn label(&self) -> &'static str {
            "your Novaterm ID"
        }
        async fn identify(&self, parts: &Parts) -> Result<Option<Introduced>, EntranceError> {
            self.0.identify(parts).await
        }
        fn challenge(&self, back: &str) -> String {
            self.0.challenge(back)
        }
        fn strangers(&self) -> Strangers {
            Strangers::ByVerifiedAddress
        }
    }
    let world = World::new().await;
    let login = Login::knows(Introduced::new("7").with_email(address("claire")));
    let mut claire = Client::new(Web::new(world.portal.clone()).entrance_of(Arc::new(Trusted(login.clone()))).router());
    claire.get("/").await.is(403);
    login.now(Host::Knows(Some(Introduced::new("7").with_verified_email(address("claire")))));
    claire.get("/").await.is(200).has("Hello Claire");
}
