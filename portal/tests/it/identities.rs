//! Coming in by the host's own sign-in or a provider's: whom we let in, by which name, into which place. On both databases.

use crate::support::{World, address};
use futures_util::future::join_all;
use portal::{
    Refused,
    core::{
        id::{AccountId, OrganisationId},
        identity::{AccountState, Introduced, Introducer, Invite, Permission, Place, Seat, Secret, Strangers},
        store::{Changes, Expect, Identities as _, People as _, Record, Store as _},
    },
};

const HOST: &str = "host";
const PROVIDER: &str = "https://login.example/realm";

fn by(issuer: &str) -> Introducer<'_> {
    Introducer { issuer, strangers: Strangers::Invited }
}

const TRUSTED: Introducer<'_> = Introducer { issuer: HOST, strangers: Strangers::ByVerifiedAddress };

async fn account(world: &World, name: &str) -> AccountId {
    world.portal.person_by_email(&address(name)).await.unwrap().unwrap().0
}

async fn alpha(world: &World) -> OrganisationId {
    world.viewer("claire").await.organisations().next().unwrap()
}

/// Whom the portal recognises.
async fn recognised(world: &World, by: Introducer<'_>, who: &Introduced) -> Option<AccountId> {
    world.portal.recognise(by, who).await.unwrap().map(|entered| entered.account.id)
}

async fn disable(world: &World, id: AccountId) {
    let mut account = world.store.account(id).await.unwrap().unwrap();
    account.state = AccountState::Disabled;
    let (expect, mut changes) = (Expect::Loaded(account.version), Changes::new());
    changes.write(Record::Account(account), expect);
    world.store.commit(&changes).await.unwrap();
}

/// Invites somebody to Alpha; gives the secret of the letter.
async fn invited(world: &World, email: &str) -> Secret {
    let aline = world.viewer("aline").await;
    let desk = world.portal.desk(&aline);
    let (name, role, locale) = ("Karim Benali".to_owned(), "client_user".to_owned(), "fr".to_owned());
    desk.invite(&Invite { seat: desk.own_seat(), name, email: email.to_owned(), role, projects: None, locale })
        .await
        .unwrap();
    while world.portal.tick().await.unwrap() > 0 {}
    let letter = world.post.0.lock().unwrap().pop().unwrap();
    Secret::parse(letter.letter.action.unwrap().url.rsplit('/').next().unwrap()).unwrap()
}

on_both!(t20_a_subject_is_one_account_of_its_issuer_alone_and_to_the_byte, world, {
    let (claire, tom) = (account(&world, "claire").await, account(&world, "tom").await);
    world.portal.add_identity(HOST, "Seven", claire).await.unwrap();
    world.portal.add_identity(PROVIDER, "Seven", tom).await.unwrap();
    assert_eq!(recognised(&world, by(HOST), &Introduced::new("Seven")).await, Some(claire));
    assert_eq!(recognised(&world, by(PROVIDER), &Introduced::new("Seven")).await, Some(tom));
    for subject in ["", "seven", "SEVEN", "Seven ", " Seven", "Seven\0", "Seven\u{200b}"] {
        assert_eq!(recognised(&world, by(HOST), &Introduced::new(subject)).await, None, "{subject:?}");
    }
    assert_eq!(recognised(&world, by(""), &Introduced::new("Seven")).await, None);
    assert!(matches!(world.portal.add_identity(HOST, "Seven", tom).await, Err(Refused::Stale)), "it is Claire's");
    assert!(matches!(world.portal.add_identity(HOST, " ", tom).await, Err(Refused::NotHere)));
    let entered = world.portal.recognise(by(HOST), &Introduced::new("Seven")).await.unwrap().unwrap();
    assert!(entered.session.is_none() && !entered.viewer.scope(Permission::RequestOpen).is_nothing());
});

on_both!(a22_an_address_links_only_where_it_is_verified_and_the_host_says_that_it_counts, world, {
    let claire = account(&world, "claire").await;
    let unverified = Introduced::new("7").with_email(address("claire"));
    let verified = Introduced::new("7").with_verified_email(" Claire@Alpha.example");
    for (issuer, who) in [(by(HOST), &unverified), (TRUSTED, &unverified), (by(HOST), &verified)] {
        assert_eq!(recognised(&world, issuer, who).await, None);
        assert!(matches!(world.portal.sign_in_introduced(issuer, who).await, Err(Refused::Credentials)));
    }
    assert!(world.store.identities_of(claire).await.unwrap().is_empty(), "nothing was linked");
    assert_eq!(recognised(&world, TRUSTED, &verified).await, Some(claire));
    assert_eq!(recognised(&world, by(HOST), &Introduced::new("7")).await, Some(claire), "from then on by the subject");
    let other = Introduced::new("7").with_verified_email(address("bruno"));
    assert_eq!(recognised(&world, TRUSTED, &other).await, Some(claire), "the address says nothing any more");
    let nobody = Introduced::new("8").with_verified_email("nobody@alpha.example");
    assert_eq!(recognised(&world, TRUSTED, &nobody).await, None);
});

