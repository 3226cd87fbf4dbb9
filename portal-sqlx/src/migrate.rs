//! Brings the portal's tables up to date, apart from the host's migrations.

use portal_core::store::StoreError;
use sqlx::{
    SqlSafeStr as _,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::{
    SqlxStore,
    conn::Conn,
    error::{broken, store_error},
    pool::{Pool, to_the_end},
    query::{Dialect, Query, Sql},
};

/// Where it is written down which migrations ran.
const TABLE: &str = "portal_migrations";
const THERE: Sql = Sql {
    postgres: "select count(to_regclass('portal_migrations'))",
    sqlite: "select count(*) from sqlite_master where type = 'table' and name = 'portal_migrations'",
};
const LISTED: &str = "select version, checksum, success from portal_migrations order by version";

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
            other => refused(other),
        })
    })
    .await
}

/// Says what is the matter with the tables, and what to do.
fn refused(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(number) => broken(format!(
            "the tables are newer than this program: it does not know migration {number:04}; start the newer program, \
             or restore the backup that was made before it ran"
        )),
        MigrateError::VersionMismatch(number) => broken(format!(
            "migration {number:04} ran with another text than this program has; nothing was changed: start the program \
             whose tables these are, or restore a backup that this program made"
        )),
        MigrateError::Dirty(number) => broken(format!(
            "migration {number:04} was cut off half-way; restore the backup that was made before, and migrate again"
        )),
        other => broken(other),
    }
}

/// The migrations of this program that the database has not seen, by number and name. Writes nothing.
pub(crate) async fn pending(store: &SqlxStore) -> Result<Vec<String>, StoreError> {
    with!(store, conn => pending_on(conn))
}

async fn pending_on(conn: &mut Conn<'_>) -> Result<Vec<String>, StoreError> {
    let migrator = match conn.dialect() {
        #[cfg(feature = "postgres")]
        Dialect::Postgres => crate::postgres::migrations(),
        #[cfg(feature = "sqlite")]
        Dialect::Sqlite => crate::sqlite::migrations(),
        #[cfg(not(all(feature = "postgres", feature = "sqlite")))]
        _ => return Err(broken("a database that is not built in")),
    };
    let there: Option<(i64,)> = conn.one(Query::new(conn.dialect(), THERE.on(conn.dialect()))).await?;
    let listed: Vec<(i64, Vec<u8>, bool)> = match there {
        Some((1..,)) => conn.all(Query::new(conn.dialect(), LISTED)).await?,
        _ => Vec::new(),
    };
    for (number, checksum, success) in &listed {
        match migrator.iter().find(|migration| migration.version == *number) {
            None => return Err(refused(MigrateError::VersionMissing(*number))),
            Some(_) if !success => return Err(refused(MigrateError::Dirty(*number))),
            Some(migration) if *migration.checksum != **checksum => {
                return Err(refused(MigrateError::VersionMismatch(*number)));
            }
            Some(_) => {}
        }
    }
    let missing = migrator.iter().filter(|migration| !listed.iter().any(|(number, ..)| *number == migration.version));
    Ok(missing.map(|migration| format!("{:04} {}", migration.version, migration.description)).collect())
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
