//! What is particular to Postgres: the settings of a pool of ours, and its migrations.

use std::time::Duration;

use sqlx::{
    Connection as _, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::migrate::migrator;

/// Most connections of a pool.
const CONNECTIONS: u32 = 10;
/// Longest wait for a connection; then the database counts as away.
const ACQUIRE: Duration = Duration::from_secs(3);
/// A connection that rested longer is asked whether it still lives before it is used.
const RESTED: Duration = Duration::from_secs(1);
/// A statement that takes longer is ended, as is the wait for a lock, or a transaction in which nothing happens.
const LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "5s"), ("lock_timeout", "2s"), ("idle_in_transaction_session_timeout", "10s")];
/// Whether the connection is outside a transaction: within one, `now()` stays at its beginning.
pub(crate) const OUTSIDE: &str = "select now() = statement_timestamp()";

const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "portal", include_str!("../migrations/postgres/0001_portal.sql"))];

/// A pool with our settings.
pub(crate) async fn open(url: &str) -> Result<PgPool, sqlx::Error> {
    let options = url.parse::<PgConnectOptions>()?.options(LIMITS);
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .before_acquire(|conn, meta| Box::pin(async move { Ok(meta.idle_for < RESTED || conn.ping().await.is_ok()) }))
        .after_release(|conn, _| Box::pin(async move { Ok(is_outside(conn).await) }))
        .connect_with(options)
        .await
}

/// Whether a connection that comes back may stay in the pool. One inside a transaction may not: what is open there
/// would become part of somebody else's work.
async fn is_outside(conn: &mut PgConnection) -> bool {
    !conn.is_in_transaction() && sqlx::query_scalar::<_, bool>(OUTSIDE).fetch_one(conn).await.unwrap_or(false)
}

/// Migrates on a connection that is taken out of the pool, without the limits that suit requests. Postgres' advisory
/// lock makes a second process wait.
pub(crate) async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    let mut conn = pool.acquire().await?.detach();
    for unlimited in ["set statement_timeout = 0", "set lock_timeout = 0"] {
        sqlx::raw_sql(unlimited).execute(&mut conn).await?;
    }
    migrator(&MIGRATIONS).run_direct(None, &mut conn, false).await?;
    conn.close().await?;
    Ok(())
}
