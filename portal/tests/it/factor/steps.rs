//! Signing in with two steps.

use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Refused,
    core::{
        identity::{Introduced, Introducer, Limits, Pending, Seat, Secret, Strangers},
        store::{Changes, Expect, People as _, Record, Store as _},
    },
};

use super::{code, confirm, finish, opens, sign_in, with_factor, wrong};
use crate::support::{PASSWORD, World, address};

on_both!(a12_a14_until_the_factor_a_session_opens_nothing_and_s01_then_has_another_token, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await;
    assert_eq!(begun.pending, Some(Pending::Code));
    assert!(opens(&world, &begun.token).await.is_none());
    assert!(world.portal.enter_with_token(&begun.token).await.unwrap().is_none());
    assert!(matches!(world.portal.offer_factor(&begun.token, None).await, Err(Refused::NotFound)));
    assert!(matches!(world.portal.enrol(&begun.token, "", "").await, Err(Refused::NotFound)));
    let confirmed = world.portal.confirm(&begun.token, &confirm(PASSWORD, &code(&world, &secret, 0))).await;
    assert!(matches!(confirmed, Err(Refused::Credentials)));
    for wrong in ["", "0", "null", &wrong(&world, &secret)] {
        assert!(matches!(finish(&world, &begun.token, wrong).await, Err(Refused::Credentials)), "{wrong:?}");
    }
    let done = finish(&world, &begun.token, &code(&world, &secret, 0)).await.unwrap();
    assert_ne!(done.token.reveal(), begun.token.reveal());
    assert!(opens(&world, &done.token).await.is_some() && done.pending.is_none());
    assert!(world.portal.pending(&begun.token).await.unwrap().is_none(), "the first token is dead");
});

on_both!(a12_a_new_password_by_letter_does_not_go_around_the_factor, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    while world.portal.tick().await.unwrap() > 0 {}
    world.post.0.lock().unwrap().clear();
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    while world.portal.tick().await.unwrap() > 0 {}
    let url = world.post.0.lock().unwrap().remove(0).letter.action.unwrap().url;
    let link = Secret::parse(url.rsplit('/').next().unwrap()).unwrap();
    let begun = world.portal.reset_password(&link, "seven green umbrellas").await.unwrap();
    assert_eq!(begun.pending, Some(Pending::Code));
    assert!(opens(&world, &begun.token).await.is_none());
    assert!(finish(&world, &begun.token, &code(&world, &secret, 0)).await.is_ok());
});

on_both!(an_attempt_is_over_after_five_minutes_and_pushes_out_no_session, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await;
    let open = finish(&world, &begun.token, &code(&world, &secret, 0)).await.unwrap().token;
    let late = sign_in(&world, "claire", "192.0.2.1").await.token;
    for _ in 0..=Limits::SESSIONS {
        sign_in(&world, "claire", "192.0.2.1").await;
    }
    assert!(opens(&world, &open).await.is_some(), "whoever knows the password ends nobody's session");
    let last = sign_in(&world, "claire", "192.0.2.1").await.token;
    world.clock.pass(TimeDelta::minutes(5));
    for token in [late, last] {
        assert!(matches!(finish(&world, &token, &code(&world, &secret, 0)).await, Err(Refused::NotFound)));
    }
});

on_both!(a13_of_sixteen_with_one_code_one_gets_in_and_the_code_is_used_up, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    let mut begun = Vec::new();
    for _ in 0..5 {
        begun.push(sign_in(&world, "claire", "192.0.2.1").await.token);
    }
    let now = code(&world, &secret, 0);
    let tries = join_all((0..16).map(|n| {
        let (portal, token, now) = (world.portal.clone(), begun[n % 5].clone(), now.clone());
        tokio::spawn(async move { portal.finish_sign_in(&token, &now, "192.0.2.1").await.is_ok() })
    }));
    assert_eq!(tries.await.into_iter().filter(|done| *done.as_ref().unwrap()).count(), 1);
    world.clock.pass(TimeDelta::hours(1));
    let (next, again) = (code(&world, &secret, 0), code(&world, &secret, 1));
    let first = sign_in(&world, "claire", "192.0.2.1").await.token;
    assert!(finish(&world, &first, &again).await.is_ok(), "a clock that is one step fast");
    let second = sign_in(&world, "claire", "192.0.2.1").await.token;
    for used in [&again, &next] {
        assert!(matches!(finish(&world, &second, used).await, Err(Refused::Credentials)), "this one, and those before");
    }
});

on_both!(a15_wrong_codes_are_counted_by_account_wherever_they_come_from, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    for n in 0..5 {
        let begun = sign_in(&world, "claire", &format!("198.51.100.{n}")).await.token;
        let refused = world.portal.finish_sign_in(&begun, &wrong(&world, &secret), &format!("203.0.113.{n}")).await;
        assert!(matches!(refused, Err(Refused::Credentials)));
    }
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let blocked = finish(&world, &begun, &code(&world, &secret, 0)).await;
    assert!(matches!(blocked, Err(Refused::Credentials)), "the right one gets the same answer: {blocked:?}");
    world.clock.pass(TimeDelta::seconds(66));
    assert!(finish(&world, &begun, &code(&world, &secret, 0)).await.is_ok());
    let (aline, _) = with_factor(&world, "aline").await;
    let other = sign_in(&world, "aline", "192.0.2.1").await.token;
    assert!(finish(&world, &other, &code(&world, &aline, 0)).await.is_ok());
});

