//! What is particular to SQLite: the settings of a pool of ours, and its migrations.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use portal_core::fault::point;
use sqlx::{
    Connection as _, SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{migrate::migrator, pool::ACQUIRE};

/// Most connections of a pool.
const CONNECTIONS: u32 = 10;
/// Longest wait for the write lock.
const BUSY: Duration = Duration::from_secs(5);
/// Pause before a database that was busy is opened again.
const AGAIN: Duration = Duration::from_millis(20);

/// By number, each with its name and statements. Only ever added to.
pub(crate) const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "portal", include_str!("../migrations/sqlite/0001_portal.sql")),
    (2, "api", include_str!("../migrations/sqlite/0002_api.sql")),
    (3, "lists", include_str!("../migrations/sqlite/0003_lists.sql")),
    (4, "deliveries", include_str!("../migrations/sqlite/0004_deliveries.sql")),
    (5, "bookings", include_str!("../migrations/sqlite/0005_bookings.sql")),
    (6, "tasks", include_str!("../migrations/sqlite/0006_tasks.sql")),
    (7, "drafts", include_str!("../migrations/sqlite/0007_drafts.sql")),
    (8, "attributes", include_str!("../migrations/sqlite/0008_attributes.sql")),
    (9, "projects", include_str!("../migrations/sqlite/0009_projects.sql")),
    (10, "life", include_str!("../migrations/sqlite/0010_life.sql")),
    (11, "links", include_str!("../migrations/sqlite/0011_links.sql")),
    (12, "factor", include_str!("../migrations/sqlite/0012_factor.sql")),
    (13, "account", include_str!("../migrations/sqlite/0013_account.sql")),
    (14, "identities", include_str!("../migrations/sqlite/0014_identities.sql")),
    (15, "audit", include_str!("../migrations/sqlite/0015_audit.sql")),
    (17, "organisations", include_str!("../migrations/sqlite/0017_organisations.sql")),
    (18, "second_factor", include_str!("../migrations/sqlite/0018_second_factor.sql")),
    (19, "guests", include_str!("../migrations/sqlite/0019_guests.sql")),
];

/// A pool with our settings. A database in memory lives as long as its one connection.
pub(crate) async fn open(url: &str) -> Result<SqlitePool, sqlx::Error> {
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let options = url
        .parse::<SqliteConnectOptions>()?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY);
    let pool = SqlitePoolOptions::new()
        .max_connections(if in_memory { 1 } else { CONNECTIONS })
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .after_release(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }));
    let pool = if in_memory { pool.idle_timeout(None).max_lifetime(None) } else { pool };
    // Who makes the file turns it to a log written ahead; SQLite refuses a second who tries the same at that moment
    // instead of letting it wait.
    let end = Instant::now() + BUSY;
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && Instant::now() < end => tokio::time::sleep(AGAIN).await,
            opened => return opened,
        }
    }
}

/// Whether somebody else holds the lock that was asked for.
fn is_busy(error: &sqlx::Error) -> bool {
    const SQLITE_BUSY: i32 = 5;
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == SQLITE_BUSY)
}

/// A copy of one moment, without what was deleted.
const COPY: &str = "vacuum into $1";

/// Copies the database into a new file.
pub(crate) async fn copy(pool: &SqlitePool, file: &Path) -> Result<(), sqlx::Error> {
    sqlx::query(COPY).bind(file.display().to_string()).execute(pool).await?;
    Ok(())
}

/// The migrations of this program.
pub(crate) fn migrations() -> Migrator {
    migrator(MIGRATIONS)
}

/// Migrates in one transaction that holds the write lock from its beginning, so that a second process waits.
pub(crate) async fn migrate(pool: &SqlitePool) -> Result<(), sqlx::migrate::MigrateError> {
    let mut conn = pool.acquire().await?;
    let mut tx = conn.begin_with("begin immediate").await?;
    migrations().run_direct(None, &mut *tx, false).await?;
    point("migrate.ran");
    tx.commit().await?;
    Ok(())
}
