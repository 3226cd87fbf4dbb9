//! Links of all purposes: each opens its own door alone, once, however many try at once. On both databases.

use crate::support::{PASSWORD, World, address, definition_folder};
use chrono::TimeDelta;
use futures_util::future::join_all;
use portal::{
    Portal, Refused,
    core::{
        channel::Envelope,
        definition,
        identity::{AcceptInvitation, Invite, Link, Seat, Secret, SignIn},
    },
    demo,
};

const KARIM: &str = "karim@alpha.example";
const NEW: &str = "claire@gamma.example";
const CHOSEN: &str = "seven green umbrellas";
const HERE: &str = "192.0.2.1";

/// A portal where one may sign in with a link; `more` is added to its definition.
async fn world(database: &str, sign_in: &str) -> World {
    let folder = tempfile::tempdir().unwrap();
    for source in portal::read_folder(&definition_folder()).unwrap() {
        let path = folder.path().join(&source.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &source.bytes).unwrap();
    }
    let portal = folder.path().join("portal.yaml");
    let text = std::fs::read_to_string(&portal).unwrap();
    std::fs::write(&portal, format!("{text}\nsign_in: {sign_in}\n")).unwrap();
    let world = World::of(folder.path(), database).await;
    let of = definition::demo(&portal::read_folder(folder.path()).unwrap()).unwrap().unwrap();
    demo::people(&world.portal, &of, PASSWORD).await.unwrap();
    world
}

async fn letters(world: &World) -> Vec<Envelope> {
    while world.portal.tick().await.unwrap() > 0 {}
    std::mem::take(&mut *world.post.0.lock().unwrap())
}

/// The secret of the link in the one letter that has one.
async fn secret(world: &World) -> Secret {
    let sent = letters(world).await;
    let found = sent.iter().filter_map(|it| Secret::parse(it.letter.action.as_ref()?.url.rsplit('/').next()?));
    let found: Vec<Secret> = found.collect();
    assert_eq!(found.len(), 1, "{sent:?}");
    found[0].clone()
}

/// What a link may be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Invitation,
    Reset,
    Address,
    SignIn,
}

impl Door {
    const ALL: [Self; 4] = [Self::Invitation, Self::Reset, Self::SignIn, Self::Address];

    /// A link to it, from its letter.
    async fn link(self, world: &World) -> Secret {
        match self {
            Self::Invitation => {
                let aline = world.viewer("aline").await;
                let seat = aline.organisations().next().map(Seat::Organisation).unwrap();
                let (name, email, role) = ("Karim Benali".to_owned(), KARIM.to_owned(), "client_user".to_owned());
                let invite = Invite { seat, name, email, role, projects: None, locale: "fr".to_owned() };
                world.portal.desk(&aline).invite(&invite).await.unwrap();
            }
            Self::Reset => world.portal.ask_reset(&address("claire"), HERE).await.unwrap(),
            Self::Address => {
                let claire = world.viewer("claire").await;
                world.portal.desk(&claire).ask_address(NEW, HERE).await.unwrap();
            }
            Self::SignIn => world.portal.ask_sign_in(&address("claire"), HERE).await.unwrap(),
        }
        secret(world).await
    }

    async fn look(self, portal: &Portal, secret: &Secret) -> Result<(), Refused> {
        match self {
            Self::Invitation => portal.invitation(secret).await.map(|_| ()),
            Self::Reset => portal.reset(secret).await.map(|_| ()),
            Self::Address => portal.new_address(secret).await.map(|_| ()),
            Self::SignIn => portal.sign_in_link(secret).await.map(|_| ()),
        }
    }

