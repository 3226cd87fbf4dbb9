//! Inviting people, what their links are good for, changing and ending their places, and new passwords. On both databases.

use crate::support::{PASSWORD, World, address};
use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Refused, Viewer,
    core::{
        channel::Envelope,
        identity::{AcceptInvitation, Invite, Link, Permission, Seat, SeatChange, Secret, SignIn},
        store::Links as _,
    },
};

const KARIM: &str = "karim@alpha.example";
const CHOSEN: &str = "seven green umbrellas";

fn invite(viewer: &Viewer, email: &str, role: &str) -> Invite {
    let seat = viewer.organisations().next().map_or(Seat::Team, Seat::Organisation);
    let (name, email, role) = ("Karim Benali".to_owned(), email.to_owned(), role.to_owned());
    Invite { seat, name, email, role, projects: None, locale: "fr".to_owned() }
}

fn to(role: &str) -> SeatChange {
    SeatChange { role: role.to_owned(), projects: None }
}

fn accept(password: &str) -> AcceptInvitation {
    let (name, password) = ("Karim Benali".to_owned(), password.to_owned());
    AcceptInvitation { name, password, from: "192.0.2.1".to_owned() }
}

/// The letters that leave now.
async fn letters(world: &World) -> Vec<Envelope> {
    while world.portal.tick().await.unwrap() > 0 {}
    std::mem::take(&mut *world.post.0.lock().unwrap())
}

/// The secret of the one letter that leaves now.
async fn secret(world: &World) -> Secret {
    let mut letters = letters(world).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    of(&letters.remove(0))
}

fn of(letter: &Envelope) -> Secret {
    let url = letter.letter.action.as_ref().unwrap().url.clone();
    Secret::parse(url.rsplit('/').next().unwrap()).unwrap()
}

fn guess(email: &str, password: &str) -> SignIn {
    SignIn { email: email.to_owned(), password: password.to_owned(), from: "192.0.2.1".to_owned(), browser: None }
}

on_both!(an_administrator_invites_a_colleague_who_chooses_a_password_and_is_in, world, {
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    desk.invite(&invite(&aline, KARIM, "client_user")).await.unwrap();
    let sent = letters(&world).await;
    let letter = &sent[0].letter;
    assert_eq!((sent.len(), sent[0].to.as_str(), letter.locale.as_str()), (1, KARIM, "fr"));
    let url = &letter.action.as_ref().unwrap().url;
    assert!(url.starts_with("https://novaterm.example/portal/invitations/"), "{url}");
    let invited = world.portal.invitation(&of(&sent[0])).await.unwrap();
    assert_eq!(
        (invited.organisation.as_deref(), invited.sender.as_deref()),
        (Some("Alpha Logistics"), Some("Aline Roche"))
    );
    assert_eq!(desk.people(desk.own_seat()).await.unwrap().invited.len(), 1);

    let easy = world.portal.accept_invitation(&of(&sent[0]), &accept("too short")).await;
    assert!(matches!(easy, Err(Refused::Answers(faults)) if faults[0].field == "password"));
    let signed_in = world.portal.accept_invitation(&of(&sent[0]), &accept(CHOSEN)).await.unwrap();
    let karim = world.portal.enter(&signed_in.token).await.unwrap().unwrap();
    assert_eq!((karim.account.email.as_str(), karim.account.name.as_str()), (KARIM, "Karim Benali"));
    assert!(!karim.viewer.scope(Permission::RequestOpen).is_nothing());
    assert!(world.portal.sign_in(&guess(KARIM, CHOSEN)).await.is_ok());
    let people = desk.people(desk.own_seat()).await.unwrap();
    assert_eq!((people.invited.len(), people.seated.len()), (0, 3));
});

on_both!(a23_looking_at_a_link_spends_nothing_and_a05_of_many_who_spend_it_one_succeeds, world, {
    let aline = world.viewer("aline").await;
    world.portal.desk(&aline).invite(&invite(&aline, KARIM, "client_user")).await.unwrap();
    let secret = secret(&world).await;
    for _ in 0..3 {
        world.portal.invitation(&secret).await.unwrap();
    }
    let tries = join_all((0..32).map(|_| {
        let (portal, secret) = (world.portal.clone(), secret.clone());
        tokio::spawn(async move { portal.accept_invitation(&secret, &accept(CHOSEN)).await.is_ok() })
    }));
    let tries = tries.await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!(tries, 1);
    assert!(matches!(world.portal.invitation(&secret).await, Err(Refused::NotFound)), "it is spent");
});

