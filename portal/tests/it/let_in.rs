//! The first person of a fresh portal, let in from the console, on both databases.

use crate::support::{PASSWORD, World, address, definition_folder};
use portal::{
    Refused,
    core::identity::{LetIn, Permission, SignIn},
};

fn ada(email: &str, name: &str, role: &str) -> LetIn {
    LetIn { email: email.to_owned(), name: name.to_owned(), role: role.to_owned() }
}

async fn fresh(database: &str) {
    let world = World::of(&definition_folder(), database).await;
    for email in ["admin", "admin@example.com", "root", "claire@alpha.example", "ada@example.com"] {
        for password in ["", "admin", "password", PASSWORD] {
            let (email, password, from) = (email.to_owned(), password.to_owned(), "192.0.2.1".to_owned());
            let answer = world.portal.sign_in(&SignIn { email, password, from, browser: None }).await;
            assert!(matches!(answer, Err(Refused::Credentials)), "{answer:?}");
        }
    }
    let new = ada("ada@example.com", "Ada Byron", "team_admin");
    for wrong in [
        ada("ada", "Ada Byron", "team_admin"),
        ada("ada@example.com", " ", "team_admin"),
        ada("ada@example.com", "Ada Byron", "client_admin"),
        ada("ada@example.com", "Ada Byron", "emperor"),
    ] {
        let refused = portal::let_in(&world.store, &wrong).await;
        assert!(matches!(&refused, Err(Refused::Answers(faults)) if faults.len() == 1), "{wrong:?}: {refused:?}");
    }
    let first = portal::let_in(&world.store, &new).await.unwrap();
    let secret = portal::let_in(&world.store, &ada("ADA@example.com", "", "")).await.unwrap();
    assert!(matches!(world.portal.reset(&first).await, Err(Refused::NotFound)), "the newest link alone counts");
    assert_eq!(world.portal.reset(&secret).await.unwrap(), "ada@example.com");
    let signed_in = world.portal.reset_password(&secret, "seven quiet lighthouse keepers").await.unwrap();
    assert!(signed_in.pending.is_some(), "A12: the team sets up a second factor before anything opens");
    let viewer = world.viewer_of(signed_in.account.id).await;
    assert!(viewer.scope(Permission::PeopleManage).is_all(), "whoever is first can invite the others");
    let again = world.portal.reset_password(&secret, "seven quiet lighthouse keepers").await;
    assert!(matches!(again, Err(Refused::NotFound)), "the link is spent");
    assert!(world.post.0.lock().unwrap().is_empty(), "it is in no letter");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a20_nobody_is_in_a_fresh_portal_until_the_console_lets_them_in_on_sqlite() {
    fresh("sqlite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a20_nobody_is_in_a_fresh_portal_until_the_console_lets_them_in_on_postgres() {
    fresh("postgres").await;
}

on_both!(a19_the_console_chooses_no_password_of_a_client, world, {
    let refused = portal::let_in(&world.store, &ada(&address("claire"), "", "")).await;
    assert!(matches!(refused, Err(Refused::NotHere)), "{refused:?}");
});
