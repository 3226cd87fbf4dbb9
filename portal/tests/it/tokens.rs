//! Tokens of programs: good for their person until their end, and for nothing else.

use crate::support::{World, address};
use chrono::TimeDelta;
use portal::{
    Refused,
    core::{
        form::BeginDraft,
        identity::{MakeToken, NewToken, Permission, Secret, Session, Side, TokenScope},
    },
};

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

on_both!(t10_a_token_goes_as_far_as_its_scope_and_never_beyond_its_person, world, {
    let (claire, _) = world.portal.person_by_email(&address("claire")).await.unwrap().unwrap();
    let new = |scope: TokenScope| NewToken {
        account: claire,
        name: "export".to_owned(),
        lifetime: TimeDelta::days(30),
        scope: Some(scope),
    };
    let reads = world.portal.make_scoped_token(new(TokenScope::read_only())).await.unwrap();
    let viewer = world.portal.enter_with_token(&reads).await.unwrap().unwrap().viewer;
    assert!(viewer.reads_only() && !viewer.scope(Permission::RequestView).is_nothing());
    assert!(viewer.scope(Permission::RequestOpen).is_nothing() && viewer.scope(Permission::PeopleView).is_nothing());
    let quote = BeginDraft { request_type: "quote".to_owned(), ..BeginDraft::default() };
    assert!(world.portal.desk(&viewer).begin_draft(&quote).await.is_err());

    let full = world.portal.make_scoped_token(new(TokenScope::full())).await.unwrap();
    let viewer = world.portal.enter_with_token(&full).await.unwrap().unwrap().viewer;
    assert!(viewer.scope(Permission::PeopleManage).is_nothing(), "what she may not, her program may not");
    world.portal.desk(&viewer).begin_draft(&quote).await.unwrap();
    let nothing = world.portal.make_scoped_token(new(TokenScope::default())).await;
    assert!(matches!(nothing, Err(Refused::Missing(_))));
});

on_both!(t12_a_token_is_made_for_whom_one_manages_after_a_fresh_proof_and_revoked, world, {
    let make = |person: &str| MakeToken {
        person: person.to_owned(),
        name: "stock".to_owned(),
        days: 90,
        scope: TokenScope::read_only(),
    };
    for name in ["claire", "aline", "tom"] {
        let viewer = world.viewer(name).await;
        let desk = world.portal.desk(&viewer);
        assert!(matches!(desk.tokens().await, Err(Refused::Forbidden)), "{name}");
        assert!(matches!(desk.make_token(&make(&address(name))).await, Err(Refused::Forbidden)), "{name}");
    }
    let nadia = world.viewer("nadia").await;
    let desk = world.portal.desk(&nadia);
    let wrong = [
        MakeToken { person: "nobody@alpha.example".to_owned(), ..make("") },
        MakeToken { name: " ".to_owned(), ..make(&address("claire")) },
        MakeToken { days: 366, ..make(&address("claire")) },
        MakeToken { days: 0, ..make(&address("claire")) },
        MakeToken { scope: TokenScope::default(), ..make(&address("claire")) },
    ];
    for wrong in wrong {
        assert!(
            matches!(desk.make_token(&wrong).await, Err(Refused::Answers(faults)) if faults.len() == 1),
            "{wrong:?}"
        );
    }
    let secret = desk.make_token(&make(&address("claire"))).await.unwrap();
    let listed = desk.tokens().await.unwrap();
    assert_eq!((listed.len(), listed[0].owner.email.as_str()), (1, address("claire").as_str()));
    assert!(listed[0].token.used.is_none() && !listed[0].expired, "never used");
    assert!(world.portal.enter_with_token(&secret).await.unwrap().is_some());
    assert!(desk.tokens().await.unwrap()[0].token.used.is_some(), "its last use is told");
    desk.revoke_token(listed[0].token.id).await.unwrap();
    assert!(world.portal.enter_with_token(&secret).await.unwrap().is_none());
    assert!(matches!(desk.revoke_token(listed[0].token.id).await, Err(Refused::NotFound)));
    world.clock.pass(Session::FRESH);
    assert!(matches!(desk.make_token(&make(&address("claire"))).await, Err(Refused::Confirm)));
});
