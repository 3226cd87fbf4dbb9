//! Connections to the database that break just when a commit was sent: whoever tries again with the same key finds what
//! was done, once.

use std::time::Instant;

use sqlx::postgres::PgConnectOptions;

use crate::{
    browser::{Answer, Browser},
    long,
    place::Place,
    program::{PATIENCE, Program},
    wire::{Cut, Wire},
};

/// A program whose commits can be cut.
struct World {
    place: Place,
    wire: Wire,
    server: Program,
    claire: Browser,
}

impl World {
    async fn new() -> Self {
        let place = Place::postgres().await;
        let url = place.url.clone().unwrap();
        let options: PgConnectOptions = url.parse().unwrap();
        let wire = Wire::to(format!("{}:{}", options.get_host(), options.get_port())).await;
        let (user, rest) = url.split_once('@').unwrap();
        let (_, database) = rest.split_once('/').unwrap();
        let database = database.split('?').next().unwrap();
        let through = format!("{user}@127.0.0.1:{}/{database}?sslmode=disable", wire.port());
        let server = place.start().with("DATABASE_URL", through).start();
        let claire = Browser::of(&server.address, "claire").await;
        Self { place, wire, server, claire }
    }

    /// Posts until the commit that inserts into `table` was cut under it, as the wire itself has seen. A database that is
    /// too busy to begin is asked again; one that acknowledges has not met the cut.
    async fn cut(&self, table: &'static str, cut: Cut, path: &str, form: &[(&str, &str)]) -> Answer {
        let (before, since) = (self.wire.cuts(), Instant::now());
        self.wire.cut_next(table, cut);
        loop {
            let answer = self.claire.post(path, form).await.unwrap();
            if self.wire.cuts() > before {
                assert_eq!(self.wire.cuts(), before + 1);
                return answer;
            }
            assert_eq!(answer.status, 503, "the wire does not know a commit into {table} when it sees one: {answer:?}");
            assert!(since.elapsed() < PATIENCE, "{}", self.server.log());
        }
    }

    /// Posts until it is acknowledged; gives where it led.
    async fn again(&self, path: &str, form: &[(&str, &str)]) -> String {
        let since = Instant::now();
        loop {
            let answer = self.claire.post(path, form).await.unwrap();
            if answer.status == 303 {
                return answer.to().unwrap();
            }
            is_away(&answer);
            assert!(since.elapsed() < PATIENCE, "{}", self.server.log());
        }
    }

    async fn count(&self, table: &str, column: &str, text: &str) -> usize {
        let all = self.place.texts(&format!("select {column} from {table}")).await;
        all.iter().filter(|known| *known == text).count()
    }
}

fn is_away(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
}

async fn a_retry_finds_what_was_done(cut: Cut) {
    let world = World::new().await;
    let rounds = if long() { 100 } else { 10 };
    for n in 0..rounds {
        let subject = format!("lost-{n}.");
        let draft = world.claire.filled_in(&subject).await.unwrap();
        let check = format!("{draft}/check");
        is_away(&world.cut("portal_request", cut, &check, &[]).await);
        if cut == Cut::Answered {
            assert_eq!(world.count("portal_request", "title", &subject).await, 1, "it was committed");
        }
        let receipt = world.again(&check, &[]).await;
        assert_eq!(receipt, world.again(&check, &[]).await, "the same receipt");
        assert_eq!(world.count("portal_request", "title", &subject).await, 1, "once");

        let request = receipt.trim_end_matches("/receipt");
        let (path, form) = (format!("{request}/messages"), [("body", subject.as_str()), ("key", subject.as_str())]);
        is_away(&world.cut("portal_message", cut, &path, &form).await);
        world.again(&path, &form).await;
        assert_eq!(world.count("portal_message", "body", &subject).await, 1, "once");
    }
    assert_eq!(world.wire.cuts(), 2 * rounds);
    println!("f06 {cut:?}: {rounds} submissions and {rounds} messages cut at their commit, each there once");
    world.place.settles(&world.server).await;
    let receipts = "select count(*) from portal_delivery where rule = 'receipt' and state = 'delivered'";
    assert_eq!(world.place.number(receipts).await, i64::try_from(rounds).unwrap(), "one receipt each");
    world.place.holds();
}

#[tokio::test(flavor = "multi_thread")]
async fn f06_a_commit_whose_answer_is_lost_is_found_by_the_retry() {
    a_retry_finds_what_was_done(Cut::Answered).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f06_a_commit_that_is_cut_when_it_was_sent_happens_once_or_is_done_again() {
    a_retry_finds_what_was_done(Cut::Sent).await;
}
