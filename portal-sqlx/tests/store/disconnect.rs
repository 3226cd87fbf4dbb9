//! Whoever asked hangs up: the change is whole or absent, and no connection stays inside a transaction.

use std::{
    future::poll_fn,
    task::Poll,
    time::{Duration, Instant},
};

use portal_core::store::Store as _;
use portal_sqlx::SqlxStore;

use crate::{
    databases::{Postgres, Sqlite},
    rows::{batch, is_there},
};

const TRIES: u128 = 200;
const IN_TRANSACTION: &str = "select count(*) from pg_stat_activity \
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null";

/// Drops a commit's future after it was polled once, twice, up to twenty times, so at each point where it waits; then
/// waits until no connection is inside a transaction. Says how many were cut off.
async fn hang_up(store: &SqlxStore, settled: impl AsyncFn()) -> u128 {
    let mut cut = 0;
    for number in 1..=TRIES {
        let changes = batch(number);
        match polled(store.commit(&changes), number % 20 + 1).await {
            Some(result) => result.unwrap(),
            None => cut += 1,
        }
        settled().await;
    }
    cut
}

/// Polls a future at most so often, then drops it.
async fn polled<T>(future: impl Future<Output = T>, mut polls: u128) -> Option<T> {
    let mut future = Box::pin(future);
    poll_fn(|context| {
        polls -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Some(value)),
            Poll::Pending if polls == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn how_many_are_there(store: &SqlxStore) -> u128 {
    let mut there = 0;
    for number in 1..=TRIES {
        there += u128::from(is_there(store, number).await);
    }
    there
}

async fn postgres(database: &Postgres, store: SqlxStore) {
    let watch = database.pool().await;
    let settled = async || {
        let begun = Instant::now();
        while sqlx::query_scalar::<_, i64>(IN_TRANSACTION).fetch_one(&watch).await.unwrap() > 0 {
            assert!(begun.elapsed() < Duration::from_secs(5), "a connection stayed inside a transaction");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let cut = hang_up(&store, settled).await;
    assert!(cut > 0, "some were cut off");
    assert!(how_many_are_there(&store).await >= TRIES - cut);
    watch.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_left_whole_by_a_pool_of_ours() {
    let database = Postgres::migrated().await;
    let store = SqlxStore::open(&database.url()).await.unwrap();
    postgres(&database, store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_left_whole_by_a_hosts_pool() {
    let database = Postgres::migrated().await;
    let store = SqlxStore::postgres(database.pool().await);
    postgres(&database, store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_is_left_whole() {
    let database = Sqlite::migrated().await;
    let (host, watch) = (database.pool().await, database.pool().await);
    let store = SqlxStore::sqlite(host);
    // The write lock can be had only when no connection is inside a transaction.
    let settled = async || {
        let tx = watch.begin_with("begin immediate").await.expect("a connection stayed inside a transaction");
        tx.rollback().await.unwrap();
    };
    let cut = hang_up(&store, settled).await;
    assert!(cut > 0, "some were cut off");
    assert!(how_many_are_there(&store).await >= TRIES - cut);
    watch.close().await;
    store.close().await;
}
