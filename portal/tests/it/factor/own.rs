//! One's own second factor: changing it, and what is told and noted of it.

use chrono::TimeDelta;
use portal::{
    Refused,
    core::{
        audit::Action,
        identity::Proofs,
        store::{AuditFilter, AuditLog as _},
    },
};

use super::{code, confirm, finish, opens, sign_in, with_factor, wrong};
use crate::support::{PASSWORD, World};

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

on_both!(a18_who_has_a_factor_proves_anew_who_they_are_by_both, world, {
    let (secret, codes) = with_factor(&world, "claire").await;
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let open = finish(&world, &begun, &code(&world, &secret, 0)).await.unwrap().token;
    world.clock.pass(TimeDelta::minutes(11));
    let stale = opens(&world, &open).await.unwrap();
    let desk = world.portal.desk(&stale);
    assert!(matches!(desk.require_fresh(), Err(Refused::Confirm)));
    assert_eq!(desk.proofs().await.unwrap(), Proofs { password: true, code: true });
    let right = code(&world, &secret, 0);
    for half in [confirm(PASSWORD, ""), confirm("not her password", &right), confirm("", &codes[0])] {
        assert!(matches!(world.portal.confirm(&open, &half).await, Err(Refused::Credentials)));
    }
    world.letters().await;
    let anew = world.portal.confirm(&open, &confirm(PASSWORD, &right)).await.unwrap();
    let fresh = opens(&world, &anew.token).await.unwrap();
    assert!(world.portal.desk(&fresh).require_fresh().is_ok());
    let used = world.portal.confirm(&anew.token, &confirm(PASSWORD, &right)).await;
    assert!(matches!(used, Err(Refused::Credentials)), "A13");
    let anew = world.portal.confirm(&anew.token, &confirm(PASSWORD, &codes[0])).await.unwrap();
    assert!(opens(&world, &anew.token).await.is_some(), "a recovery code stands in for the app");
    assert_eq!(world.letters().await.len(), 1, "and its person is told");
});

on_both!(p08_each_step_and_each_change_of_a_factor_has_its_entry_and_its_letter, world, {
    let log = async || -> Vec<(String, bool)> {
        let mut rows = world.store.audit(&AuditFilter::default(), None, 100).await.unwrap().rows;
        rows.reverse();
        rows.into_iter().map(|entry| (entry.action, entry.allowed)).collect()
    };
    let (secret, codes) = with_factor(&world, "claire").await;
    assert_eq!(world.letters().await.len(), 1, "it is on");
    let before = log().await.len();
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    finish(&world, &begun, &wrong(&world, &secret)).await.unwrap_err();
    finish(&world, &begun, &code(&world, &secret, 0)).await.unwrap();
    assert_eq!(world.letters().await, [], "nothing to tell");
    let begun = sign_in(&world, "claire", "192.0.2.1").await.token;
    let open = finish(&world, &begun, &codes[0]).await.unwrap().token;
    let claire = opens(&world, &open).await.unwrap();
    let desk = world.portal.desk(&claire);
    desk.renew_recovery_codes().await.unwrap();
    desk.remove_factor().await.unwrap();
    let subjects: Vec<String> = world.letters().await.into_iter().map(|(_, subject)| subject).collect();
    let begin = ["A recovery code was used", "New recovery codes", "Two-step sign-in is off"];
    assert!(subjects.iter().zip(begin).all(|(subject, begin)| subject.starts_with(begin)), "{subjects:?}");
    assert_eq!(subjects.len(), begin.len());
    let wanted = [
        (Action::SessionPending, true),
        (Action::SessionCode, false),
        (Action::SessionCode, true),
        (Action::SessionPending, true),
        (Action::SessionRecoveryCode, true),
        (Action::FactorRenewCodes, true),
        (Action::FactorRemove, true),
    ];
    assert_eq!(log().await[before..], wanted.map(|(action, allowed)| (action.name().to_owned(), allowed)));
});
