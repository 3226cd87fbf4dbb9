//! Killed at random while people work: what was acknowledged exists once, and each letter has left.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use sqlx::types::Uuid;
use tokio::{sync::watch, task::JoinSet};

use crate::{
    browser::Browser,
    ledger::{Ledger, Worker},
    long,
    place::Place,
    program::{Program, Start},
    smtp::Peer,
};

/// How many people work at once.
const PEOPLE: usize = 8;

/// Small random numbers (xorshift), the same again for the same seed.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let seed = now.as_secs() | 1;
        println!("f02: seed {seed}");
        Self(seed)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Kills the program so many times, at random, one time in eight while it is still starting. The last start stays.
fn kills(mut server: Program, start: &Start, times: u32, address: &watch::Sender<String>) -> Program {
    let mut dice = Dice::new();
    let (least, most) = if long() { (200, 3000) } else { (100, 600) };
    for _ in 0..times {
        thread::sleep(Duration::from_millis(least + dice.below(most - least)));
        assert!(!server.said("panicked"), "{}", server.log());
        server.kill();
        if dice.below(8) == 0 {
            let starting = start.spawn();
            thread::sleep(Duration::from_millis(dice.below(400)));
            starting.kill();
        }
        server = start.start();
        address.send_replace(server.address.clone());
    }
    server
}

async fn nothing_acknowledged_is_lost(place: Place, name: &str) {
    let peer = Peer::start().await;
    let times = if long() { 1000 } else { 100 };
    let start = place.start().with("SMTP_URL", peer.url()).with("PORTAL_BASE_URL", "http://portal.example/portal");
    let server = start.start();
    let (address, moves) = watch::channel(server.address.clone());
    let (ledger, stop) = (Arc::<Mutex<Ledger>>::default(), Arc::<AtomicBool>::default());
    let claire = Browser::of(&server.address, "claire").await;
    let bruno = Browser::of(&server.address, "bruno").await;
    let mut people = JoinSet::new();
    for who in 0..PEOPLE {
        let browser = if who % 2 == 0 { claire.clone() } else { bruno.clone() };
        let (address, ledger, stop) = (moves.clone(), ledger.clone(), stop.clone());
        people.spawn(Worker { who, browser, address, ledger, stop }.works());
    }
    let killing = tokio::task::spawn_blocking(move || kills(server, &start, times, &address));
    let server = tokio::select! {
        server = killing => server.unwrap(),
        // Nobody ends before they are told to, unless an answer was wrong.
        Some(ended) = people.join_next() => panic!("{ended:?}"),
    };
    let last_start = Instant::now();
    stop.store(true, Ordering::SeqCst);
    people.join_all().await;
    place.settles(&server).await;
    let settled = last_start.elapsed();

    let ledger = std::mem::take(&mut *ledger.lock().unwrap());
    ledger.holds(&place).await;
    let (letters, repeated) = letters_left(&place, &peer).await;
    place.holds();
    println!(
        "f02 {name}: {times} kills; {} submissions and {} messages acknowledged, each there once; {} never answered, there \
         once or not at all; {letters} letters, {repeated} of them repeated with the same Message-ID; all work done \
         {settled:?} after the last start",
        ledger.submitted.len(),
        ledger.written.len(),
        ledger.unknown.len(),
    );
}

/// Each letter that an act caused has left, to one person and with one Message-ID; nothing else has. Gives how many, and
/// how many of them were repeated.
async fn letters_left(place: &Place, peer: &Peer) -> (usize, u32) {
    let waiting = "select count(*) from portal_delivery where state <> 'delivered'";
    assert_eq!(place.number(waiting).await, 0, "every letter has left");
    let silent = "select count(*) from portal_event where kind in ('request.submitted', 'message.posted') \
                  and act not in (select act from portal_delivery)";
    assert_eq!(place.number(silent).await, 0, "every act was told");
    let ids = place.ids("select id from portal_delivery").await;
    let sent: BTreeSet<String> = ids.into_iter().map(|id: Uuid| format!("<{id}@portal.example>")).collect();
    let taken = peer.taken();
    let received: BTreeSet<String> = taken.keys().map(|(id, _)| id.clone()).collect();
    assert_eq!(received, sent, "the other side has each letter, and no other");
    assert_eq!(taken.len(), sent.len(), "each went to one person");
    (sent.len(), taken.values().map(|times| times - 1).sum())
}

#[tokio::test(flavor = "multi_thread")]
async fn f02_killed_at_random_nothing_acknowledged_is_lost_or_doubled_sqlite() {
    nothing_acknowledged_is_lost(Place::sqlite(), "sqlite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f02_killed_at_random_nothing_acknowledged_is_lost_or_doubled_postgres() {
    nothing_acknowledged_is_lost(Place::postgres().await, "postgres").await;
}
