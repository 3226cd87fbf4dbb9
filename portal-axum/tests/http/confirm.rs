//! `/confirm`.

use chrono::TimeDelta;
use portal::core::{
    identity::{Secret, Session},
    store::{Changes, Record, Store as _},
};

use super::{
    client::Client,
    world::{PASSWORD, World, address},
};

/// A browser with a session whose person proved who they are so long ago.
pub async fn signed_in_since(world: &World, name: &str, since: TimeDelta) -> Client {
    let (account, _) = world.portal.person_by_email(&address(name)).await.unwrap().unwrap();
    let (now, token) = (world.portal.now(), Secret::new([7; 32]));
    let session = Session {
        hash: token.hash(),
        account,
        created: now - since,
        seen: now,
        expires: now + TimeDelta::hours(8),
        idle_seconds: 3600,
        authenticated: now - since,
        pending: None,
        two_step: true,
        from: None,
    };
    let mut changes = Changes::new();
    changes.create(Record::Session(session));
    world.store.commit(&changes).await.unwrap();
    let mut client = world.anybody();
    client.cookies.insert("__Host-portal".to_owned(), token.reveal());
    client
}

#[tokio::test]
async fn a18_who_confirms_gets_another_cookie_and_goes_on() {
    let world = World::new().await;
    let mut claire = signed_in_since(&world, "claire", Session::FRESH).await;
    claire
        .get("/confirm?next=/account")
        .await
        .is(200)
        .has("value=\"&#x2f;account\"")
        .has("autocomplete=\"current-password\"");
    let wrong = [("password", "not her password"), ("next", "/account")];
    claire.post("/confirm", &wrong).await.is(422).has("id=\"password-fault\"").has("value=\"&#x2f;account\"");
    let old = claire.cookies["__Host-portal"].clone();
    let right = [("password", PASSWORD), ("next", "/account")];
    assert_eq!(claire.post("/confirm", &right).await.to(), "/account");
    assert_ne!(claire.cookies["__Host-portal"], old, "S01");
    assert_eq!(claire.get("/confirm?next=//evil.example").await.to(), "/", "it is fresh now, and X12");
}

#[tokio::test]
async fn nobody_confirms_who_is_not_signed_in() {
    let world = World::new().await;
    let mut anybody = world.anybody();
    assert_eq!(anybody.get("/confirm").await.to(), "/sign-in?next=%2Fconfirm");
    assert!(anybody.post("/confirm", &[("password", PASSWORD)]).await.to().starts_with("/sign-in"));
}
