//! The past of the demo: each business plays its scripts through the use cases, once, and nobody is told of it anew.

use std::path::{Path, PathBuf};

use crate::support::{PASSWORD, World};
use chrono::TimeDelta;
use portal::{
    core::{
        definition::{self, Source},
        identity::Side,
        notification::DeliveryState,
        play::Letters,
        store::{Deliveries as _, Filter},
    },
    demo::{self, Person},
};

const BUSINESSES: [&str; 6] =
    ["agency", "b2b-provider", "back-office", "field-services", "software-publisher", "training"];

fn folder(business: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/definitions").join(business)
}

struct Stage {
    world: World,
    sources: Vec<Source>,
    people: Vec<Person>,
}

impl Stage {
    async fn of(business: &str, database: &str) -> Self {
        let world = World::of(&folder(business), database).await;
        let sources = portal::read_folder(&folder(business)).unwrap();
        let of = definition::demo(&sources).unwrap().unwrap();
        let people = demo::people(&world.portal, &of, PASSWORD).await.unwrap();
        Self { world, sources, people }
    }

    /// Plays the past, and gives how many letters it has; `None`: it was not played.
    async fn play(&self, letters: Letters) -> Option<usize> {
        let Self { world, sources, people } = self;
        let played = demo::play(&world.portal, &world.store, sources, people, letters).await;
        played.unwrap_or_else(|error| panic!("{error}")).map(|letters| letters.len())
    }

    fn scripts(&self) -> usize {
        definition::demo(&self.sources).unwrap().unwrap().play.len()
    }
}

/// Plays a business, and looks at what it left.
async fn lived(business: &str, database: &str) {
    let stage = Stage::of(business, database).await;
    // Each on another day of the week.
    let place = BUSINESSES.iter().position(|other| *other == business).unwrap();
    stage.world.clock.pass(TimeDelta::days(i64::try_from(place).unwrap()));
    let (world, now) = (&stage.world, stage.world.portal.now());
    let letters = stage.play(Letters::Kept).await.expect("an empty database");
    assert!(letters > 3, "{business}: {letters} letters");
    let admin = stage.people.iter().find(|person| person.of.role == "team_admin").unwrap();
    let viewer = world.viewer_of(admin.account).await;
    let desk = world.portal.desk(&viewer);
    let requests = desk.requests(&Filter::default(), None).await.unwrap().rows;
    assert_eq!(requests.len(), stage.scripts(), "{business}");
    let mut began = Vec::new();
    for row in &requests {
        let view = desk.request(row.id).await.unwrap();
        let events = &view.history.events;
        let (first, last) = (events.first().unwrap().at, events.last().unwrap().at);
        assert!(first < last && last <= now, "{business}: {}", row.title);
        assert!(now - first <= TimeDelta::days(40), "{business}: {} began at {first}", row.title);
        assert!(events.windows(2).all(|pair| pair[0].at <= pair[1].at));
        let late = row.ended.is_none() && row.due.is_some_and(|due| due < now);
        assert!(!late, "{business}: {} is late since {:?}", row.title, row.due);
        began.push(first);
    }
    began.sort();
    began.dedup();
    assert_eq!(began.len(), requests.len(), "each began at a time of its own");
    let sent = desk.deliveries(false, None).await.unwrap().rows;
    assert!(sent.iter().all(|sent| sent.delivery.state != DeliveryState::Pending && sent.next.is_none()));
    assert!(sent.iter().any(|sent| sent.delivery.delivered.is_some_and(|at| at < now)));
    assert_eq!(world.letters().await, [], "{business}: nobody is told anew");
    assert!(world.store.given_up().await.unwrap().is_empty());
    assert_eq!(portal::verify(&world.portal).await.unwrap(), []);
    assert_eq!(stage.play(Letters::Kept).await, None, "{business}: once");
    stage.world.end().await;
}

#[tokio::test]
async fn every_business_has_lived_when_it_first_starts_on_sqlite() {
    for business in BUSINESSES {
        lived(business, "sqlite").await;
    }
}

#[tokio::test]
async fn every_business_has_lived_when_it_first_starts_on_postgres() {
    for business in BUSINESSES {
        lived(business, "postgres").await;
    }
}

/// Of two processes that start at once on one database, one plays.
async fn at_once(database: &str) {
    let stage = Stage::of("b2b-provider", database).await;
    let (one, other) = tokio::join!(stage.play(Letters::Kept), stage.play(Letters::Kept));
    assert!(one.is_some() != other.is_some(), "{one:?} {other:?}");
    stage.world.end().await;
}

#[tokio::test]
async fn of_two_first_starts_at_once_one_plays_the_past_on_sqlite() {
    at_once("sqlite").await;
}

#[tokio::test]
async fn of_two_first_starts_at_once_one_plays_the_past_on_postgres() {
    at_once("postgres").await;
}

/// Letters that nobody keeps are held back, each with its reason; and what cannot be played leaves nothing.
async fn held_back(database: &str) {
    let mut stage = Stage::of("b2b-provider", database).await;
    let script = stage.sources.iter_mut().find(|source| source.path == "scripts/quote.yaml").unwrap();
    let written = String::from_utf8(script.bytes.clone()).unwrap();
    let broken = written.replace("status: proposal", "status: completed");
    script.bytes = broken.into_bytes();
    let Stage { world, sources, people } = &stage;
    let failed = demo::play(&world.portal, &world.store, sources, people, Letters::Kept).await;
    let why = failed.unwrap_err().to_string();
    assert!(why.starts_with("scripts/quote.yaml: at the end it stands in"), "{why}");
    let admin = people.iter().find(|person| person.of.role == "team_admin").unwrap();
    let viewer = world.viewer_of(admin.account).await;
    assert_eq!(world.portal.desk(&viewer).count(&Filter::default()).await.unwrap(), 0);

    let script = stage.sources.iter_mut().find(|source| source.path == "scripts/quote.yaml").unwrap();
    script.bytes = written.into_bytes();
    assert_eq!(stage.play(Letters::HeldBack).await, Some(0));
    let desk = stage.world.portal.desk(&viewer);
    assert_eq!(desk.side(), Side::Team);
    let sent = desk.deliveries(false, None).await.unwrap().rows;
    assert!(!sent.is_empty());
    for sent in sent {
        assert_eq!(sent.delivery.state, DeliveryState::Suppressed);
        assert!(matches!(sent.delivery.reason.as_deref(), Some("only_played" | "no_longer_needed")));
    }
    assert_eq!(stage.world.letters().await, []);
    stage.world.end().await;
}

#[tokio::test]
async fn letters_of_the_past_are_held_back_where_nobody_keeps_them_on_sqlite() {
    held_back("sqlite").await;
}

#[tokio::test]
async fn letters_of_the_past_are_held_back_where_nobody_keeps_them_on_postgres() {
    held_back("postgres").await;
}
