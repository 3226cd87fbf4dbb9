//! The portal's tables and the host's live side by side, each with its own list of migrations.

use std::path::Path;

use portal_core::store::StoreError;
use portal_sqlx::SqlxStore;
use sqlx::migrate::Migrator;
use tempfile::TempDir;

use crate::{
    databases::{Postgres, Sqlite, migrations},
    rows::{batch, is_there},
};

const LISTED: &str = "select (select count(*) from _sqlx_migrations), (select count(*) from portal_migrations), (select count(*) from b)";
const FROM_THE_FUTURE: &str = "insert into portal_migrations \
     (version, description, installed_on, success, checksum, execution_time) \
     select 9999, description, installed_on, success, checksum, execution_time from portal_migrations where version = 1";

const EDITED: &str = "update portal_migrations set checksum = (select checksum from portal_migrations where version = 2) \
     where version = 1";

/// The refusal says what to do.
#[track_caller]
fn told<T: std::fmt::Debug>(refused: Result<T, StoreError>, remedy: &str) {
    match refused {
        Err(StoreError::Broken(why)) => assert!(why.to_string().contains(remedy), "{why}"),
        other => panic!("{other:?}"),
    }
}

/// The host's migrations, so many of them.
async fn hosts(folder: &Path, number: usize) -> Migrator {
    let all = ["create table a (id bigint primary key);", "create table b (id bigint primary key);"];
    for (place, sql) in all.iter().take(number).enumerate() {
        std::fs::write(folder.join(format!("{}_table.sql", place + 1)), sql).unwrap();
    }
    Migrator::new(folder).await.unwrap()
}

macro_rules! rules {
    ($name:ident, $database:expr, $pool:expr, $store:path) => {
        mod $name {
            use portal_core::store::Store as _;

            use super::*;

            #[tokio::test(flavor = "multi_thread")]
            async fn a_hosts_migrations_run_before_and_after_ours() {
                let (database, folder) = ($database, TempDir::new().unwrap());
                let pool = $pool(&database).await;
                let store = $store(pool.clone());
                hosts(folder.path(), 1).await.run(&pool).await.unwrap();
                store.migrate().await.unwrap();
                store.commit(&batch(1)).await.unwrap();
                hosts(folder.path(), 2).await.run(&pool).await.unwrap();
                store.migrate().await.unwrap();
                assert!(is_there(&store, 1).await);
                let listed: (i64, i64, i64) = sqlx::query_as(LISTED).fetch_one(&pool).await.unwrap();
                let ours = i64::try_from(migrations("postgres").len()).unwrap();
                assert_eq!(listed, (2, ours, 0));
                pool.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn of_two_that_migrate_at_once_one_waits() {
                let database = $database;
                let (first, second) = ($pool(&database).await, $pool(&database).await);
                let stores = [&first, &second, &first, &second].map(|pool| $store(pool.clone()));
                let tasks = stores.map(|store| tokio::spawn(async move { store.migrate().await }));
                for task in tasks {
                    task.await.unwrap().unwrap();
                }
                $store(first.clone()).commit(&batch(1)).await.unwrap();
                first.close().await;
                second.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn what_is_pending_is_told_without_writing() {
                let database = $database;
                let pool = $pool(&database).await;
                let store = $store(pool.clone());
                let first = store.pending().await.unwrap();
                assert_eq!(first[0], "0001 portal");
                assert_eq!(store.pending().await.unwrap(), first, "asking writes nothing");
                store.migrate().await.unwrap();
                assert_eq!(store.pending().await.unwrap(), Vec::<String>::new());
                sqlx::raw_sql("update portal_migrations set checksum = checksum || checksum")
                    .execute(&pool)
                    .await
                    .unwrap();
                let altered = store.pending().await;
                assert!(matches!(altered, Err(StoreError::Broken(_))), "{altered:?}");
                pool.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn f33_tables_of_a_newer_program_are_left_alone_with_a_remedy() {
                let database = $database;
                let pool = $pool(&database).await;
                let store = $store(pool.clone());
                store.migrate().await.unwrap();
                sqlx::raw_sql(FROM_THE_FUTURE).execute(&pool).await.unwrap();
                told(store.migrate().await, "start the newer program");
                told(store.pending().await, "start the newer program");
                pool.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn f33_a_migration_that_was_edited_after_it_ran_is_refused_with_a_remedy() {
                let database = $database;
                let pool = $pool(&database).await;
                let store = $store(pool.clone());
                store.migrate().await.unwrap();
                sqlx::raw_sql(EDITED).execute(&pool).await.unwrap();
                told(store.migrate().await, "restore a backup");
                told(store.pending().await, "restore a backup");
                pool.close().await;
            }
        }
    };
}

rules!(postgres, Postgres::empty().await, Postgres::pool, SqlxStore::postgres);
rules!(sqlite, Sqlite::empty(), Sqlite::pool, SqlxStore::sqlite);