    async fn spend(self, portal: &Portal, secret: &Secret) -> Result<(), Refused> {
        let (name, password) = ("Karim Benali".to_owned(), CHOSEN.to_owned());
        let accept = AcceptInvitation { name, password, from: HERE.to_owned() };
        match self {
            Self::Invitation => portal.accept_invitation(secret, &accept).await.map(|_| ()),
            Self::Reset => portal.reset_password(secret, CHOSEN).await.map(|_| ()),
            Self::Address => portal.confirm_address(secret).await.map(|_| ()),
            Self::SignIn => portal.sign_in_by_link(secret).await.map(|_| ()),
        }
    }
}

fn gone(done: &Result<(), Refused>) -> bool {
    matches!(done, Err(Refused::NotFound))
}

async fn a06_opens_its_own_door_alone(database: &str) {
    let world = world(database, "{magic_link: true}").await;
    for door in Door::ALL {
        let link = door.link(&world).await;
        for other in Door::ALL.into_iter().filter(|other| *other != door) {
            assert!(gone(&other.look(&world.portal, &link).await), "{door:?} at {other:?}");
            assert!(gone(&other.spend(&world.portal, &link).await), "{door:?} at {other:?}");
        }
        assert!(world.portal.enter(&link).await.unwrap().is_none(), "{door:?} is no session");
        assert!(world.portal.enter_with_token(&link).await.unwrap().is_none(), "{door:?} is no token");
        for _ in 0..3 {
            assert!(door.look(&world.portal, &link).await.is_ok(), "a23: looking spends nothing");
        }
        assert!(door.spend(&world.portal, &link).await.is_ok(), "{door:?}");
        assert!(gone(&door.look(&world.portal, &link).await) && gone(&door.spend(&world.portal, &link).await), "spent");
        letters(&world).await;
    }
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
    world.end().await;
}

#[tokio::test]
async fn a06_a_link_opens_its_own_door_alone_on_sqlite() {
    a06_opens_its_own_door_alone("sqlite").await;
}

#[tokio::test]
async fn a06_a_link_opens_its_own_door_alone_on_postgres() {
    a06_opens_its_own_door_alone("postgres").await;
}

async fn a05_of_32_at_once_one_gets_in(database: &str) {
    let world = world(database, "{magic_link: true}").await;
    for door in Door::ALL {
        let link = door.link(&world).await;
        let tries = join_all((0..32).map(|_| {
            let (portal, link) = (world.portal.clone(), link.clone());
            tokio::spawn(async move { door.spend(&portal, &link).await.is_ok() })
        }));
        let done = tries.await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
        assert_eq!(done, 1, "{door:?}");
        letters(&world).await;
    }
    world.end().await;
}

#[tokio::test]
async fn a05_of_32_who_spend_a_link_at_once_one_gets_in_on_sqlite() {
    a05_of_32_at_once_one_gets_in("sqlite").await;
}

#[tokio::test]
async fn a05_of_32_who_spend_a_link_at_once_one_gets_in_on_postgres() {
    a05_of_32_at_once_one_gets_in("postgres").await;
}

async fn a03_only_the_newest_link_to_sign_in_counts(database: &str) {
    let world = world(database, "{magic_link: true}").await;
    let (old, new) = (Door::SignIn.link(&world).await, Door::SignIn.link(&world).await);
    assert!(gone(&Door::SignIn.look(&world.portal, &old).await));
    assert!(Door::SignIn.look(&world.portal, &new).await.is_ok());
    let reset = Door::Reset.link(&world).await;
    Door::Reset.spend(&world.portal, &reset).await.unwrap();
    assert!(gone(&Door::SignIn.spend(&world.portal, &new).await), "dead with the password");
    letters(&world).await;
    world.clock.pass(TimeDelta::hours(1));
    let late = Door::SignIn.link(&world).await;
    world.clock.pass(Link::SIGN_IN);
    assert!(gone(&Door::SignIn.spend(&world.portal, &late).await), "a04: ten minutes");
    world.end().await;
}

#[tokio::test]
async fn a03_only_the_newest_link_to_sign_in_counts_on_sqlite() {
    a03_only_the_newest_link_to_sign_in_counts("sqlite").await;
}

