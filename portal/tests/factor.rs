//! The second factor, on both databases: setting it up, signing in with it, recovery codes, taking it away.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Refused, Viewer,
    core::{
        identity::{Confirm, Limits, Offer, Pending, Proof, Secret, SignIn, SignedIn},
        store::People as _,
    },
};
use support::{PASSWORD, World, address};

async fn sign_in(world: &World, name: &str, from: &str) -> SignedIn {
    let (email, password) = (address(name), PASSWORD.to_owned());
    world.portal.sign_in(&SignIn { email, password, from: from.to_owned() }).await.unwrap()
}

/// What an app shows of this secret, so many steps from now.
fn code(world: &World, secret: &str, steps: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    app.generate(u64::try_from(world.portal.now().timestamp() + 30 * steps).unwrap()).to_string()
}

/// Six digits that are not the code of any step that counts.
fn wrong(world: &World, secret: &str) -> String {
    let right: Vec<String> = (-1..=1).map(|steps| code(world, secret, steps)).collect();
    ["000000", "111111", "222222", "333333"]
        .into_iter()
        .find(|it| !right.iter().any(|right| right == it))
        .unwrap()
        .to_owned()
}

/// Gives somebody a factor: its secret, and the recovery codes.
async fn with_factor(world: &World, name: &str) -> (String, Vec<String>) {
    let viewer = world.viewer(name).await;
    let desk = world.portal.desk(&viewer);
    let Offer { secret, sealed, address, .. } = desk.offer_factor(None).await.unwrap();
    assert!(address.starts_with("otpauth://totp/") && address.contains(&secret.replace(' ', "")), "{address}");
    let refused = desk.set_factor(&sealed, &wrong(world, &secret)).await;
    assert!(matches!(refused, Err(Refused::Credentials)), "only a confirmed factor counts");
    assert_eq!(desk.own_factor().await.unwrap().since, None);
    let codes = desk.set_factor(&sealed, &code(world, &secret, 0)).await.unwrap();
    world.clock.pass(TimeDelta::seconds(90));
    (secret, codes)
}

async fn finish(world: &World, token: &Secret, code: &str) -> Result<SignedIn, Refused> {
    world.portal.finish_sign_in(token, code, "192.0.2.1").await
}

async fn opens(world: &World, token: &Secret) -> Option<Viewer> {
    world.portal.enter(token).await.unwrap().map(|entered| entered.viewer)
}

