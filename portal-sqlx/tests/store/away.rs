//! The database goes away: that is said within five seconds, and all is well when it is back.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use portal_core::store::{Definitions as _, Engine as _, Store as _};
use portal_sqlx::SqlxStore;
use sqlx::ConnectOptions as _;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::{
    databases::{Postgres, admin},
    rows::{assert_away, batch, is_there},
};

/// What lies between the store and Postgres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// All passes.
    Open,
    /// Connections end, new ones are refused.
    Cut,
    /// Connections stay, and nothing passes.
    Frozen,
}

/// A door before Postgres that can be shut.
struct Door {
    address: SocketAddr,
    line: watch::Sender<Line>,
    task: JoinHandle<()>,
}

impl Door {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (line, watched) = watch::channel(Line::Open);
        let server = admin().to_url_lossy();
        let server = format!("{}:{}", server.host_str().unwrap(), server.port().unwrap_or(5432));
        Self { address, line, task: tokio::spawn(keep(listener, server, watched)) }
    }

    fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn keep(listener: TcpListener, server: String, line: watch::Receiver<Line>) {
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let now = *line.borrow();
        if now != Line::Cut {
            tokio::spawn(pass(client, server.clone(), line.clone()));
        }
    }
}

async fn pass(mut client: TcpStream, server: String, mut line: watch::Receiver<Line>) {
    let mut server = TcpStream::connect(server).await.unwrap();
    loop {
        let now = *line.borrow_and_update();
        match now {
            Line::Open => tokio::select! {
                _ = copy_bidirectional(&mut client, &mut server) => return,
                changed = line.changed() => if changed.is_err() { return },
            },
            Line::Cut => return,
            Line::Frozen => {
                if line.changed().await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The store behind a door.
async fn behind(database: &Postgres) -> (Door, SqlxStore) {
    let door = Door::new().await;
    let options = database.options.clone().host("127.0.0.1").port(door.address.port());
    let store = SqlxStore::open(options.to_url_lossy().as_str()).await.unwrap();
    store.commit(&batch(1)).await.unwrap();
    (door, store)
}

/// Reads, writes and claims say within five seconds that the database is away.
async fn is_away(store: &SqlxStore) {
    let begun = Instant::now();
    let batch = batch(2);
    let (read, write, ping) = tokio::join!(store.in_force(), store.commit(&batch), store.ping());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_away(&read);
    assert_away(&write);
    assert_away(&ping);
}

/// Waits until the store answers again by itself.
async fn comes_back(store: &SqlxStore) {
    let begun = Instant::now();
    while store.ping().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(15), "it does not come back");
    }
    store.commit(&batch(3)).await.unwrap();
    assert!(is_there(store, 1).await && is_there(store, 3).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_stops_is_away_within_five_seconds_and_back_by_itself() {
    let database = Postgres::migrated().await;
    let (door, store) = behind(&database).await;
    door.set(Line::Cut);
    is_away(&store).await;
    is_away(&store).await;
    door.set(Line::Open);
    comes_back(&store).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_freezes_is_away_within_five_seconds_and_back_by_itself() {
    let database = Postgres::migrated().await;
    let (door, store) = behind(&database).await;
    door.set(Line::Frozen);
    is_away(&store).await;
    is_away(&store).await;
    door.set(Line::Open);
    comes_back(&store).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_never_there_is_away() {
    let begun = Instant::now();
    assert_away(&SqlxStore::open("postgres://nobody@127.0.0.1:1/nothing").await);
    assert!(begun.elapsed() < Duration::from_secs(5));
}