on_both!(a18_whoever_is_signed_in_connects_and_keeps_a_last_way_in, world, {
    let (claire, viewer) = (account(&world, "claire").await, world.viewer("claire").await);
    let desk = world.portal.desk(&viewer);
    let first = desk.connect(by(HOST), &Introduced::new("7")).await.unwrap();
    assert_eq!(desk.connect(by(HOST), &Introduced::new("7")).await.unwrap(), first, "once more changes nothing");
    let second = desk.connect(by(PROVIDER), &Introduced::new("7")).await.unwrap();
    assert_eq!(recognised(&world, by(PROVIDER), &Introduced::new("7")).await, Some(claire));
    let bruno = world.viewer("bruno").await;
    let taken = world.portal.desk(&bruno).connect(by(HOST), &Introduced::new("7")).await;
    assert!(matches!(taken, Err(Refused::NotHere)));
    assert!(matches!(world.portal.desk(&bruno).disconnect(first).await, Err(Refused::NotFound)), "it is Claire's");
    assert!(matches!(desk.connect(by(HOST), &Introduced::new(" ")).await, Err(Refused::Credentials)));
    let mut passwordless = world.store.account(claire).await.unwrap().unwrap();
    passwordless.password = None;
    let (expect, mut changes) = (Expect::Loaded(passwordless.version), Changes::new());
    changes.write(Record::Account(passwordless), expect);
    world.store.commit(&changes).await.unwrap();
    let both = join_all([desk.disconnect(first), desk.disconnect(second)]).await;
    assert_eq!(both.iter().filter(|done| done.is_ok()).count(), 1, "one way in is left: {both:?}");
    assert!(both.iter().any(|done| matches!(done, Err(Refused::NotHere))), "{both:?}");
    while world.portal.tick().await.unwrap() > 0 {}
    let letters = std::mem::take(&mut *world.post.0.lock().unwrap());
    assert_eq!(letters.len(), 3, "two were connected, and one disconnected");
});

on_both!(s04_a_disabled_account_enters_by_no_name, world, {
    let claire = account(&world, "claire").await;
    world.portal.add_identity(HOST, "7", claire).await.unwrap();
    assert!(world.portal.sign_in_introduced(by(HOST), &Introduced::new("7")).await.is_ok());
    disable(&world, claire).await;
    let verified = Introduced::new("8").with_verified_email(address("claire"));
    for who in [Introduced::new("7"), verified] {
        assert_eq!(recognised(&world, TRUSTED, &who).await, None);
        assert!(matches!(world.portal.sign_in_introduced(TRUSTED, &who).await, Err(Refused::Credentials)));
    }
    assert_eq!(world.store.identities_of(claire).await.unwrap().len(), 1, "no further name was linked");
    let secret = invited(&world, "karim@alpha.example").await;
    let refused = world.portal.accept_introduced(&secret, by(HOST), &Introduced::new("7"), "Karim").await;
    assert!(matches!(refused, Err(Refused::Credentials)));
});

on_both!(t20_a_claimed_place_is_a_bound_and_gives_nothing_to_whom_we_know, world, {
    let claire = account(&world, "claire").await;
    world.portal.add_identity(HOST, "7", claire).await.unwrap();
    let beta = world.viewer("bruno").await.organisations().next().unwrap();
    let at = |seat, role: &str| Introduced::new("7").placed(Place { seat, role: role.into() });
    let alpha = at(Seat::Organisation(alpha(&world).await), "client_user");
    assert_eq!(recognised(&world, by(HOST), &alpha).await, Some(claire));
    for elsewhere in [at(Seat::Organisation(beta), "client_user"), at(Seat::Team, "team_admin")] {
        assert_eq!(recognised(&world, by(HOST), &elsewhere).await, None);
        assert!(world.portal.sign_in_introduced(by(HOST), &elsewhere).await.is_err());
    }
    assert_eq!(world.viewer("claire").await.organisations().count(), 1, "nothing was given");
    let secret = invited(&world, &address("bruno")).await;
    let bruno = Introduced::new("9").with_verified_email(address("bruno"));
    world.portal.accept_introduced(&secret, by(HOST), &bruno, "Bruno").await.unwrap();
    let narrowed = bruno.placed(Place { seat: Seat::Organisation(beta), role: "client_user".into() });
    let entered = world.portal.recognise(by(HOST), &narrowed).await.unwrap().unwrap();
    assert_eq!(entered.viewer.organisations().collect::<Vec<_>>(), [beta], "he has two places, and comes to one");
});

