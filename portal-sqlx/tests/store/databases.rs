//! Databases that live as long as a test.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use portal_sqlx::SqlxStore;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection, PgConnection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The admin address of the Postgres that tests may make databases on.
pub fn admin() -> PgConnectOptions {
    let url = std::env::var("PORTAL_TEST_POSTGRES").expect(
        "these tests need Postgres: run scripts/test, or set PORTAL_TEST_POSTGRES to an admin address such as \
         postgres://postgres@127.0.0.1:5432/postgres",
    );
    url.parse().expect("PORTAL_TEST_POSTGRES is a postgres:// address")
}

/// A Postgres database, dropped with this.
#[derive(Debug)]
pub struct Postgres {
    pub options: PgConnectOptions,
    name: String,
}

impl Postgres {
    /// One without a table.
    pub async fn empty() -> Self {
        Self::new("template0").await
    }

    /// One with the portal's tables.
    pub async fn migrated() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        Self::new(TEMPLATE.get_or_init(template).await).await
    }

    async fn new(template: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("portal_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        run(&format!("create database {name} template {template}")).await;
        Self { options: admin().database(&name), name }
    }

    /// Its address.
    pub fn url(&self) -> String {
        self.options.to_url_lossy().to_string()
    }

    /// A host's pool on it.
    pub async fn pool(&self) -> PgPool {
        let pool = PgPoolOptions::new().max_connections(2);
        pool.connect_with(self.options.clone()).await.unwrap()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let drop = format!("drop database if exists {} with (force)", self.name);
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(&drop));
        });
        dropped.join().expect("the database is dropped");
    }
}

/// The files with a database's migrations, in their order.
pub fn migrations(database: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The database that migrated ones are copied from. It is made once for each state of the migrations and left on the
/// server, for the next tests.
async fn template() -> String {
    let mut hasher = DefaultHasher::new();
    for file in migrations("postgres") {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    let name = format!("portal_template_{:016x}", hasher.finish());
    let mut conn = PgConnection::connect_with(&admin()).await.expect("the Postgres of PORTAL_TEST_POSTGRES answers");
    sqlx::query("select pg_advisory_lock(7073)").execute(&mut conn).await.unwrap();
    let there = sqlx::query_scalar::<_, bool>("select exists (select 1 from pg_database where datname = $1)");
    if !there.bind(&name).fetch_one(&mut conn).await.unwrap() {
        let made = Postgres::empty().await;
        let pool = made.pool().await;
        SqlxStore::postgres(pool.clone()).migrate().await.unwrap();
        pool.close().await;
        run(&format!("alter database {} rename to {name}", made.name)).await;
    }
    conn.close().await.unwrap();
    name
}

async fn run(statement: &str) {
    let mut conn = PgConnection::connect_with(&admin()).await.expect("the Postgres of PORTAL_TEST_POSTGRES answers");
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

/// A SQLite file, removed with this.
#[derive(Debug)]
pub struct Sqlite {
    folder: TempDir,
}

impl Sqlite {
    /// One with the portal's tables.
    pub async fn migrated() -> Self {
        let database = Self::empty();
        database.store().await.close().await;
        database
    }

    /// One without a table.
    pub fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("portal.db").display())
    }

    /// A store of ours on it, with the portal's tables.
    pub async fn store(&self) -> SqlxStore {
        let store = SqlxStore::open(&self.url()).await.unwrap();
        store.migrate().await.unwrap();
        store
    }

    /// A host's pool on it.
    pub async fn pool(&self) -> SqlitePool {
        let options: SqliteConnectOptions = self.url().parse().unwrap();
        let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        SqlitePoolOptions::new().max_connections(2).connect_with(options).await.unwrap()
    }
}