on_both!(a09_an_invitation_that_is_taken_back_replaced_or_over_is_worthless, world, {
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let seat = desk.own_seat();
    let first = desk.invite(&invite(&aline, KARIM, "client_user")).await.unwrap();
    let old = secret(&world).await;
    let second = desk.invite_again(seat, first).await.unwrap();
    let new = secret(&world).await;
    assert!(matches!(world.portal.accept_invitation(&old, &accept(CHOSEN)).await, Err(Refused::NotFound)));
    assert!(world.portal.invitation(&new).await.is_ok());
    desk.revoke_invitation(seat, second).await.unwrap();
    assert!(matches!(world.portal.accept_invitation(&new, &accept(CHOSEN)).await, Err(Refused::NotFound)));
    assert!(matches!(desk.revoke_invitation(seat, second).await, Err(Refused::NotFound)));

    desk.invite(&invite(&aline, "late@alpha.example", "client_user")).await.unwrap();
    let late = secret(&world).await;
    world.clock.pass(Link::INVITATION);
    assert!(matches!(world.portal.accept_invitation(&late, &accept(CHOSEN)).await, Err(Refused::NotFound)));
    let aline = world.viewer("aline").await;
    assert!(world.portal.desk(&aline).people(seat).await.unwrap().invited[0].expired);
});

on_both!(a09_whoever_has_an_account_takes_the_seat_with_its_password_alone, world, {
    let aline = world.viewer("aline").await;
    world.portal.desk(&aline).invite(&invite(&aline, "Bruno@Beta.example", "client_user")).await.unwrap();
    let secret = secret(&world).await;
    assert!(world.portal.invitation(&secret).await.unwrap().has_account);
    let wrong = world.portal.accept_invitation(&secret, &accept("not his password")).await;
    assert!(matches!(wrong, Err(Refused::Credentials)));
    world.portal.accept_invitation(&secret, &accept(PASSWORD)).await.unwrap();
    assert_eq!(world.viewer("bruno").await.organisations().count(), 2, "one account, two places");
});

on_both!(t12_nobody_gives_a_role_above_their_own_of_another_side_or_elsewhere, world, {
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    for role in ["team_member", "team_admin", "nobody", ""] {
        let refused = desk.invite(&invite(&aline, KARIM, role)).await;
        assert!(matches!(refused, Err(Refused::Answers(faults)) if faults[0].field == "role"), "{role}");
    }
    let bruno = world.viewer("bruno").await;
    let elsewhere = Invite { seat: world.portal.desk(&bruno).own_seat(), ..invite(&aline, KARIM, "client_user") };
    assert!(matches!(desk.invite(&elsewhere).await, Err(Refused::NotFound)));
    let team = Invite { seat: Seat::Team, ..invite(&aline, KARIM, "client_user") };
    assert!(matches!(desk.invite(&team).await, Err(Refused::NotFound)));

    let claire = world.viewer("claire").await;
    let refused = world.portal.desk(&claire).invite(&invite(&claire, KARIM, "client_user")).await;
    assert!(matches!(refused, Err(Refused::NotFound)), "she does not even see who is here");
    let tom = world.viewer("tom").await;
    let refused = world.portal.desk(&tom).invite(&invite(&tom, KARIM, "team_member")).await;
    assert!(matches!(refused, Err(Refused::Forbidden)), "he sees them, and may not invite");
    assert!(letters(&world).await.is_empty());

    let nadia = world.viewer("nadia").await;
    let desk = world.portal.desk(&nadia);
    desk.invite(&invite(&nadia, "new@novaterm.example", "team_member")).await.unwrap();
    desk.invite(&Invite { seat: elsewhere.seat, ..invite(&nadia, "new@beta.example", "client_admin") }).await.unwrap();
    assert_eq!(letters(&world).await.len(), 2);
});