on_both!(a_claimed_place_admits_whoever_is_new_with_a_verified_address_of_nobody_here, world, {
    let seat = Seat::Organisation(alpha(&world).await);
    let place = |seat, role: &str| Place { seat, role: role.into() };
    let new = |place| Introduced::new("11").named(" Karim\nBenali ").reading("fr-CA").placed(place);
    let karim = "karim@alpha.example";
    let gone = Seat::Organisation(OrganisationId(uuid::Uuid::nil()));
    for refused in [
        new(place(seat, "client_user")),
        new(place(seat, "client_user")).with_email(karim),
        new(place(seat, "client_user")).with_verified_email("karim"),
        new(place(seat, "client_user")).with_verified_email(address("bruno")),
        new(place(seat, "team_admin")).with_verified_email(karim),
        new(place(Seat::Team, "client_user")).with_verified_email(karim),
        new(place(seat, "nobody")).with_verified_email(karim),
        new(place(gone, "client_user")).with_verified_email(karim),
        Introduced::new("11").with_verified_email(karim),
    ] {
        assert_eq!(recognised(&world, by(HOST), &refused).await, None, "{refused:?}");
    }
    let who = new(place(seat, "client_user")).with_verified_email(karim);
    let many = join_all((0..12).map(|_| {
        let (portal, who) = (world.portal.clone(), who.clone());
        tokio::spawn(async move { portal.recognise(by(HOST), &who).await.unwrap().map(|entered| entered.account.id) })
    }));
    let mut found: Vec<_> = many.await.into_iter().map(|one| one.unwrap()).collect();
    found.dedup();
    assert!(found.len() == 1 && found[0].is_some(), "{found:?}");
    let entered = world.portal.recognise(by(HOST), &who).await.unwrap().unwrap();
    let account = entered.account;
    assert_eq!((account.name.as_str(), account.locale.as_str(), account.email.as_str()), ("Karim Benali", "fr", karim));
    assert!(account.password.is_none() && entered.viewer.organisations().count() == 1);
});

on_both!(a09_an_invitation_makes_the_account_that_the_issuer_knows_from_then_on, world, {
    let secret = invited(&world, "karim@alpha.example").await;
    let who = Introduced::new("11").named("Somebody else").with_email("k@elsewhere.example");
    let long = "x".repeat(200);
    let refused = world.portal.accept_introduced(&secret, by(PROVIDER), &who, &long).await;
    assert!(matches!(refused, Err(Refused::Answers(_))));
    let tries = join_all((0..16).map(|_| {
        let (portal, secret, who) = (world.portal.clone(), secret.clone(), who.clone());
        tokio::spawn(async move { portal.accept_introduced(&secret, by(PROVIDER), &who, "Karim Benali").await.is_ok() })
    }));
    assert_eq!(tries.await.into_iter().filter(|done| *done.as_ref().unwrap()).count(), 1, "A05");
    let signed_in = world.portal.sign_in_introduced(by(PROVIDER), &who).await.unwrap();
    let entered = world.portal.enter(&signed_in.token).await.unwrap().unwrap();
    let (account, organisations) = (entered.account, entered.viewer.organisations().collect::<Vec<_>>());
    assert_eq!((account.email.as_str(), account.name.as_str()), ("karim@alpha.example", "Karim Benali"));
    assert_eq!(organisations, [alpha(&world).await]);
});

on_both!(a22_an_invitation_links_an_account_only_to_its_own_verified_address, world, {
    let secret = invited(&world, &address("bruno")).await;
    let bruno = account(&world, "bruno").await;
    world.portal.add_identity(HOST, "claire", account(&world, "claire").await).await.unwrap();
    for other in [
        Introduced::new("1"),
        Introduced::new("1").with_email(address("bruno")),
        Introduced::new("1").with_verified_email(address("tom")),
        Introduced::new("").with_verified_email(address("bruno")),
        Introduced::new("claire").with_verified_email(address("bruno")),
    ] {
        let refused = world.portal.accept_introduced(&secret, by(HOST), &other, "Bruno").await;
        assert!(matches!(refused, Err(Refused::Credentials)), "{other:?}");
    }
    let who = Introduced::new("1").with_verified_email("BRUNO@beta.example");
    assert_eq!(world.portal.accept_introduced(&secret, by(HOST), &who, "Bruno").await.unwrap(), bruno);
    assert_eq!(world.viewer("bruno").await.organisations().count(), 2);
    let again = world.portal.accept_introduced(&secret, by(HOST), &who, "Bruno").await;
    assert!(matches!(again, Err(Refused::NotFound)), "it is spent");
    let secret = invited(&world, &address("tom")).await;
    world.portal.add_identity(HOST, "tom", account(&world, "tom").await).await.unwrap();
    world.portal.accept_introduced(&secret, by(HOST), &Introduced::new("tom"), "Tom").await.unwrap();
});
