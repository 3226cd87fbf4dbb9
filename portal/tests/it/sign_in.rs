//! Signing in, sessions and throttling, on both databases.

use crate::support::{PASSWORD, World, address};
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Refused,
    core::{
        identity::{Account, Bucket, Limits, Secret, SignIn, Verdict, email_key},
        store::{Changes, Engine as _, Expect, People as _, Record, Store as _},
    },
};

fn guess(email: &str, password: &str, from: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned(), from: from.to_owned(), browser: None }
}

on_both!(a01_an_unknown_address_and_a_wrong_password_get_the_same_answer, world, {
    for email in ["claire@alpha.example", "nobody@alpha.example", "", "x"] {
        let answer = world.portal.sign_in(&guess(email, "wrong wrong wrong", "192.0.2.1")).await;
        assert!(matches!(answer, Err(Refused::Credentials)), "{email}: {answer:?}");
    }
});

on_both!(a24_the_address_may_be_written_in_any_case, world, {
    let signed_in = world.portal.sign_in(&guess(" Claire@ALPHA.example", PASSWORD, "192.0.2.1")).await.unwrap();
    assert_eq!(signed_in.account.email, "claire@alpha.example");
});

on_both!(a17_a_password_is_compared_whole_and_an_endless_one_is_never_hashed, world, {
    for wrong in [&PASSWORD[..PASSWORD.len() - 1], &format!("{PASSWORD} "), &"x".repeat(1 << 20)] {
        let answer = world.portal.sign_in(&guess("tom@novaterm.example", wrong, "192.0.2.1")).await;
        assert!(matches!(answer, Err(Refused::Credentials)));
    }
});

on_both!(r03_while_delayed_even_the_right_password_gets_the_same_answer, world, {
    let claire = address("claire");
    for _ in 0..3 {
        let wrong = world.portal.sign_in(&guess(&claire, "wrong wrong wrong", "192.0.2.1")).await;
        assert!(matches!(wrong, Err(Refused::Credentials)));
    }
    for email in [claire.as_str(), "CLAIRE@alpha.example ", "claire@ALPHA.example"] {
        let right = world.portal.sign_in(&guess(email, PASSWORD, "198.51.100.7")).await;
        assert!(matches!(right, Err(Refused::Credentials)), "{email}: {right:?}");
    }
    let other = world.portal.sign_in(&guess(&address("aline"), PASSWORD, "192.0.2.1")).await;
    assert!(other.is_ok(), "others are not slowed down");
});

on_both!(r04_a_live_session_keeps_working_while_its_account_is_attacked, world, {
    let claire = address("claire");
    let signed_in = world.portal.sign_in(&guess(&claire, PASSWORD, "192.0.2.1")).await.unwrap();
    for _ in 0..5 {
        let _ = world.portal.sign_in(&guess(&claire, "wrong wrong wrong", "203.0.113.9")).await;
    }
    assert!(world.portal.enter(&signed_in.token).await.unwrap().is_some());
});

on_both!(r05_of_200_guesses_at_once_no_more_are_checked_than_one_after_the_other, world, {
    let (bucket, now) = (Bucket::Account(email_key(&address("claire"))), world.portal.now());
    let verdicts = join_all((0..200).map(|_| world.store.throttle(&bucket, now))).await;
    let checked = verdicts.into_iter().filter(|verdict| matches!(verdict, Ok(Verdict::Go))).count();
    assert_eq!(checked, 3, "two are free, and the third makes the next wait");
});

on_both!(r04_a_browser_that_is_known_gets_in_while_others_guess_at_its_account, world, {
    let claire = address("claire");
    let right = guess(&claire, PASSWORD, "192.0.2.1");
    let signed_in = world.portal.sign_in(&right).await.unwrap();
    let known = world.portal.known_browser(signed_in.account.id).unwrap();
    let in_it = |typed: &SignIn| SignIn { browser: Some(known.word.clone()), ..typed.clone() };
    for _ in 0..12 {
        let _ = world.portal.sign_in(&guess(&claire, "wrong wrong wrong", "203.0.113.9")).await;
    }
    assert!(
        matches!(world.portal.sign_in(&right).await, Err(Refused::Credentials)),
        "a browser that nobody knows waits"
    );
    assert!(world.portal.sign_in(&in_it(&right)).await.is_ok());
    let tom = world.viewer("tom").await.account();
    let of_tom = SignIn { browser: world.portal.known_browser(tom).map(|known| known.word), ..right.clone() };
    assert!(matches!(world.portal.sign_in(&of_tom).await, Err(Refused::Credentials)), "known to somebody else");

    for _ in 0..3 {
        let wrong = world.portal.sign_in(&in_it(&guess(&claire, "wrong wrong wrong", "192.0.2.1"))).await;
        assert!(matches!(wrong, Err(Refused::Credentials)));
    }
    let early = world.portal.sign_in(&in_it(&right)).await;
    assert!(matches!(early, Err(Refused::Credentials)), "guesses made in it wait like any others");
    world.clock.pass(TimeDelta::seconds(6));
    assert!(world.portal.sign_in(&in_it(&right)).await.is_ok());
});

