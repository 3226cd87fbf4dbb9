//! What is particular to Postgres: the settings of a pool of ours, and its migrations.

use std::time::Duration;

use portal_core::fault::point;
use sqlx::{
    Connection as _, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{migrate::migrator, pool::ACQUIRE};

/// Most connections of a pool.
const CONNECTIONS: u32 = 10;
/// A connection that rested longer is asked whether it still lives before it is used.
const RESTED: Duration = Duration::from_secs(1);
/// A statement that takes longer is ended, as is the wait for a lock, or a transaction in which nothing happens.
const LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")];

/// By number, each with its name and statements. Only ever added to.
pub(crate) const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "portal", include_str!("../migrations/postgres/0001_portal.sql")),
    (2, "api", include_str!("../migrations/postgres/0002_api.sql")),
    (3, "lists", include_str!("../migrations/postgres/0003_lists.sql")),
    (4, "deliveries", include_str!("../migrations/postgres/0004_deliveries.sql")),
    (5, "bookings", include_str!("../migrations/postgres/0005_bookings.sql")),
    (6, "tasks", include_str!("../migrations/postgres/0006_tasks.sql")),
    (7, "drafts", include_str!("../migrations/postgres/0007_drafts.sql")),
    (8, "attributes", include_str!("../migrations/postgres/0008_attributes.sql")),
    (9, "projects", include_str!("../migrations/postgres/0009_projects.sql")),
    (10, "life", include_str!("../migrations/postgres/0010_life.sql")),
    (11, "links", include_str!("../migrations/postgres/0011_links.sql")),
    (12, "factor", include_str!("../migrations/postgres/0012_factor.sql")),
    (13, "account", include_str!("../migrations/postgres/0013_account.sql")),
    (14, "identities", include_str!("../migrations/postgres/0014_identities.sql")),
    (15, "audit", include_str!("../migrations/postgres/0015_audit.sql")),
    (17, "organisations", include_str!("../migrations/postgres/0017_organisations.sql")),
    (18, "second_factor", include_str!("../migrations/postgres/0018_second_factor.sql")),
    (19, "guests", include_str!("../migrations/postgres/0019_guests.sql")),
];

/// A pool with our settings.
pub(crate) async fn open(url: &str) -> Result<PgPool, sqlx::Error> {
    let options = url.parse::<PgConnectOptions>()?.options(LIMITS);
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .before_acquire(|conn, meta| Box::pin(async move { Ok(meta.idle_for < RESTED || conn.ping().await.is_ok()) }))
        .after_release(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
        .connect_with(options)
        .await
}

/// The migrations of this program.
pub(crate) fn migrations() -> Migrator {
    migrator(MIGRATIONS)
}

/// Migrates on a connection that is taken out of the pool, without the limits that suit requests. Postgres' advisory
/// lock makes a second process wait.
pub(crate) async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    let mut conn = pool.acquire().await?.detach();
    for unlimited in ["set statement_timeout = 0", "set lock_timeout = 0"] {
        sqlx::raw_sql(unlimited).execute(&mut conn).await?;
    }
    migrations().run_direct(None, &mut conn, false).await?;
    point("migrate.ran");
    conn.close().await?;
    Ok(())
}
