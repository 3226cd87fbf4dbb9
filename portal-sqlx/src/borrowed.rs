//! A store on the host's own connection.

use portal_core::store::StoreError;
use tokio::sync::{Mutex, MutexGuard};

use crate::{
    commit::{Batch, commit},
    conn::Conn,
};

/// A store that works within the host's open transaction.
///
/// What it writes is kept or undone with the rest of the transaction. Each batch is wrapped in a savepoint, so that a
/// conflict leaves the transaction usable. Open the transaction with sqlx (`begin`), not with a statement of your own:
/// on a connection that sqlx holds to be outside one, each batch becomes a transaction by itself.
///
/// A batch that is being applied must not be abandoned: if its future is dropped, roll the transaction back.
///
/// ```
/// # #[cfg(feature = "sqlite")]
/// # async fn both(pool: &sqlx::SqlitePool, changes: &portal_core::store::Changes) -> Result<(), Box<dyn std::error::Error>> {
/// use portal_core::store::Store;
///
/// let mut tx = pool.begin().await?;
/// sqlx::query("update my_order set quoted = 1").execute(&mut *tx).await?;
/// portal_sqlx::Borrowed::sqlite(&mut tx).commit(changes).await?;
/// tx.commit().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Borrowed<'c> {
    conn: Mutex<Conn<'c>>,
}

impl<'c> Borrowed<'c> {
    /// A store on a Postgres connection.
    #[cfg(feature = "postgres")]
    pub fn postgres(conn: &'c mut sqlx::PgConnection) -> Self {
        Self { conn: Mutex::new(Conn::Postgres(conn)) }
    }

    /// A store on a SQLite connection.
    #[cfg(feature = "sqlite")]
    pub fn sqlite(conn: &'c mut sqlx::SqliteConnection) -> Self {
        Self { conn: Mutex::new(Conn::Sqlite(conn)) }
    }

    pub(crate) async fn hold(&self) -> Result<Guard<'_, 'c>, StoreError> {
        Ok(Guard(self.conn.lock().await))
    }

    /// The host's transaction has the host's limits: what is under way in it is never abandoned here.
    pub(crate) async fn limit<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        work.await
    }

    pub(crate) async fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        commit(&mut self.hold().await?.conn(), &batch).await
    }
}

/// The host's connection while one call uses it.
#[derive(Debug)]
pub(crate) struct Guard<'g, 'c>(MutexGuard<'g, Conn<'c>>);

impl Guard<'_, '_> {
    /// The host's connection is the host's, however the work ended.
    pub(crate) fn done<T>(self, _: &Result<T, StoreError>) {
        drop(self);
    }

    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match &mut *self.0 {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => Conn::Postgres(conn),
            #[cfg(feature = "sqlite")]
            Conn::Sqlite(conn) => Conn::Sqlite(conn),
        }
    }
}
