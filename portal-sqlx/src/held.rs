//! Connections while they are used, and how they come back.
//!
//! sqlx asks Postgres for a sign of life after each use of a pooled connection, and before each use unless told
//! otherwise: as much work again as a short read. A pool of ours keeps the connections that are in use on a shelf of its
//! own instead. What comes back to the shelf is known to be whole: the last work on it ended, well or with a conflict. All
//! else (a read that was dropped half-way, a database that did not answer) goes back to sqlx, which looks at it; and what
//! was cut off inside a transaction is closed, so that nobody's work ever becomes part of another's.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

#[cfg(feature = "postgres")]
use sqlx::Postgres;
#[cfg(feature = "sqlite")]
use sqlx::Sqlite;
use sqlx::pool::PoolConnection;
#[cfg(feature = "sqlite")]
use tokio::sync::OwnedMutexGuard;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use portal_core::store::StoreError;

use crate::conn::Conn;

/// A connection that rested longer goes through sqlx, which asks whether it still lives.
const RESTED: Duration = Duration::from_secs(1);
/// One that is older goes through sqlx, which may find it too old.
const AGE: Duration = Duration::from_mins(10);

/// A connection of sqlx's pool.
#[derive(Debug)]
pub(crate) enum Pooled {
    #[cfg(feature = "postgres")]
    Postgres(PoolConnection<Postgres>),
    #[cfg(feature = "sqlite")]
    Sqlite(PoolConnection<Sqlite>),
}

/// The connections of a pool of ours that are between two uses. It hands out as many as the pool has, so that whoever
/// holds a place finds one here or in the pool.
#[derive(Debug)]
pub(crate) struct Shelf {
    places: Arc<Semaphore>,
    resting: Mutex<Vec<Resting>>,
}

#[derive(Debug)]
struct Resting {
    conn: Pooled,
    taken: Instant,
    since: Instant,
}

/// Where a connection goes when its use has ended well.
#[derive(Debug)]
pub(crate) struct Place {
    shelf: Arc<Shelf>,
    taken: Instant,
    _permit: OwnedSemaphorePermit,
}

/// A connection while one call uses it.
#[derive(Debug)]
pub(crate) struct Held {
    conn: Option<Pooled>,
    place: Option<Place>,
    state: State,
    /// Goes last, when the connection has come back.
    #[cfg(feature = "sqlite")]
    turn: Option<OwnedMutexGuard<()>>,
}

/// What is known of a connection that is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Something may be under way on it.
    Reading,
    /// A transaction may be open on it.
    Writing,
    /// Nothing is.
    Whole,
}

impl Shelf {
    /// A shelf for a pool of so many connections.
    pub(crate) fn new(connections: u32) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(connections as usize));
        Arc::new(Self { places, resting: Mutex::default() })
    }

    /// Waits for a place, and takes the connection that came back last unless it rested too long.
    pub(crate) async fn take(self: &Arc<Self>) -> Option<(Place, Option<Pooled>)> {
        let permit = self.places.clone().acquire_owned().await.ok()?;
        let now = Instant::now();
        let found = self.resting.lock().ok()?.pop();
        let fresh = found.filter(|found| now - found.since < RESTED && now - found.taken < AGE);
        let taken = fresh.as_ref().map_or(now, |fresh| fresh.taken);
        Some((Place { shelf: self.clone(), taken, _permit: permit }, fresh.map(|fresh| fresh.conn)))
    }

    /// How many connections rest here.
    pub(crate) fn resting(&self) -> usize {
        self.resting.lock().map_or(0, |resting| resting.len())
    }

    fn put(&self, conn: Pooled, taken: Instant) {
        if let Ok(mut resting) = self.resting.lock()
            && !self.places.is_closed()
        {
            resting.push(Resting { conn, taken, since: Instant::now() });
        }
    }

    /// Gives all connections back to sqlx; nobody gets another.
    pub(crate) fn close(&self) {
        self.places.close();
        if let Ok(mut resting) = self.resting.lock() {
            resting.clear();
        }
    }
}

impl Held {
    /// A connection for reading, or for one statement that writes.
    pub(crate) fn new(conn: Pooled, place: Option<Place>) -> Self {
        Self {
            conn: Some(conn),
            place,
            state: State::Reading,
            #[cfg(feature = "sqlite")]
            turn: None,
        }
    }

