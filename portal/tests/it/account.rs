//! One's own account: where one is signed in, another password, another address, and the letters that tell of changes to
//! its safety. On both databases.

use crate::support::{PASSWORD, World, address};
use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Refused,
    core::{
        channel::Envelope,
        identity::{ChangePassword, Device, Secret, SignIn},
        store::{Engine as _, People as _},
    },
};

const NEW: &str = "claire@gamma.example";
const CHOSEN: &str = "seven green umbrellas";

fn change(old: &str, new: &str) -> ChangePassword {
    ChangePassword { old: old.to_owned(), new: new.to_owned(), from: "192.0.2.1".to_owned() }
}

/// The letters that leave now.
async fn letters(world: &World) -> Vec<Envelope> {
    while world.portal.tick().await.unwrap() > 0 {}
    std::mem::take(&mut *world.post.0.lock().unwrap())
}

/// The secret of the link in the letter to an address.
fn secret(sent: &[Envelope], to: &str) -> Secret {
    let links = sent.iter().filter(|letter| letter.to == to);
    let mut found = links.filter_map(|letter| Secret::parse(letter.letter.action.as_ref()?.url.rsplit('/').next()?));
    found.next().unwrap_or_else(|| panic!("no link for {to} in {sent:?}"))
}

fn subjects(sent: &[Envelope]) -> Vec<(&str, &str)> {
    let mut all: Vec<_> = sent.iter().map(|it| (it.to.as_str(), it.letter.subject.as_str())).collect();
    all.sort_unstable();
    all
}

async fn sign_in(world: &World, name: &str) -> Secret {
    let (email, password) = (address(name), PASSWORD.to_owned());
    world.portal.sign_in(&SignIn { email, password, from: "192.0.2.1".to_owned(), browser: None }).await.unwrap().token
}

on_both!(s09_somebody_signs_out_of_their_own_sessions_alone, world, {
    let (here, there) = (sign_in(&world, "claire").await, sign_in(&world, "claire").await);
    let claire = world.portal.enter(&here).await.unwrap().unwrap();
    let bruno = sign_in(&world, "bruno").await;
    let bruno = world.portal.enter(&bruno).await.unwrap().unwrap();
    let desk = world.portal.desk(&claire.viewer);
    let own = desk.sessions().await.unwrap();
    let other = own.iter().find(|session| session.hash == there.hash()).unwrap().handle();
    assert_eq!((own.len(), other.len()), (2, 32));
    for handle in [other.as_str(), "", &"0".repeat(32)] {
        let foreign = world.portal.desk(&bruno.viewer).sign_out_of(handle).await;
        assert!(matches!(foreign, Err(Refused::NotFound)), "{handle}");
    }
    assert!(world.portal.enter(&there).await.unwrap().is_some());
    desk.sign_out_of(&other).await.unwrap();
    assert!(world.portal.enter(&there).await.unwrap().is_none());
    assert!(matches!(desk.sign_out_of(&other).await, Err(Refused::NotFound)));

    let third = sign_in(&world, "claire").await;
    desk.sign_out_elsewhere(claire.session.as_ref()).await.unwrap();
    assert!(world.portal.enter(&third).await.unwrap().is_none());
    assert!(world.portal.enter(&here).await.unwrap().is_some());
});

on_both!(whoever_found_an_open_browser_signs_its_person_out_nowhere_else, world, {
    let (here, there) = (sign_in(&world, "claire").await, sign_in(&world, "claire").await);
    world.clock.pass(TimeDelta::minutes(11));
    let claire = world.portal.enter(&here).await.unwrap().unwrap();
    let desk = world.portal.desk(&claire.viewer);
    let sessions = desk.sessions().await.unwrap();
    let handle = |of: &Secret| sessions.iter().find(|session| session.hash == of.hash()).unwrap().handle();
    assert!(matches!(desk.sign_out_of(&handle(&there)).await, Err(Refused::Confirm)));
    assert!(matches!(desk.sign_out_elsewhere(claire.session.as_ref()).await, Err(Refused::Confirm)));
    assert!(world.portal.enter(&there).await.unwrap().is_some());
    desk.sign_out_of(&handle(&here)).await.unwrap();
    assert!(world.portal.enter(&here).await.unwrap().is_none(), "out of this one one may always be");
});

on_both!(a_session_says_from_where_it_was_last_used, world, {
    let token = sign_in(&world, "claire").await;
    let firefox = Device { browser: "Firefox, Windows".to_owned(), address: "192.0.2.7".to_owned() };
    let chrome = Device { browser: "Chrome, Android".to_owned(), address: "2001:db8:1:2::/64".to_owned() };
    let from = async || world.portal.enter(&token).await.unwrap().unwrap().session.unwrap().from;
    assert_eq!(from().await, None);
    world.portal.enter_from(&token, Some(&firefox)).await.unwrap();
    assert_eq!(from().await, Some(firefox.clone()));
    world.portal.enter_from(&token, Some(&chrome)).await.unwrap();
    assert_eq!(from().await, Some(firefox), "written once a minute at most");
    world.clock.pass(TimeDelta::minutes(2));
    world.portal.enter_from(&token, Some(&chrome)).await.unwrap();
    assert_eq!(from().await, Some(chrome));
    world.clock.pass(TimeDelta::days(7));
    world.store.sweep(world.portal.now()).await.unwrap();
    let account = world.viewer("claire").await.account();
    let left = world.store.sessions(account).await.unwrap();
    assert!(left.iter().all(|session| session.from.is_none()), "the address goes with the session, within 30 days");
});

