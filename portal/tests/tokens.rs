//! Tokens of programs: good for their person until their end, and for nothing else.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use chrono::TimeDelta;
use portal::{
    Refused,
    core::identity::{Secret, Side},
};
use support::{World, address};

on_both!(a_token_lets_a_program_in_as_its_person_until_its_end, world, {
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let secret = world.portal.make_token(claire, "export", TimeDelta::days(30)).await.unwrap();
    let entered = world.portal.enter_with_token(&secret).await.unwrap().unwrap();
    assert_eq!((entered.viewer.account(), entered.viewer.side()), (claire, Side::Client));
    assert!(entered.session.is_none());
    world.clock.pass(TimeDelta::days(29));
    assert!(world.portal.enter_with_token(&secret).await.unwrap().is_some(), "on the last day");
    world.clock.pass(TimeDelta::days(1));
    assert!(world.portal.enter_with_token(&secret).await.unwrap().is_none(), "A04: after its end");
    assert_eq!(world.portal.sweep().await.unwrap(), 1);
});

on_both!(a06_a_token_is_no_session_and_a_session_no_token, world, {
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let token = world.portal.make_token(claire, "export", TimeDelta::days(30)).await.unwrap();
    let session = world.portal.sign_in_as(claire).await.unwrap().token;
    assert!(world.portal.enter(&token).await.unwrap().is_none());
    assert!(world.portal.enter_with_token(&session).await.unwrap().is_none());
});

on_both!(a07_what_is_stored_is_no_token, world, {
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let token = world.portal.make_token(claire, "export", TimeDelta::days(30)).await.unwrap();
    assert!(world.portal.enter_with_token(&Secret::new(token.hash())).await.unwrap().is_none());
});

on_both!(a_token_has_a_name_and_a_bounded_life, world, {
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let month = TimeDelta::days(30);
    let long = "x".repeat(101);
    for (name, life) in [("", month), (" \n", month), (long.as_str(), month), ("a", TimeDelta::zero())] {
        let refused = world.portal.make_token(claire, name, life).await;
        assert!(matches!(refused, Err(Refused::Missing(_))), "{name:?} {life}");
    }
    let refused = world.portal.make_token(claire, "a", TimeDelta::days(367)).await;
    assert!(matches!(refused, Err(Refused::Missing(_))));
    let nobody = portal::core::id::AccountId(uuid::Uuid::nil());
    assert!(matches!(world.portal.make_token(nobody, "a", month).await, Err(Refused::NotFound)));
});
