//! Brings the portal's tables up to date, apart from the host's migrations.

use portal_core::store::StoreError;
use sqlx::{
    SqlSafeStr as _,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::{
    error::{broken, store_error},
    pool::{Pool, to_the_end},
};

/// Where it is written down which migrations ran.
const TABLE: &str = "portal_migrations";

pub(crate) async fn migrate(pool: &Pool) -> Result<(), StoreError> {
    let pool = pool.clone();
    to_the_end(async move {
        match &pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => crate::postgres::migrate(pool).await,
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => crate::sqlite::migrate(pool).await,
        }
        .map_err(|error| match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => store_error(error),
            other => broken(other),
        })
    })
    .await
}

/// A migrator for the numbered, named migrations of one database.
pub(crate) fn migrator(migrations: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |(number, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*number, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    };
    let mut migrator = Migrator::with_migrations(migrations.iter().map(migration).collect());
    migrator.dangerous_set_table_name(TABLE);
    migrator
}
