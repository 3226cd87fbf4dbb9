//! A host writes its own rows and the portal's in one transaction.

use portal_core::store::{Conflict, Store as _, StoreError};
use portal_sqlx::{Borrowed, SqlxStore};

use crate::{
    databases::{Postgres, Sqlite},
    rows::{batch, is_there, stale},
};

const TABLE: &str = "create table my_order (number bigint primary key)";
const INSERT: &str = "insert into my_order (number) values (1)";
const COUNT: &str = "select count(*) from my_order";

/// The rules for one database: its pool, the store on it, and the borrowed store.
macro_rules! rules {
    ($name:ident, $database:expr, $pool:expr, $store:path, $borrowed:path) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread")]
            async fn the_hosts_rollback_undoes_both() {
                let database = $database;
                let pool = $pool(&database).await;
                sqlx::raw_sql(TABLE).execute(&pool).await.unwrap();
                let mut tx = pool.begin().await.unwrap();
                sqlx::raw_sql(INSERT).execute(&mut *tx).await.unwrap();
                let borrowed = $borrowed(&mut tx);
                borrowed.commit(&batch(1)).await.unwrap();
                assert!(is_there(&borrowed, 1).await, "the transaction sees its own writes");
                tx.rollback().await.unwrap();
                assert!(!is_there(&$store(pool.clone()), 1).await);
                assert_eq!(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await.unwrap(), 0);
                pool.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn the_hosts_commit_keeps_both() {
                let database = $database;
                let pool = $pool(&database).await;
                sqlx::raw_sql(TABLE).execute(&pool).await.unwrap();
                let mut tx = pool.begin().await.unwrap();
                $borrowed(&mut tx).commit(&batch(1)).await.unwrap();
                sqlx::raw_sql(INSERT).execute(&mut *tx).await.unwrap();
                tx.commit().await.unwrap();
                assert!(is_there(&$store(pool.clone()), 1).await);
                assert_eq!(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await.unwrap(), 1);
                pool.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn a_conflict_leaves_the_hosts_transaction_usable() {
                let database = $database;
                let pool = $pool(&database).await;
                sqlx::raw_sql(TABLE).execute(&pool).await.unwrap();
                let mut tx = pool.begin().await.unwrap();
                let borrowed = $borrowed(&mut tx);
                borrowed.commit(&batch(1)).await.unwrap();
                let moved = borrowed.commit(&stale(1)).await;
                assert!(matches!(moved, Err(StoreError::Conflict(Conflict::Moved(_)))), "{moved:?}");
                let broken = borrowed.commit(&batch(1)).await;
                assert!(matches!(broken, Err(StoreError::Conflict(_))), "{broken:?}");
                borrowed.commit(&batch(2)).await.unwrap();
                sqlx::raw_sql(INSERT).execute(&mut *tx).await.unwrap();
                tx.commit().await.unwrap();
                let store = $store(pool.clone());
                let there = [is_there(&store, 1).await, is_there(&store, 1_001).await, is_there(&store, 2).await];
                assert_eq!(there, [true, false, true]);
                assert_eq!(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&pool).await.unwrap(), 1);
                pool.close().await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn outside_a_transaction_each_batch_is_one_by_itself() {
                let database = $database;
                let pool = $pool(&database).await;
                let mut conn = pool.acquire().await.unwrap();
                let borrowed = $borrowed(&mut conn);
                borrowed.commit(&batch(1)).await.unwrap();
                assert!(borrowed.commit(&stale(1)).await.is_err());
                drop(conn);
                let store = $store(pool.clone());
                assert_eq!([is_there(&store, 1).await, is_there(&store, 1_001).await], [true, false]);
                pool.close().await;
            }
        }
    };
}

rules!(postgres, Postgres::migrated().await, Postgres::pool, SqlxStore::postgres, Borrowed::postgres);
rules!(sqlite, Sqlite::migrated().await, Sqlite::pool, SqlxStore::sqlite, Borrowed::sqlite);