on_both!(t09_somebody_who_is_removed_or_gets_another_role_is_so_with_their_next_request, world, {
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let seat = desk.own_seat();
    let session = world.portal.sign_in(&guess(&address("claire"), PASSWORD)).await.unwrap().token;
    let people = desk.people(seat).await.unwrap();
    let place = |name: &str| people.seated.iter().find(|seated| seated.account.name.starts_with(name)).unwrap();
    let (claire, own) = (&place("Claire").membership, &place("Aline").membership);
    assert!(matches!(desk.remove_person(seat, own.id).await, Err(Refused::Forbidden)), "not oneself");

    desk.change_seat(seat, claire.id, &to("client_viewer"), claire.version).await.unwrap();
    let now = world.portal.enter(&session).await.unwrap().unwrap().viewer;
    assert!(now.scope(Permission::RequestOpen).is_nothing() && !now.scope(Permission::RequestView).is_nothing());
    let stale = desk.change_seat(seat, claire.id, &to("client_user"), claire.version).await;
    assert!(matches!(stale, Err(Refused::Stale)), "she saw another version");
    let above = desk.change_seat(seat, claire.id, &to("team_admin"), claire.version.next()).await;
    assert!(matches!(above, Err(Refused::Answers(_))));

    desk.remove_person(seat, claire.id).await.unwrap();
    let now = world.portal.enter(&session).await.unwrap().unwrap().viewer;
    assert!(now.scope(Permission::RequestView).is_nothing());
    assert!(matches!(desk.remove_person(seat, claire.id).await, Err(Refused::NotFound)));
});

on_both!(s03_a_new_password_ends_all_sessions_and_a06_a_link_is_good_for_nothing_else, world, {
    let claire = world.viewer("claire").await.account();
    let before = world.portal.sign_in(&guess(&address("claire"), PASSWORD)).await.unwrap().token;
    world.portal.ask_reset(" CLAIRE@alpha.example", "192.0.2.1").await.unwrap();
    let sent = letters(&world).await;
    assert_eq!((sent.len(), sent[0].to.clone()), (1, address("claire")), "to the stored address alone");
    let link = of(&sent[0]);
    assert!(matches!(world.portal.invitation(&link).await, Err(Refused::NotFound)));
    assert!(
        world.portal.enter(&link).await.unwrap().is_none()
            && world.portal.enter_with_token(&link).await.unwrap().is_none()
    );
    assert_eq!(world.portal.reset(&link).await.unwrap(), address("claire"));
    assert!(matches!(world.portal.reset_password(&link, "short").await, Err(Refused::Answers(_))));
    let signed_in = world.portal.reset_password(&link, CHOSEN).await.unwrap();
    assert!(world.portal.enter(&before).await.unwrap().is_none(), "the old session is over");
    assert_eq!(world.portal.enter(&signed_in.token).await.unwrap().unwrap().account.id, claire);
    assert!(world.portal.sign_in(&guess(&address("claire"), CHOSEN)).await.is_ok());
    assert!(matches!(world.portal.reset_password(&link, CHOSEN).await, Err(Refused::NotFound)), "spent");
});

on_both!(a03_only_the_newest_link_to_a_password_counts_and_r07_three_leave_within_an_hour, world, {
    let mut links = Vec::new();
    for _ in 0..5 {
        world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
        links.extend(letters(&world).await.iter().map(of));
    }
    assert_eq!(links.len(), 3);
    for old in &links[..2] {
        assert!(matches!(world.portal.reset(old).await, Err(Refused::NotFound)));
    }
    assert!(world.portal.reset(&links[2]).await.is_ok());
    world.clock.pass(Link::RESET);
    assert!(matches!(world.portal.reset(&links[2]).await, Err(Refused::NotFound)), "a04: its time is over");
    world.clock.pass(TimeDelta::minutes(31));
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    assert_eq!(letters(&world).await.len(), 1, "an hour later");
});

on_both!(a01_asking_for_a_password_says_nothing_of_whether_there_is_an_account, world, {
    for email in ["nobody@alpha.example", "", "claire", "claire@alpha.example\0"] {
        world.portal.ask_reset(email, "192.0.2.1").await.unwrap();
    }
    assert!(letters(&world).await.is_empty());
});

on_both!(a07_what_is_stored_of_a_link_opens_nothing, world, {
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    let secret = secret(&world).await;
    let stored = world.store.link_by_hash(&secret.hash()).await.unwrap().unwrap();
    assert!(stored.fits(&secret));
    let hash = Secret::new(stored.hash.unwrap());
    assert!(matches!(world.portal.reset(&hash).await, Err(Refused::NotFound)));
});

on_both!(f20_a_letter_whose_link_is_over_does_not_leave_late, world, {
    world.portal.ask_reset(&address("claire"), "192.0.2.1").await.unwrap();
    world.clock.pass(Link::RESET);
    assert!(letters(&world).await.is_empty());
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
});