on_both!(a16_a_recovery_code_opens_once_and_not_after_new_ones_were_made, world, {
    let (_, codes) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let typed = codes[0].to_lowercase().replace('-', " ");
    let open = finish(&world, &begun, &typed).await.unwrap().token;
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    assert!(matches!(finish(&world, &begun, &codes[0]).await, Err(Refused::Credentials)));
    let viewer = opens(&world, &open).await.unwrap();
    let desk = world.portal.desk(&viewer);
    let left = async || desk.own_factor().await.unwrap().unwrap().codes;
    assert_eq!(left().await, 9);
    let renewed = desk.renew_recovery_codes().await.unwrap();
    assert_eq!((renewed.len(), left().await), (10, 10));
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    assert!(matches!(finish(&world, &begun, &codes[1]).await, Err(Refused::Credentials)));
    assert!(finish(&world, &begun, &renewed[1]).await.is_ok());
});

on_both!(a16_of_many_with_one_recovery_code_one_gets_in, world, {
    let (_, codes) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let tries = join_all((0..16).map(|_| {
        let (portal, token, code) = (world.portal.clone(), begun.clone(), codes[0].clone());
        tokio::spawn(async move { portal.finish_sign_in(&token, &code, "192.0.2.1").await.is_ok() })
    }));
    assert_eq!(tries.await.into_iter().filter(|done| *done.as_ref().unwrap()).count(), 1);
});

on_both!(whoever_must_have_a_factor_sets_it_up_before_anything_opens, world, {
    let begun = sign_in(&world, "tom", "192.0.2.1").await;
    assert_eq!(begun.pending, Some(Pending::Enrolment));
    assert!(opens(&world, &begun.token).await.is_none(), "A12");
    assert!(matches!(finish(&world, &begun.token, "000000").await, Err(Refused::NotFound)));
    let other = sign_in(&world, "tom", "192.0.2.1").await;
    let offer = world.portal.offer_factor(&begun.token, None).await.unwrap();
    let same = world.portal.offer_factor(&begun.token, Some(&offer.sealed)).await.unwrap();
    assert_eq!((&same.secret, &same.sealed), (&offer.secret, &offer.sealed));
    let elsewhere = world.portal.offer_factor(&begun.token, Some("7.ab")).await.unwrap();
    assert_ne!(elsewhere.secret, offer.secret);
    let wrong = world.portal.enrol(&begun.token, &offer.sealed, &wrong(&world, &offer.secret)).await;
    assert!(matches!(wrong, Err(Refused::Credentials)));
    let now = code(&world, &offer.secret, 0);
    let done = world.portal.enrol(&begun.token, &offer.sealed, &now).await.unwrap();
    assert_eq!((done.codes.len(), done.signed_in.pending), (10, None));
    let viewer = opens(&world, &done.signed_in.token).await.unwrap();
    assert!(world.portal.pending(&other.token).await.unwrap().is_none(), "S03");
    assert!(world.portal.desk(&viewer).own_factor().await.unwrap().unwrap().required);
    assert!(matches!(world.portal.desk(&viewer).remove_factor().await, Err(Refused::NotHere)));
    assert_eq!(sign_in(&world, "tom", "192.0.2.1").await.pending, Some(Pending::Code));
});

on_both!(a12_a_session_of_one_step_ends_when_its_person_must_take_two, world, {
    let open = sign_in(&world, "claire", "192.0.2.1").await;
    assert_eq!(open.pending, None);
    let mut seat = world.store.memberships(open.account.id).await.unwrap().remove(0);
    let (loaded, mut changes) = (Expect::Loaded(seat.version), Changes::new());
    (seat.seat, seat.role) = (Seat::Team, "team_member".into());
    changes.write(Record::Membership(seat), loaded);
    world.store.commit(&changes).await.unwrap();
    assert!(opens(&world, &open.token).await.is_none());
    assert_eq!(sign_in(&world, "claire", "192.0.2.1").await.pending, Some(Pending::Enrolment));
});

on_both!(a12_a_provider_is_one_step_and_its_people_take_the_second_here, world, {
    let by = Introducer { issuer: "https://login.example/realm", strangers: Strangers::Invited };
    for name in ["tom", "claire"] {
        let (account, _) = world.portal.person_by_email(&address(name)).await.unwrap().unwrap();
        world.portal.add_identity(by.issuer, name, account).await.unwrap();
    }
    let tom = world.portal.sign_in_introduced(by, &Introduced::new("tom")).await.unwrap();
    assert_eq!(tom.pending, Some(Pending::Enrolment));
    assert!(opens(&world, &tom.token).await.is_none());
    let (secret, _) = with_factor(&world, "claire").await;
    let claire = world.portal.sign_in_introduced(by, &Introduced::new("claire")).await.unwrap();
    assert_eq!(claire.pending, Some(Pending::Code));
    assert!(finish(&world, &claire.token, &code(&world, &secret, 0)).await.is_ok());
});