#[tokio::test]
async fn a03_only_the_newest_link_to_sign_in_counts_on_postgres() {
    a03_only_the_newest_link_to_sign_in_counts("postgres").await;
}

#[tokio::test]
async fn a24_variants_of_an_address_reach_the_stored_one_or_nobody() {
    let world = world("sqlite", "{magic_link: true}").await;
    for same in ["CLAIRE@ALPHA.EXAMPLE", " claire@alpha.example ", "ｃlaire@alpha.example"] {
        world.portal.ask_sign_in(same, HERE).await.unwrap();
        let sent = letters(&world).await;
        assert_eq!((sent.len(), sent[0].to.clone()), (1, address("claire")), "{same}");
        world.clock.pass(TimeDelta::hours(1));
    }
    for other in [
        "claıre@alpha.example",
        "claİre@alpha.example",
        "cl\u{430}ire@alpha.example",
        "claire+a@alpha.example",
        "cl.aire@alpha.example",
        "claire@alpha.example.",
        "claire@alphà.example",
    ] {
        world.portal.ask_sign_in(other, HERE).await.unwrap();
        world.portal.ask_reset(other, HERE).await.unwrap();
        assert!(letters(&world).await.is_empty(), "{other}");
        world.clock.pass(TimeDelta::hours(1));
    }
    world.end().await;
}

#[tokio::test]
async fn without_magic_links_nobody_asks_for_one_and_without_passwords_nobody_has_one() {
    let plain = world("sqlite", "{password: true}").await;
    assert!(matches!(plain.portal.ask_sign_in(&address("claire"), HERE).await, Err(Refused::NotFound)));
    plain.end().await;

    let links = world("sqlite", "{password: false, magic_link: true, second_factor: [team_admin]}").await;
    let (email, password, from) = (address("claire"), PASSWORD.to_owned(), HERE.to_owned());
    let typed = links.portal.sign_in(&SignIn { email, password, from, browser: None }).await;
    assert!(matches!(typed, Err(Refused::Credentials)));
    assert!(matches!(links.portal.ask_reset(&address("claire"), HERE).await, Err(Refused::NotFound)));
    let invitation = Door::Invitation.link(&links).await;
    let (name, password, from) = ("Karim".to_owned(), String::new(), HERE.to_owned());
    links.portal.accept_invitation(&invitation, &AcceptInvitation { name, password, from }).await.unwrap();
    links.portal.ask_sign_in(KARIM, HERE).await.unwrap();
    let link = secret(&links).await;
    let karim = links.portal.sign_in_by_link(&link).await.unwrap();
    assert_eq!(links.portal.enter(&karim.token).await.unwrap().unwrap().account.email, KARIM);
    links.end().await;
}

#[tokio::test]
async fn a10_no_row_holds_a_token_of_a_link_or_of_a_session() {
    let world = world("sqlite", "{magic_link: true}").await;
    let mut tokens = Vec::new();
    for door in Door::ALL {
        tokens.push(door.link(&world).await);
    }
    let (email, password, from) = (address("claire"), PASSWORD.to_owned(), HERE.to_owned());
    tokens.push(world.portal.sign_in(&SignIn { email, password, from, browser: None }).await.unwrap().token);
    let file = world.url.strip_prefix("sqlite://").unwrap();
    let files = [file.to_owned(), format!("{file}-wal")];
    let rows: Vec<u8> = files.iter().filter_map(|file| std::fs::read(file).ok()).flatten().collect();
    let holds = |bytes: &[u8]| rows.windows(bytes.len()).any(|window| window == bytes);
    for token in &tokens {
        let text = token.reveal();
        let raw: Vec<u8> =
            (0..32).map(|place| u8::from_str_radix(&text[2 * place..2 * place + 2], 16).unwrap()).collect();
        assert!(holds(&token.hash()), "the search finds what is there");
        assert!(!holds(text.as_bytes()) && !holds(&raw), "the token itself is nowhere");
    }
    world.end().await;
}
