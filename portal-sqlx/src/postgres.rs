//! What is particular to Postgres: the settings of a pool of ours, and its migrations.

use std::time::Duration;

use portal_core::fault::point;
use sqlx::{
    Connection as _, PgConnection, PgPool, Row as _,
    migrate::Migrator,
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
/// Whether the connection is outside a transaction: within one, `now()` stays at its beginning. Only as one plain
/// message: a prepared statement's several messages have several times.
pub(crate) const OUTSIDE: &str = "select now() = statement_timestamp()";

/// By number, each with its name and statements. Only ever added to.
pub(crate) const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "portal", include_str!("../migrations/postgres/0001_portal.sql")),
    (2, "api", include_str!("../migrations/postgres/0002_api.sql")),
    (4, "deliveries", include_str!("../migrations/postgres/0004_deliveries.sql")),
];

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
    !conn.is_in_transaction()
        && sqlx::raw_sql(OUTSIDE).fetch_one(conn).await.and_then(|row| row.try_get(0)).unwrap_or(false)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits until the pool has settled to so many connections, all at rest.
    async fn settles(pool: &PgPool, connections: usize) {
        let begun = std::time::Instant::now();
        while (pool.num_idle(), pool.size() as usize) != (connections, connections) {
            assert!(begun.elapsed() < ACQUIRE, "{pool:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn a_connection_that_comes_back_inside_a_transaction_is_closed() {
        let admin = std::env::var("PORTAL_TEST_POSTGRES")
            .expect("this test needs Postgres: run scripts/test, or set PORTAL_TEST_POSTGRES to an admin address");
        let pool = open(&admin).await.unwrap();
        for harmless in ["select 1", "begin; commit", "selec 1"] {
            let ended = sqlx::raw_sql(harmless).execute(&pool).await;
            assert_eq!(ended.is_ok(), harmless != "selec 1");
            settles(&pool, 1).await;
        }
        for open in ["begin", "begin; selec 1"] {
            let mut conn = pool.acquire().await.unwrap();
            sqlx::raw_sql("begin").execute(&mut *conn).await.unwrap();
            let ended = sqlx::raw_sql(open).execute(&mut *conn).await;
            assert_eq!(ended.is_ok(), open == "begin");
            drop(conn);
            settles(&pool, 0).await;
        }
        pool.close().await;
    }
}
