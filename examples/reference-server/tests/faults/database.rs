//! The database stops, breaks connections, holds locks: 503 and when to come back, nothing by half, and all is well when
//! it is over.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    browser::{Answer, Browser},
    cluster::Cluster,
    ledger::{Ledger, Worker},
    long,
    place::Place,
    program::{PATIENCE, Program},
};

/// People who work until they are told to stop.
struct People {
    at_work: JoinSet<()>,
    ledger: Arc<Mutex<Ledger>>,
    stop: Arc<AtomicBool>,
    _address: watch::Sender<String>,
}

impl People {
    async fn at(server: &Program) -> Self {
        let (address, moves) = watch::channel(server.address.clone());
        let (ledger, stop) = (Arc::<Mutex<Ledger>>::default(), Arc::<AtomicBool>::default());
        let claire = Browser::of(&server.address, "claire").await;
        let mut at_work = JoinSet::new();
        for who in 0..4 {
            let (browser, address) = (claire.clone(), moves.clone());
            at_work.spawn(Worker { who, browser, address, ledger: ledger.clone(), stop: stop.clone() }.works());
        }
        Self { at_work, ledger, stop, _address: address }
    }

    /// Lets them finish what they began, and checks that all they were told is there, once.
    async fn finish(self, server: &Program, place: &Place) -> Ledger {
        self.stop.store(true, Ordering::SeqCst);
        self.at_work.join_all().await;
        let ledger = std::mem::take(&mut *self.ledger.lock().unwrap());
        assert_eq!(ledger.cut, 0, "each request had an answer:\n{}", server.log());
        place.settles(server).await;
        ledger.holds(place).await;
        place.holds();
        ledger
    }
}

/// Asks until the answer has this status; gives how long that took.
async fn until(browser: &Browser, path: &str, status: u16) -> Duration {
    let since = Instant::now();
    loop {
        let answer = browser.get(path).await.unwrap();
        if answer.status == 503 {
            is_away(&answer);
        }
        if answer.status == status {
            return since.elapsed();
        }
        assert!(since.elapsed() < PATIENCE, "{path} is not {status}: {answer:?}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[track_caller]
fn is_away(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn f03_postgres_stopped_at_once_is_503_and_heals_when_it_is_back() {
    let cluster = Cluster::new();
    let place = Place::at(cluster.url());
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let people = People::at(&server).await;
    let rounds = if long() { 50 } else { 5 };
    let mut slowest = Duration::ZERO;
    for round in 1..=rounds {
        let done = |ledger: &Ledger| ledger.submitted.len() + ledger.written.len();
        let before = done(&people.ledger.lock().unwrap());
        let since = Instant::now();
        while done(&people.ledger.lock().unwrap()) < before + 8 {
            assert!(since.elapsed() < PATIENCE, "people work in round {round}:\n{}", server.log());
            sleep(Duration::from_millis(20)).await;
        }
        cluster.stop_at_once();
        until(&claire, "/portal/requests", 503).await;
        cluster.start();
        slowest = slowest.max(until(&claire, "/portal/requests", 200).await);
    }
    let ledger = people.finish(&server, &place).await;
    println!(
        "f03: stopped {rounds} times, back at most {slowest:?} after Postgres; {} submissions and {} messages acknowledged, \
         each there once",
        ledger.submitted.len(),
        ledger.written.len()
    );
    assert!(slowest < Duration::from_secs(30), "it heals: {slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn f04_connections_that_postgres_ends_all_the_time_cost_no_more_than_an_answer() {
    let place = Place::postgres().await;
    let server = place.start().start();
    let people = People::at(&server).await;
    let mut admin = PgConnection::connect(place.url.as_deref().unwrap()).await.unwrap();
    let rounds = if long() { 300 } else { 30 };
    let mut ended = 0;
    for _ in 0..rounds {
        let end = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
                   where datname = current_database() and pid <> pg_backend_pid()";
        ended += sqlx::query_scalar::<_, i64>(end).fetch_one(&mut admin).await.unwrap();
        sleep(Duration::from_millis(200)).await;
    }
    assert!(ended > 0, "some were ended");
    let ledger = people.finish(&server, &place).await;
    println!(
        "f04: {ended} connections ended; {} submissions and {} messages acknowledged, each there once",
        ledger.submitted.len(),
        ledger.written.len()
    );
    let open = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in%'";
    assert_eq!(place.number(open).await, 0, "no transaction was left open");
}

#[tokio::test(flavor = "multi_thread")]
async fn f42_a_row_that_somebody_holds_is_503_in_time_and_costs_others_nothing() {
    let place = Place::postgres().await;
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let request = claire.submit(&claire.filled_in("Held").await.unwrap()).await.unwrap();
    place.settles(&server).await;
    let mut holder = PgConnection::connect(place.url.as_deref().unwrap()).await.unwrap();
    let hold = "begin; select id from portal_request for update";
    sqlx::raw_sql(AssertSqlSafe(hold)).execute(&mut holder).await.unwrap();
    refused_while_held(&server, &claire, &request).await;
    holder.close().await.unwrap();
    afterwards_as_before(&place, &server, &claire, &request).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f42_a_write_lock_that_somebody_holds_is_503_in_time_and_reads_go_on_sqlite() {
    let place = Place::sqlite();
    let server = place.start().start();
    let claire = Browser::of(&server.address, "claire").await;
    let request = claire.submit(&claire.filled_in("Held").await.unwrap()).await.unwrap();
    place.settles(&server).await;
    let file = format!("sqlite://{}", place.folder.path().join("portal.db").display());
    let mut holder = SqliteConnection::connect(&file).await.unwrap();
    sqlx::raw_sql("begin immediate").execute(&mut holder).await.unwrap();
    refused_while_held(&server, &claire, &request).await;
    holder.close().await.unwrap();
    afterwards_as_before(&place, &server, &claire, &request).await;
}

/// Four at once write to what is held, and are told in time; whoever reads is answered.
async fn refused_while_held(server: &Program, claire: &Browser, request: &str) {
    let mut writers = JoinSet::new();
    for n in 0..4 {
        let (claire, path, text) = (claire.clone(), format!("{request}/messages"), format!("held-{n}."));
        writers.spawn(async move {
            let since = Instant::now();
            let answer = claire.post(&path, &[("body", &text), ("key", &text)]).await.unwrap();
            is_away(&answer);
            since.elapsed()
        });
    }
    let mut slowest = Duration::ZERO;
    while !writers.is_empty() {
        assert_eq!(claire.get("/portal/requests").await.unwrap().status, 200, "{}", server.log());
        while let Some(told) = writers.try_join_next() {
            slowest = slowest.max(told.unwrap());
        }
        sleep(Duration::from_millis(20)).await;
    }
    println!("f42: told after at most {slowest:?}");
    assert!(slowest < Duration::from_secs(15), "{slowest:?}");
}

async fn afterwards_as_before(place: &Place, server: &Program, claire: &Browser, request: &str) {
    for n in 0..4 {
        let text = format!("held-{n}.");
        let form = [("body", text.as_str()), ("key", text.as_str())];
        let written = timeout(PATIENCE, async {
            while claire.post(&format!("{request}/messages"), &form).await.unwrap().status != 303 {
                sleep(Duration::from_millis(50)).await;
            }
        });
        written.await.expect("it is written in the end");
    }
    let bodies = place.texts("select body from portal_message order by body").await;
    assert_eq!(bodies, ["held-0.", "held-1.", "held-2.", "held-3."], "each once");
    place.settles(server).await;
    place.holds();
}