    /// Keeps a writer's turn until the connection has come back.
    #[cfg(feature = "sqlite")]
    pub(crate) fn in_turn(mut self, turn: OwnedMutexGuard<()>) -> Self {
        self.turn = Some(turn);
        self
    }

    /// The same for a transaction.
    pub(crate) fn for_transaction(mut self) -> Self {
        self.state = State::Writing;
        self
    }

    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self.conn.as_mut().expect("it is there until it is dropped") {
            #[cfg(feature = "postgres")]
            Pooled::Postgres(conn) => Conn::Postgres(conn),
            #[cfg(feature = "sqlite")]
            Pooled::Sqlite(conn) => Conn::Sqlite(conn),
        }
    }

    /// Notes that the work has ended, and how.
    pub(crate) fn done<T>(mut self, result: &Result<T, StoreError>) {
        if let Ok(_) | Err(StoreError::Conflict(_)) = result {
            self.state = State::Whole;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        match (self.state, self.place.take()) {
            (State::Whole, Some(place)) => place.shelf.put(conn, place.taken),
            (State::Whole | State::Reading, _) => drop(conn),
            (State::Writing, _) => conn.close(),
        }
    }
}

impl Pooled {
    /// Closes the connection at once; the database undoes what was open on it.
    fn close(self) {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => drop(conn.detach()),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(conn) => drop(conn.detach()),
        }
    }
}

/// Runs one room's function on a connection of a body, and notes how it ended: a read; a `write` in one statement; a
/// `transaction`; a `snapshot`, which is a transaction that only reads.
macro_rules! with {
    ($body:expr, $conn:ident => $work:expr) => { with!(@ $body.hold().await?, $conn => $work) };
    (write $body:expr, $conn:ident => $work:expr) => { with!(@ $body.hold_to_write().await?, $conn => $work) };
    (transaction $body:expr, $conn:ident => $work:expr) => {
        with!(@ $body.hold_to_write().await?.for_transaction(), $conn => $work)
    };
    (snapshot $body:expr, $conn:ident => $work:expr) => {
        with!(@ $body.hold().await?.for_transaction(), $conn => $work)
    };
    (@ $held:expr, $conn:ident => $work:expr) => {{
        let mut held = $held;
        let answer = {
            let $conn = &mut held.conn();
            $work.await
        };
        held.done(&answer);
        answer
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SqlxStore, pool::Pool};

    /// Opens a transaction behind sqlx's back, as its `begin` does when its future is dropped half-way.
    async fn begin(held: &mut Held) {
        let begun = match held.conn() {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => sqlx::raw_sql("begin").execute(conn).await.map(|_| ()),
            #[cfg(feature = "sqlite")]
            Conn::Sqlite(conn) => sqlx::raw_sql("begin").execute(conn).await.map(|_| ()),
        };
        begun.unwrap();
    }

    /// How many connections there are.
    fn connections(store: &SqlxStore) -> u32 {
        match &store.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => pool.size(),
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => pool.size(),
        }
    }

    async fn only_what_ended_comes_back(store: SqlxStore) {
        store.hold().await.unwrap().for_transaction().done(&Ok(()));
        assert_eq!(connections(&store), 1);
        let mut held = store.hold().await.unwrap().for_transaction();
        begin(&mut held).await;
        drop(held);
        assert_eq!(connections(&store), 0, "a connection inside a transaction goes");
        let away: Result<(), StoreError> = Err(StoreError::Unavailable("it did not answer".into()));
        store.hold().await.unwrap().for_transaction().done(&away);
        assert_eq!(connections(&store), 0, "who knows what is open there");
        store.close().await;
        assert!(store.hold().await.is_err());
    }

    #[cfg(feature = "sqlite")]
    #[tokio::test]
    async fn a_connection_whose_transaction_was_cut_off_is_closed_on_sqlite() {
        only_what_ended_comes_back(SqlxStore::open("sqlite::memory:").await.unwrap()).await;
    }

    #[cfg(feature = "postgres")]
    #[tokio::test]
    async fn a_connection_whose_transaction_was_cut_off_is_closed_on_postgres() {
        let admin = std::env::var("PORTAL_TEST_POSTGRES")
            .expect("this test needs Postgres: run scripts/test, or set PORTAL_TEST_POSTGRES to an admin address");
        only_what_ended_comes_back(SqlxStore::open(&admin).await.unwrap()).await;
    }
}
