//! Both databases, pooled and within a host's open transaction, pass what every store must pass.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use portal_core::{
    conformance::{self, EngineHarness, Harness},
    store::{Engine, Store},
};
use portal_sqlx::{Borrowed, SqlxStore};

use crate::databases::{Postgres, Sqlite};

/// Which store the harness gives.
#[derive(Debug)]
enum Kind {
    Postgres,
    PostgresBorrowed,
    Sqlite,
    SqliteBorrowed,
}

/// Keeps the databases until the checks are over.
#[derive(Debug)]
struct Databases {
    kind: Kind,
    postgres: Mutex<Vec<Postgres>>,
    sqlite: Mutex<Vec<Sqlite>>,
}

impl Databases {
    fn new(kind: Kind) -> Self {
        Self { kind, postgres: Mutex::default(), sqlite: Mutex::default() }
    }

    async fn pooled(&self) -> SqlxStore {
        match self.kind {
            Kind::Postgres | Kind::PostgresBorrowed => {
                let database = Postgres::migrated().await;
                let store = SqlxStore::postgres(database.pool().await);
                self.postgres.lock().unwrap().push(database);
                store
            }
            Kind::Sqlite | Kind::SqliteBorrowed => {
                let database = Sqlite::empty();
                let store = database.store().await;
                self.sqlite.lock().unwrap().push(database);
                store
            }
        }
    }
}

/// The harness asks for a store that outlives its case, so the open transaction is never ended: the database is dropped
/// under it.
#[async_trait]
impl Harness for Databases {
    async fn fresh(&self) -> Arc<dyn Store> {
        match self.kind {
            Kind::Postgres | Kind::Sqlite => Arc::new(self.pooled().await),
            Kind::PostgresBorrowed => {
                let database = Postgres::migrated().await;
                let tx = Box::leak(Box::new(database.pool().await.begin().await.unwrap()));
                self.postgres.lock().unwrap().push(database);
                Arc::new(Borrowed::postgres(tx))
            }
            Kind::SqliteBorrowed => {
                let database = Sqlite::migrated().await;
                let tx = Box::leak(Box::new(database.pool().await.begin().await.unwrap()));
                self.sqlite.lock().unwrap().push(database);
                Arc::new(Borrowed::sqlite(tx))
            }
        }
    }
}

#[async_trait]
impl EngineHarness for Databases {
    async fn fresh(&self) -> (Arc<dyn Store>, Arc<dyn Engine>) {
        let store = Arc::new(self.pooled().await);
        (store.clone(), store)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_pooled_conforms() {
    conformance::store(&Databases::new(Kind::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_within_a_hosts_transaction_conforms() {
    conformance::store(&Databases::new(Kind::SqliteBorrowed)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_engine_conforms() {
    conformance::engine(&Databases::new(Kind::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_pooled_conforms() {
    conformance::store(&Databases::new(Kind::Postgres)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_within_a_hosts_transaction_conforms() {
    conformance::store(&Databases::new(Kind::PostgresBorrowed)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_engine_conforms() {
    conformance::engine(&Databases::new(Kind::Postgres)).await;
}
