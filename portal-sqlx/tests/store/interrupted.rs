//! A migration that is cut off at a statement: nothing of it stays by half, and the next one does it (SECURITY F33). On
//! Postgres; that of SQLite is one transaction, and is killed with the whole program in the reference server's tests.

use std::time::{Duration, Instant};

use portal_core::store::Store as _;
use portal_sqlx::SqlxStore;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::{
    databases::Postgres,
    rows::{batch, is_there},
};

/// Our tables in the order in which they are made.
const TABLES: &str = "select relname::text from pg_class where relkind = 'r' and relname like 'portal\\_%' \
     and relname <> 'portal_migrations' order by oid";
/// Ends whoever waits for a lock in this database.
const END_WAITING: &str = "select count(pg_terminate_backend(pid)) from pg_stat_activity \
     where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'";
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread")]
async fn f33_a_migration_cut_off_at_the_making_of_any_table_is_done_by_the_next() {
    let whole = Postgres::migrated().await;
    let mut conn = PgConnection::connect_with(&whole.options).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut conn).await.unwrap();
    assert!(tables.len() > 15, "{tables:?}");
    conn.close().await.unwrap();

    let database = Postgres::empty().await;
    let store = SqlxStore::open(&database.url()).await.unwrap();
    let mut watch = PgConnection::connect_with(&database.options).await.unwrap();
    let mut other = PgConnection::connect_with(&database.options).await.unwrap();
    for table in &tables {
        // Whoever makes a table of the same name waits until this transaction is over.
        let mut tx = other.begin().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("create table {table} (id bigint)"))).execute(&mut *tx).await.unwrap();
        let migrating = tokio::spawn({
            let store = store.clone();
            async move { store.migrate().await }
        });
        let since = Instant::now();
        while sqlx::query_scalar::<_, i64>(END_WAITING).fetch_one(&mut watch).await.unwrap() == 0 {
            assert!(since.elapsed() < PATIENCE && !migrating.is_finished(), "{table} is not waited for");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let cut = migrating.await.unwrap();
        assert!(cut.is_err(), "{table}: {cut:?}");
        tx.rollback().await.unwrap();
        let there: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut watch).await.unwrap();
        assert!(!there.contains(table), "{table} is not there by half: {there:?}");
    }
    store.migrate().await.unwrap();
    let there: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(&mut watch).await.unwrap();
    assert_eq!(there.len(), tables.len());
    store.commit(&batch(1)).await.unwrap();
    assert!(is_there(&store, 1).await);
    assert_eq!(store.verify().await.unwrap(), []);
    store.close().await;
}
