//! Whoever asked hangs up: the change is whole or absent, and no connection stays inside a transaction.

use std::time::Duration;

use portal_core::store::Store as _;
use portal_sqlx::SqlxStore;
use sqlx::{Connection as _, PgConnection};

use crate::{
    databases::{Postgres, Sqlite},
    rows::{batch, is_there},
};

const TRIES: u128 = 200;
const IN_TRANSACTION: &str = "select count(*) from pg_stat_activity \
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null";

/// Drops a commit's future after an ever longer moment; says how many were cut off.
async fn hang_up(store: &SqlxStore) -> u128 {
    let mut cut = 0;
    for number in 1..=TRIES {
        let span = Duration::from_micros(u64::try_from(number).unwrap() * 20);
        match tokio::time::timeout(span, store.commit(&batch(number))).await {
            Ok(result) => result.unwrap(),
            Err(_) => cut += 1,
        }
    }
    cut
}

/// Waits until what was cut off has run to its end, then looks at each batch.
async fn all_whole_or_absent(store: &SqlxStore) -> u128 {
    let mut there = 0;
    for number in 1..=TRIES {
        there += u128::from(is_there(store, number).await);
    }
    there
}

async fn postgres(database: &Postgres, store: SqlxStore) {
    let cut = hang_up(&store).await;
    assert!(cut > 0, "some were cut off");
    let mut conn = PgConnection::connect_with(&database.options).await.unwrap();
    let mut inside = 1;
    for _ in 0..100 {
        inside = sqlx::query_scalar::<_, i64>(IN_TRANSACTION).fetch_one(&mut conn).await.unwrap();
        if inside == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(inside, 0, "a connection stayed inside a transaction");
    assert!(all_whole_or_absent(&store).await >= TRIES - cut);
    conn.close().await.unwrap();
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
    let store = SqlxStore::open(&database.url()).await.unwrap();
    let cut = hang_up(&store).await;
    assert!(cut > 0, "some were cut off");
    // The write lock is free: no connection stayed inside a transaction.
    let host = database.pool().await;
    let tx = host.begin_with("begin immediate").await.unwrap();
    tx.rollback().await.unwrap();
    assert!(all_whole_or_absent(&store).await >= TRIES - cut);
    host.close().await;
    store.close().await;
}
