//! Where a program keeps its data: a folder, and on Postgres a database of its own. Both go with the test.

use std::{
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
    time::Instant,
};

use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, FromRow, PgConnection, SqliteConnection,
    postgres::{PgConnectOptions, PgRow},
    sqlite::SqliteRow,
    types::Uuid,
};

use crate::{
    program::{PATIENCE, Program, Start},
    support::PROGRAM,
};

/// A folder and a database.
pub struct Place {
    pub folder: tempfile::TempDir,
    /// The address of a database elsewhere; `None`: SQLite, in the folder.
    pub url: Option<String>,
    made: Option<String>,
}

impl Place {
    /// A SQLite file.
    pub fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), url: None, made: None }
    }

    /// A new database on the Postgres for tests.
    pub async fn postgres() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("portal_faults_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        admin(&format!("create database {name}")).await;
        let url = options().database(&name).to_url_lossy().to_string();
        Self { folder: tempfile::tempdir().unwrap(), url: Some(url), made: Some(name) }
    }

    /// A database that the test has made by itself.
    pub fn at(url: String) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), url: Some(url), made: None }
    }

    /// A start of the program here.
    pub fn start(&self) -> Start {
        let start = Start::on(self.folder.path());
        self.url.iter().fold(start, |start, url| start.with("DATABASE_URL", url))
    }

    /// A number that the database gives.
    pub async fn number(&self, sql: &str) -> i64 {
        self.all(sql).await.remove(0)
    }

    /// Texts that the database gives.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.all(sql).await
    }

    /// Ids that the database gives.
    pub async fn ids(&self, sql: &str) -> Vec<Uuid> {
        self.all(sql).await
    }

    async fn all<T>(&self, sql: &str) -> Vec<T>
    where
        T: Send + Unpin,
        (T,): for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow>,
    {
        let sql = AssertSqlSafe(sql.to_owned());
        let in_folder = || format!("sqlite://{}", self.folder.path().join("portal.db").display());
        let url = self.url.clone().unwrap_or_else(in_folder);
        if url.starts_with("sqlite:") {
            let mut conn = SqliteConnection::connect(&url).await.unwrap();
            return sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap();
        }
        let mut conn = PgConnection::connect(&url).await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap()
    }

    /// What somebody does at the database itself.
    pub async fn run(&self, sql: &str) {
        self.all::<i64>(sql).await;
    }

    /// Waits until the worker has done all its work; as long as it does some, however long that takes: a thousand kills
    /// leave thousands of letters behind.
    pub async fn settles(&self, program: &Program) {
        let mut last = (i64::MAX, Instant::now());
        loop {
            let jobs = self.number("select count(*) from portal_job where kind <> 'wake'").await;
            if jobs == 0 {
                return;
            }
            if jobs != last.0 {
                last = (jobs, Instant::now());
            }
            // A lease that a killed worker left behind ends after 60 s.
            assert!(last.1.elapsed() < 2 * PATIENCE, "{jobs} jobs are left\n{}", program.log());
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// All invariants hold, says the program itself.
    #[track_caller]
    pub fn holds(&self) {
        let mut verify = Command::new(PROGRAM);
        verify.arg("verify").arg("--data").arg(self.folder.path()).env_remove("DATABASE_URL");
        if let Some(url) = &self.url {
            verify.env("DATABASE_URL", url);
        }
        let verified = verify.output().unwrap();
        let (said, erred) = (String::from_utf8_lossy(&verified.stdout), String::from_utf8_lossy(&verified.stderr));
        assert!(verified.status.success(), "{}: {said}{erred}", verified.status);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(name) = self.made.take() else { return };
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(admin(&format!("drop database if exists {name} with (force)")));
        });
        let dropped = dropped.join();
        assert!(std::thread::panicking() || dropped.is_ok(), "the database is dropped");
    }
}

fn options() -> PgConnectOptions {
    let url = std::env::var("PORTAL_TEST_POSTGRES");
    url.expect("run scripts/test, or set PORTAL_TEST_POSTGRES to an admin URL").parse().unwrap()
}

async fn admin(sql: &str) {
    let mut conn = PgConnection::connect_with(&options()).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.unwrap();
}
