//! One open connection to either database: runs statements, reads rows, opens transactions.

use sqlx::{Arguments as _, AssertSqlSafe, Connection as _, Transaction, error::BoxDynError, prelude::FromRow};
#[cfg(feature = "postgres")]
use sqlx::{PgConnection, Postgres, postgres::PgArguments};
#[cfg(feature = "sqlite")]
use sqlx::{Sqlite, SqliteConnection, sqlite::SqliteArguments};

use portal_core::store::StoreError;

use crate::{
    error::store_error,
    query::{Arg, Dialect, Query},
};

/// A connection, ours or the host's.
#[derive(Debug)]
pub(crate) enum Conn<'c> {
    #[cfg(feature = "postgres")]
    Postgres(&'c mut PgConnection),
    #[cfg(feature = "sqlite")]
    Sqlite(&'c mut SqliteConnection),
}

/// A row that can be read from each database that is built in.
pub(crate) trait Row: PostgresRow + SqliteRow + Send + Unpin {}
impl<T: PostgresRow + SqliteRow + Send + Unpin> Row for T {}

#[cfg(feature = "postgres")]
pub(crate) trait PostgresRow: for<'r> FromRow<'r, sqlx::postgres::PgRow> {}
#[cfg(feature = "postgres")]
impl<T: for<'r> FromRow<'r, sqlx::postgres::PgRow>> PostgresRow for T {}
#[cfg(not(feature = "postgres"))]
pub(crate) trait PostgresRow {}
#[cfg(not(feature = "postgres"))]
impl<T> PostgresRow for T {}

#[cfg(feature = "sqlite")]
pub(crate) trait SqliteRow: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> {}
#[cfg(feature = "sqlite")]
impl<T: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow>> SqliteRow for T {}
#[cfg(not(feature = "sqlite"))]
pub(crate) trait SqliteRow {}
#[cfg(not(feature = "sqlite"))]
impl<T> SqliteRow for T {}

impl Conn<'_> {
    /// Which database this is.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Dialect::Postgres,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// All rows of a statement.
    pub(crate) async fn all<T: Row>(&mut self, query: Query) -> Result<Vec<T>, StoreError> {
        let (sql, args) = query.into_parts();
        let sql = AssertSqlSafe(sql);
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => match postgres(args) {
                Ok(args) => sqlx::query_as_with::<Postgres, T, _>(sql, args).fetch_all(&mut **conn).await,
                Err(error) => Err(sqlx::Error::Encode(error)),
            },
            #[cfg(feature = "sqlite")]
            Self::Sqlite(conn) => match sqlite(args) {
                Ok(args) => sqlx::query_as_with::<Sqlite, T, _>(sql, args).fetch_all(&mut **conn).await,
                Err(error) => Err(sqlx::Error::Encode(error)),
            },
        }
        .map_err(store_error)
    }

    /// The row of a statement that has at most one.
    pub(crate) async fn one<T: Row>(&mut self, query: Query) -> Result<Option<T>, StoreError> {
        Ok(self.all(query).await?.pop())
    }

    /// Runs a statement; returns how many rows it wrote.
    pub(crate) async fn run(&mut self, query: Query) -> Result<u64, StoreError> {
        let (sql, args) = query.into_parts();
        let sql = AssertSqlSafe(sql);
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => match postgres(args) {
                Ok(args) => sqlx::query_with(sql, args).execute(&mut **conn).await.map(|done| done.rows_affected()),
                Err(error) => Err(sqlx::Error::Encode(error)),
            },
            #[cfg(feature = "sqlite")]
            Self::Sqlite(conn) => match sqlite(args) {
                Ok(args) => sqlx::query_with(sql, args).execute(&mut **conn).await.map(|done| done.rows_affected()),
                Err(error) => Err(sqlx::Error::Encode(error)),
            },
        }
        .map_err(store_error)
    }

    /// Opens a transaction, or a savepoint within the one that is open. On SQLite it takes the write lock at once: a
    /// transaction that reads first and writes later fails in spite of the busy timeout.
    pub(crate) async fn begin(&mut self) -> Result<Tx<'_>, StoreError> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => conn.begin().await.map(Tx::Postgres),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(conn) => {
                if conn.is_in_transaction() { conn.begin().await } else { conn.begin_with("begin immediate").await }
                    .map(Tx::Sqlite)
            }
        }
        .map_err(store_error)
    }
}

impl Conn<'_> {
    /// Opens a transaction that only reads and sees one state throughout, however long it takes.
    pub(crate) async fn snapshot(&mut self) -> Result<Tx<'_>, StoreError> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => {
                conn.begin_with("begin isolation level repeatable read, read only").await.map(Tx::Postgres)
            }
            #[cfg(feature = "sqlite")]
            Self::Sqlite(conn) => conn.begin().await.map(Tx::Sqlite),
        }
        .map_err(store_error)
    }
}

/// An open transaction or savepoint; undone unless committed.
#[derive(Debug)]
pub(crate) enum Tx<'c> {
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'c, Postgres>),
    #[cfg(feature = "sqlite")]
    Sqlite(Transaction<'c, Sqlite>),
}

impl Tx<'_> {
    /// The connection inside.
    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => Conn::Postgres(tx),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(tx) => Conn::Sqlite(tx),
        }
    }

    /// Keeps a success and undoes a failure.
    pub(crate) async fn end<T>(self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        let keep = result.is_ok();
        let ended = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) if keep => tx.commit().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.rollback().await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(tx) if keep => tx.commit().await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(tx) => tx.rollback().await,
        };
        // After a failure the first cause is the one to tell; a rollback that fails too ends with the connection.
        let value = result?;
        ended.map_err(store_error)?;
        Ok(value)
    }
}

#[cfg(feature = "postgres")]
fn postgres(values: Vec<Arg>) -> Result<PgArguments, BoxDynError> {
    let mut args = PgArguments::default();
    for value in values {
        match value {
            Arg::Id(id) => args.add(id),
            Arg::Ids(ids) => args.add(ids),
            Arg::Text(text) => args.add(text),
            Arg::MaybeText(text) => args.add(text),
            Arg::Int(number) => args.add(number),
            Arg::Time(at) => args.add(at),
            Arg::MaybeTime(at) => args.add(at),
            Arg::Bytes(bytes) => args.add(bytes),
        }?;
    }
    Ok(args)
}

#[cfg(feature = "sqlite")]
fn sqlite(values: Vec<Arg>) -> Result<SqliteArguments, BoxDynError> {
    let mut args = SqliteArguments::default();
    for value in values {
        match value {
            Arg::Id(id) => args.add(id),
            Arg::Ids(ids) => args.add(crate::query::id_list(&ids)),
            Arg::Text(text) => args.add(text),
            Arg::MaybeText(text) => args.add(text),
            Arg::Int(number) => args.add(number),
            Arg::Time(at) => args.add(at.timestamp_micros()),
            Arg::MaybeTime(at) => args.add(at.map(|at| at.timestamp_micros())),
            Arg::Bytes(bytes) => args.add(bytes),
        }?;
    }
    Ok(args)
}