on_both!(s02_a_token_is_dead_after_sign_out, world, {
    let signed_in = world.portal.sign_in(&guess(&address("claire"), PASSWORD, "192.0.2.1")).await.unwrap();
    world.portal.sign_out(&signed_in.token).await.unwrap();
    assert!(world.portal.enter(&signed_in.token).await.unwrap().is_none());
    assert!(world.portal.enter(&Secret::new([0; 32])).await.unwrap().is_none());
});

on_both!(one_person_signs_in_from_two_places_at_the_same_moment, world, {
    let claire = guess(&address("claire"), PASSWORD, "192.0.2.1");
    for _ in 0..10 {
        let (one, other) = tokio::join!(world.portal.sign_in(&claire), world.portal.sign_in(&claire));
        for signed_in in [one, other] {
            assert!(world.portal.enter(&signed_in.unwrap().token).await.unwrap().is_some());
        }
    }
});

on_both!(s11_the_eleventh_session_ends_the_oldest, world, {
    let mut tokens = Vec::new();
    for _ in 0..=Limits::SESSIONS {
        tokens.push(world.portal.sign_in(&guess(&address("claire"), PASSWORD, "192.0.2.1")).await.unwrap().token);
    }
    assert!(world.portal.enter(&tokens[0]).await.unwrap().is_none());
    for token in &tokens[1..] {
        assert!(world.portal.enter(token).await.unwrap().is_some());
    }
});

on_both!(s05_a_session_ends_by_idleness_and_at_the_latest_by_its_absolute_limit, world, {
    let claire = world.portal.sign_in(&guess(&address("claire"), PASSWORD, "192.0.2.1")).await.unwrap().token;
    world.clock.pass(TimeDelta::hours(8));
    assert!(world.portal.enter(&claire).await.unwrap().is_none(), "eight idle hours");
    let (tom, _) = world.portal.person_by_email(&address("tom")).await.unwrap().unwrap();
    let tom = world.portal.sign_in_as(tom).await.unwrap().token;
    for _ in 0..15 {
        assert!(world.portal.enter(&tom).await.unwrap().is_some());
        world.clock.pass(TimeDelta::minutes(48));
    }
    assert!(world.portal.enter(&tom).await.unwrap().is_none(), "twelve hours, however active");
});

on_both!(s06_a_clock_that_goes_back_revives_no_session, world, {
    let claire = world.portal.sign_in(&guess(&address("claire"), PASSWORD, "192.0.2.1")).await.unwrap().token;
    let tom = world.portal.sign_in(&guess(&address("tom"), PASSWORD, "192.0.2.1")).await.unwrap().token;
    world.clock.pass(TimeDelta::days(1));
    for token in [&claire, &tom] {
        assert!(world.portal.enter(token).await.unwrap().is_none());
    }
    world.clock.back(TimeDelta::days(1));
    for token in [&claire, &tom] {
        assert!(world.portal.enter(token).await.unwrap().is_none(), "it stays dead");
    }
});

on_both!(r06_what_was_counted_is_known_to_another_process_and_after_a_restart, world, {
    let claire = address("claire");
    for _ in 0..3 {
        let wrong = world.portal.sign_in(&guess(&claire, "wrong wrong wrong", "192.0.2.1")).await;
        assert!(matches!(wrong, Err(Refused::Credentials)));
    }
    let other = world.again().await;
    let right = other.sign_in(&guess(&claire, PASSWORD, "198.51.100.7")).await;
    assert!(matches!(right, Err(Refused::Credentials)), "{right:?}");
    assert!(other.sign_in(&guess(&address("aline"), PASSWORD, "198.51.100.7")).await.is_ok());
});

/// Somebody's account as the store has it.
async fn stored(world: &World, name: &str) -> Account {
    world.store.account_by_email(&email_key(&address(name))).await.unwrap().unwrap()
}

/// Stores a hash of the password as earlier parameters made it.
async fn hash_as_before(world: &World, name: &str) {
    let before = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(12_288, 3, 1, Some(32)).unwrap());
    let hash = before.hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16]).unwrap().to_string();
    let account = stored(world, name).await;
    let (mut changes, loaded) = (Changes::new(), Expect::Loaded(account.version));
    changes.write(Record::Account(Account { password: Some(hash), ..account }), loaded);
    world.store.commit(&changes).await.unwrap();
}

on_both!(a21_a_hash_of_old_parameters_is_made_anew_when_its_person_signs_in, world, {
    let claire = guess(&address("claire"), PASSWORD, "192.0.2.1");
    hash_as_before(&world, "claire").await;
    let wrong = world.portal.sign_in(&guess(&address("claire"), "wrong wrong wrong", "192.0.2.1")).await;
    assert!(matches!(wrong, Err(Refused::Credentials)));
    assert!(
        stored(&world, "claire").await.password.unwrap().contains("m=12288,t=3"),
        "who does not know it changes nothing"
    );
    let (one, other) = tokio::join!(world.portal.sign_in(&claire), world.portal.sign_in(&claire));
    for signed_in in [one, other] {
        assert!(world.portal.enter(&signed_in.unwrap().token).await.unwrap().is_some());
    }
    let anew = stored(&world, "claire").await.password.unwrap();
    assert!(anew.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{anew}");
    world.portal.sign_in(&claire).await.unwrap();
    assert_eq!(stored(&world, "claire").await.password.unwrap(), anew, "once is enough");
});