on_both!(s11_the_eleventh_session_ends_the_oldest_and_its_person_is_told, world, {
    let mut tokens = Vec::new();
    for _ in 0..10 {
        tokens.push(sign_in(&world, "claire").await);
        world.clock.pass(TimeDelta::seconds(1));
    }
    assert!(world.letters().await.is_empty());
    tokens.push(sign_in(&world, "claire").await);
    assert!(world.portal.enter(&tokens[0]).await.unwrap().is_none());
    for token in &tokens[1..] {
        assert!(world.portal.enter(token).await.unwrap().is_some());
    }
    let sent = world.letters().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].0, address("claire"));
    assert!(sent[0].1.starts_with("You were signed out somewhere"), "{sent:?}");
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});

on_both!(a_letter_about_an_account_leaves_once, world, {
    for _ in 0..12 {
        sign_in(&world, "bruno").await;
    }
    let sent = world.letters().await;
    assert_eq!(sent.len(), 2, "one for each session that ended");
    assert!(world.letters().await.is_empty());
    world.clock.pass(TimeDelta::days(31));
    world.store.sweep(world.portal.now()).await.unwrap();
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});

on_both!(s03_another_password_ends_the_other_sessions_and_its_owner_is_told, world, {
    let (here, there) = (sign_in(&world, "claire").await, sign_in(&world, "claire").await);
    let claire = world.portal.enter(&here).await.unwrap().unwrap();
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    let link = secret(&letters(&world).await, &address("claire"));
    let desk = world.portal.desk(&claire.viewer);
    for (old, new) in [("not this one", CHOSEN), ("", CHOSEN), (CHOSEN, CHOSEN)] {
        let refused = desk.change_password(&change(old, new)).await;
        assert!(matches!(refused, Err(Refused::Credentials)), "a18: {old:?}");
    }
    world.clock.pass(TimeDelta::minutes(1));
    let weak = desk.change_password(&change(PASSWORD, "short")).await;
    assert!(matches!(weak, Err(Refused::Answers(faults)) if faults[0].field == "password"));
    assert!(world.portal.enter(&there).await.unwrap().is_some() && letters(&world).await.is_empty());

    desk.change_password(&change(PASSWORD, CHOSEN)).await.unwrap();
    assert!(world.portal.enter(&there).await.unwrap().is_none(), "before the answer leaves");
    assert!(world.portal.enter(&here).await.unwrap().is_some());
    let dead = world.portal.reset(&link).await;
    assert!(matches!(dead, Err(Refused::NotFound)), "a03: a link does not outlive the password");
    let sent = letters(&world).await;
    assert_eq!(subjects(&sent), [(address("claire").as_str(), "Your password for Novaterm client portal was changed")]);
    assert_eq!(sent[0].letter.action.as_ref().unwrap().url, "https://novaterm.example/portal/forgot");
    let (email, from) = (address("claire"), "192.0.2.1".to_owned());
    let with = |password: &str| SignIn {
        email: email.clone(),
        password: password.to_owned(),
        from: from.clone(),
        browser: None,
    };
    assert!(world.portal.sign_in(&with(CHOSEN)).await.is_ok());
    assert!(world.portal.sign_in(&with(PASSWORD)).await.is_err());
});

on_both!(guesses_at_the_old_password_are_slowed_down_as_at_a_sign_in, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    for _ in 0..3 {
        assert!(desk.change_password(&change("not this one", CHOSEN)).await.is_err());
    }
    let right = desk.change_password(&change(PASSWORD, CHOSEN)).await;
    assert!(matches!(right, Err(Refused::Credentials)), "the right one comes too early");
    world.clock.pass(TimeDelta::seconds(6));
    desk.change_password(&change(PASSWORD, CHOSEN)).await.unwrap();
});