on_both!(a12_a14_until_the_factor_a_session_opens_nothing_and_s01_then_has_another_token, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await;
    assert_eq!(begun.pending, Some(Pending::Code));
    assert!(opens(&world, &begun.token).await.is_none());
    assert!(world.portal.enter_with_token(&begun.token).await.unwrap().is_none());
    assert!(matches!(world.portal.offer_factor(&begun.token, None).await, Err(Refused::NotFound)));
    assert!(matches!(world.portal.enrol(&begun.token, "", "").await, Err(Refused::NotFound)));
    let proof = Proof::Password(PASSWORD.to_owned());
    let confirmed = world.portal.confirm(&begun.token, &Confirm { proof, from: "192.0.2.1".to_owned() }).await;
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
    assert_eq!(desk.own_factor().await.unwrap().codes, 9);
    let renewed = desk.renew_recovery_codes().await.unwrap();
    assert_eq!((renewed.len(), desk.own_factor().await.unwrap().codes), (10, 10));
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

on_both!(a18_s03_a_factor_changes_after_a_fresh_proof_alone_and_ends_the_other_sessions, world, {
    let stale = world.viewer("claire").await;
    world.clock.pass(TimeDelta::minutes(10));
    let desk = world.portal.desk(&stale);
    assert!(matches!(desk.offer_factor(None).await, Err(Refused::Confirm)));
    assert!(matches!(desk.set_factor("", "").await, Err(Refused::Confirm)));
    assert!(matches!(desk.renew_recovery_codes().await, Err(Refused::Confirm)));
    assert!(matches!(desk.remove_factor().await, Err(Refused::Confirm)));

    let other = sign_in(&world, "claire", "192.0.2.1").await.token;
    let (secret, _) = with_factor(&world, "claire").await;
    assert!(opens(&world, &other).await.is_none(), "set up");
    let mut begun = Vec::new();
    for steps in 0..2 {
        let token = sign_in(&world, "claire", "192.0.2.1").await.token;
        begun.push(finish(&world, &token, &code(&world, &secret, steps)).await.unwrap().token);
    }
    let waits = sign_in(&world, "claire", "192.0.2.1").await.token;
    let viewer = opens(&world, &begun[1]).await.unwrap();
    world.portal.desk(&viewer).remove_factor().await.unwrap();
    assert!(opens(&world, &begun[0]).await.is_none() && opens(&world, &begun[1]).await.is_some());
    assert!(world.portal.pending(&waits).await.unwrap().is_none());
    assert_eq!(sign_in(&world, "claire", "192.0.2.1").await.pending, None);
    assert!(matches!(world.portal.desk(&viewer).remove_factor().await, Err(Refused::NotFound)));
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
    assert!(world.portal.desk(&viewer).own_factor().await.unwrap().required);
    assert!(matches!(world.portal.desk(&viewer).remove_factor().await, Err(Refused::NotHere)));
    assert_eq!(sign_in(&world, "tom", "192.0.2.1").await.pending, Some(Pending::Code));
});

on_both!(an_offer_is_over_after_half_an_hour_and_is_good_for_nobody_else, world, {
    let (claire, aline) = (world.viewer("claire").await, world.viewer("aline").await);
    let offer = world.portal.desk(&claire).offer_factor(None).await.unwrap();
    let code_now = code(&world, &offer.secret, 0);
    let stolen = world.portal.desk(&aline).set_factor(&offer.sealed, &code_now).await;
    assert!(matches!(stolen, Err(Refused::Stale)), "{stolen:?}");
    world.clock.pass(TimeDelta::minutes(30));
    let claire = world.viewer("claire").await;
    let late = world.portal.desk(&claire).set_factor(&offer.sealed, &code(&world, &offer.secret, 0)).await;
    assert!(matches!(late, Err(Refused::Stale)), "{late:?}");
});

on_both!(a07_what_is_stored_of_a_factor_opens_nothing, world, {
    let (secret, codes) = with_factor(&world, "claire").await;
    let claire = world.viewer("claire").await.account();
    let stored = world.store.factor(claire).await.unwrap().unwrap();
    let raw = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let hex = raw.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert!(!stored.secret.contains(&hex) && !stored.secret.contains(&secret.replace(' ', "")));
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let hash = Secret::new(stored.codes[0]).reveal();
    for stolen in [&hash, &hash[..24], &stored.secret] {
        assert!(matches!(finish(&world, &begun, stolen).await, Err(Refused::Credentials)));
    }
    // Another key: no code opens it, and nobody gets in; a recovery code does.
    let other = portal::builder(world.store.clone())
        .secret_key([8; 32])
        .definitions(support::definition_folder())
        .base_url("https://novaterm.example/portal")
        .files(portal::files::Disk::open(world.folder.path().join("other")).unwrap())
        .mail(world.post.clone())
        .clock(world.clock.clone())
        .build()
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let away = other.finish_sign_in(&begun, &code(&world, &secret, 0), "192.0.2.1").await;
    assert!(matches!(away, Err(Refused::Unavailable(_))), "{away:?}");
    assert!(other.finish_sign_in(&begun, &codes[0], "192.0.2.1").await.is_ok());
});

on_both!(who_has_a_factor_may_confirm_with_a_code_of_it, world, {
    let (secret, _) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let open = finish(&world, &begun, &code(&world, &secret, 0)).await.unwrap().token;
    let by = |code: String| Confirm { proof: Proof::Code(code), from: "192.0.2.1".to_owned() };
    let used = world.portal.confirm(&open, &by(code(&world, &secret, 0))).await;
    assert!(matches!(used, Err(Refused::Credentials)), "A13");
    world.clock.pass(TimeDelta::minutes(11));
    let stale = opens(&world, &open).await.unwrap();
    assert!(matches!(world.portal.desk(&stale).require_fresh(), Err(Refused::Confirm)));
    let anew = world.portal.confirm(&open, &by(code(&world, &secret, 0))).await.unwrap();
    let fresh = opens(&world, &anew.token).await.unwrap();
    assert!(world.portal.desk(&fresh).require_fresh().is_ok());
});
