//! Proving anew who one is, on both databases.

use crate::support::{PASSWORD, World, address};
use chrono::TimeDelta;
use portal::{
    Refused,
    core::identity::{Confirm, Secret, Session, SignIn},
};

fn confirm(password: &str) -> Confirm {
    Confirm { password: password.to_owned(), code: String::new(), from: "192.0.2.1".to_owned() }
}

async fn signed_in(world: &World) -> Secret {
    let (email, password) = (address("claire"), PASSWORD.to_owned());
    world.portal.sign_in(&SignIn { email, password, from: "192.0.2.1".to_owned(), browser: None }).await.unwrap().token
}

/// Whether a session is fresh; `None`: it is over.
async fn fresh(world: &World, token: &Secret) -> Option<bool> {
    let entered = world.portal.enter(token).await.unwrap()?;
    match world.portal.desk(&entered.viewer).require_fresh() {
        Ok(()) => Some(true),
        Err(Refused::Confirm) => Some(false),
        Err(other) => panic!("{other}"),
    }
}

on_both!(a18_a_proof_counts_for_ten_minutes_and_activity_does_not_renew_it, world, {
    let token = signed_in(&world).await;
    assert_eq!(fresh(&world, &token).await, Some(true));
    for _ in 0..10 {
        assert!(world.portal.enter(&token).await.unwrap().is_some());
        world.clock.pass(TimeDelta::minutes(1));
    }
    assert_eq!(fresh(&world, &token).await, Some(false));
    let wrong = world.portal.confirm(&token, &confirm("not her password")).await;
    assert!(matches!(wrong, Err(Refused::Credentials)), "{wrong:?}");
    assert_eq!(fresh(&world, &token).await, Some(false));
    let anew = world.portal.confirm(&token, &confirm(PASSWORD)).await.unwrap();
    assert_eq!(fresh(&world, &anew.token).await, Some(true));
});

on_both!(s01_who_confirms_gets_a_new_token_and_s05_no_longer_life, world, {
    let token = signed_in(&world).await;
    let before = world.portal.enter(&token).await.unwrap().unwrap().session.unwrap();
    world.clock.pass(TimeDelta::hours(1));
    let anew = world.portal.confirm(&token, &confirm(PASSWORD)).await.unwrap();
    assert_eq!(fresh(&world, &token).await, None, "the old token is dead");
    let after = world.portal.enter(&anew.token).await.unwrap().unwrap().session.unwrap();
    assert_eq!((after.created, after.expires), (before.created, before.expires));
    let again = world.portal.confirm(&token, &confirm(PASSWORD)).await;
    assert!(matches!(again, Err(Refused::Credentials)), "an ended session cannot be confirmed");
});

on_both!(a18_guesses_by_whoever_stole_a_session_are_counted_with_all_others, world, {
    let token = signed_in(&world).await;
    world.clock.pass(Session::FRESH);
    for _ in 0..3 {
        let wrong = world.portal.confirm(&token, &confirm("not her password")).await;
        assert!(matches!(wrong, Err(Refused::Credentials)));
    }
    let right = world.portal.confirm(&token, &confirm(PASSWORD)).await;
    assert!(matches!(right, Err(Refused::Credentials)), "it must wait, and is not told apart");
});

on_both!(a18_a_program_never_proves_who_it_is, world, {
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let token = world.portal.make_token(claire, "export", TimeDelta::days(1)).await.unwrap();
    let entered = world.portal.enter_with_token(&token).await.unwrap().unwrap();
    assert!(matches!(world.portal.desk(&entered.viewer).require_fresh(), Err(Refused::Confirm)));
});