on_both!(a18_another_address_asks_who_it_is_counts_when_confirmed_and_is_told_to_the_old_one, world, {
    let claire = world.viewer("claire").await;
    world.clock.pass(TimeDelta::minutes(10));
    let stale = world.portal.desk(&claire).ask_address(NEW, "192.0.2.1").await;
    assert!(matches!(stale, Err(Refused::Confirm)), "a stolen session is not enough");
    assert!(letters(&world).await.is_empty());

    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    for (typed, field) in [("nonsense", "email"), ("", "email"), ("a@b@c", "email")] {
        let refused = desk.ask_address(typed, "192.0.2.1").await;
        assert!(matches!(refused, Err(Refused::Answers(faults)) if faults[0].field == field), "{typed}");
    }
    assert!(matches!(desk.ask_address(&address("claire"), "192.0.2.1").await, Err(Refused::NotHere)));
    desk.ask_address(NEW, "192.0.2.1").await.unwrap();
    assert_eq!(desk.pending_address().await.unwrap().unwrap().email, NEW);
    let sent = letters(&world).await;
    let asked = "A new address was asked for your account at Novaterm client portal";
    let confirm = "Confirm your new address for Novaterm client portal";
    assert_eq!(subjects(&sent), [(address("claire").as_str(), asked), (NEW, confirm)]);
    let link = secret(&sent, NEW);
    for _ in 0..3 {
        assert_eq!(world.portal.new_address(&link).await.unwrap().0, NEW, "a23: looking spends nothing");
    }
    assert!(world.portal.person_by_email(NEW).await.unwrap().is_none());

    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    let reset = secret(&letters(&world).await, &address("claire"));
    world.portal.confirm_address(&link).await.unwrap();
    assert_eq!(world.portal.person_by_email(NEW).await.unwrap().unwrap().0, claire.account());
    assert!(world.portal.person_by_email(&address("claire")).await.unwrap().is_none());
    assert!(matches!(world.portal.reset(&reset).await, Err(Refused::NotFound)), "a03: no link outlives the address");
    assert!(matches!(world.portal.confirm_address(&link).await, Err(Refused::NotFound)), "spent");
    let sent = letters(&world).await;
    let changed = "The address of your account at Novaterm client portal was changed";
    assert_eq!(subjects(&sent), [(address("claire").as_str(), changed)]);
    assert_eq!(sent[0].letter.facts[1].1, NEW);
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});

on_both!(a01_an_address_that_is_taken_looks_like_any_other_and_its_owner_is_told, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    desk.ask_address("Bruno@beta.example", "192.0.2.1").await.unwrap();
    assert_eq!(desk.pending_address().await.unwrap().unwrap().email, "Bruno@beta.example");
    let sent = letters(&world).await;
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().any(|letter| letter.to == address("claire")));
    let to_bruno = sent.iter().find(|letter| letter.to == address("bruno")).expect("to the stored address");
    assert!(to_bruno.letter.action.as_ref().unwrap().url.ends_with("/portal/sign-in"), "no link to confirm");
    assert!(!format!("{:?}", to_bruno.letter).contains("Claire"), "nor who it was");
});

on_both!(an_address_that_is_taken_while_its_link_is_on_its_way_is_not_given_twice, world, {
    for name in ["claire", "bruno"] {
        let viewer = world.viewer(name).await;
        world.portal.desk(&viewer).ask_address(NEW, "192.0.2.1").await.unwrap();
    }
    let sent = letters(&world).await;
    let both = sent.iter().filter(|letter| letter.to == NEW);
    let links: Vec<Secret> = both.map(|letter| secret(std::slice::from_ref(letter), NEW)).collect();
    assert_eq!(links.len(), 2);
    let done = join_all(links.iter().map(|link| world.portal.confirm_address(link))).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1);
    assert!(done.iter().any(|done| matches!(done, Err(Refused::NotFound))));
});

on_both!(an_address_that_waits_can_be_taken_back_replaced_and_runs_out_after_a_day, world, {
    let claire = world.viewer("claire").await;
    let desk = world.portal.desk(&claire);
    assert!(matches!(desk.revoke_address().await, Err(Refused::NotFound)));
    desk.ask_address(NEW, "192.0.2.1").await.unwrap();
    let first = secret(&letters(&world).await, NEW);
    desk.ask_address("claire@delta.example", "192.0.2.1").await.unwrap();
    let second = secret(&letters(&world).await, "claire@delta.example");
    assert!(matches!(world.portal.confirm_address(&first).await, Err(Refused::NotFound)), "a03: only the newest");
    desk.revoke_address().await.unwrap();
    assert!(matches!(world.portal.confirm_address(&second).await, Err(Refused::NotFound)));
    assert!(desk.pending_address().await.unwrap().is_none());
    desk.ask_address(NEW, "192.0.2.1").await.unwrap();
    let third = secret(&letters(&world).await, NEW);
    world.clock.pass(TimeDelta::hours(24));
    assert!(matches!(world.portal.confirm_address(&third).await, Err(Refused::NotFound)), "a04");
    assert!(desk.pending_address().await.unwrap().is_none());
});

on_both!(s03_a_reset_is_told_to_the_owner_as_any_other_change_of_the_password, world, {
    let there = sign_in(&world, "claire").await;
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    let link = secret(&letters(&world).await, &address("claire"));
    world.portal.reset_password(&link, CHOSEN).await.unwrap();
    assert!(world.portal.enter(&there).await.unwrap().is_none());
    let sent = letters(&world).await;
    assert_eq!(subjects(&sent), [(address("claire").as_str(), "Your password for Novaterm client portal was changed")]);
});
