//! A store on a pool.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

#[cfg(feature = "postgres")]
use sqlx::PgPool;
#[cfg(feature = "sqlite")]
use sqlx::SqlitePool;
#[cfg(feature = "sqlite")]
use tokio::sync::Mutex;

use portal_core::{store::StoreError, verify::Broken};

use crate::{
    Borrowed,
    commit::{Batch, commit},
    error::{broken, store_error},
    held::{Held, Pooled, Shelf},
    measure,
};

/// Longest wait for a connection; then the database counts as away.
pub(crate) const ACQUIRE: Duration = Duration::from_secs(3);

/// Longest wait for an answer: a page says within five seconds that the database is away.
const PATIENCE: Duration = Duration::from_millis(4_500);

/// A store on a pool of connections; cheap to clone.
#[derive(Clone, Debug)]
pub struct SqlxStore {
    pub(crate) pool: Pool,
    /// SQLite has one writer at a time, and who waits for it there is not first come, first served: the writers of one
    /// process wait here instead, in their order.
    #[cfg(feature = "sqlite")]
    writing: Arc<Mutex<()>>,
    /// What a pool of ours keeps between two uses.
    shelf: Option<Arc<Shelf>>,
}

#[derive(Clone, Debug)]
pub(crate) enum Pool {
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
    #[cfg(feature = "sqlite")]
    Sqlite(SqlitePool),
}

#[cfg(feature = "postgres")]
impl From<PgPool> for SqlxStore {
    fn from(pool: PgPool) -> Self {
        Self::postgres(pool)
    }
}

#[cfg(feature = "sqlite")]
impl From<SqlitePool> for SqlxStore {
    fn from(pool: SqlitePool) -> Self {
        Self::sqlite(pool)
    }
}

impl SqlxStore {
    /// A store on the host's own pool, with the host's settings.
    #[cfg(feature = "postgres")]
    pub fn postgres(pool: PgPool) -> Self {
        Self {
            pool: Pool::Postgres(pool),
            #[cfg(feature = "sqlite")]
            writing: Arc::default(),
            shelf: None,
        }
    }

    /// A store on the host's own pool, with the host's settings. Foreign keys and a busy timeout are sqlx's defaults;
    /// keep them.
    #[cfg(feature = "sqlite")]
    pub fn sqlite(pool: SqlitePool) -> Self {
        Self { pool: Pool::Sqlite(pool), writing: Arc::default(), shelf: None }
    }

    /// A store on a pool of its own, of ten connections, for `postgres://…` or `sqlite://…` (the file is made when it
    /// is not there).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be reached within three seconds, [`StoreError::Broken`]
    /// when the address is not understood.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        #[cfg(feature = "postgres")]
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return crate::postgres::open(url).await.map(|pool| Self::postgres(pool).shelved()).map_err(store_error);
        }
        #[cfg(feature = "sqlite")]
        if url.starts_with("sqlite:") {
            return crate::sqlite::open(url).await.map(|pool| Self::sqlite(pool).shelved()).map_err(store_error);
        }
        Err(broken("the database address begins with neither of the schemes that are built in (postgres:, sqlite:)"))
    }

    /// The same store, with a shelf for the connections of a pool that nobody else has.
    fn shelved(mut self) -> Self {
        let connections = match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => pool.options().get_max_connections(),
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => pool.options().get_max_connections(),
        };
        self.shelf = Some(Shelf::new(connections));
        self
    }

    /// Brings the portal's tables up to date. They are listed in a table of their own, `portal_migrations`, apart from
    /// the host's migrations. Of two processes that migrate at once one waits for the other.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the tables are newer than this program, or were altered.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        crate::migrate::migrate(&self.pool).await
    }

    /// Which migrations [`Self::migrate`] would run, by number and name; none: the tables are up to date. Writes nothing.
    ///
    /// # Errors
    /// As [`Self::migrate`].
    pub async fn pending(&self) -> Result<Vec<String>, StoreError> {
        crate::migrate::pending(self).await
    }

    /// Checks what must hold of all rows, in one snapshot: nothing is written, and others may write meanwhile. Gives what
    /// does not hold; nothing means that all is well.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database goes away meanwhile, [`StoreError::Broken`] when the tables are not
    /// this program's.
    pub async fn verify(&self) -> Result<Vec<Broken>, StoreError> {
        let store = self.clone();
        to_the_end(async move { with!(snapshot store, conn => crate::verify::verify(conn)) }).await
    }

    /// Copies a SQLite database into a new file, as it is at one moment, while it is used. A Postgres is copied by its own
    /// `pg_dump`.
    ///
    /// # Errors
    /// [`StoreError::Broken`] on Postgres, or when the file is there already.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(_) => Err(broken(format!("a Postgres is not copied into {}", file.display()))),
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => crate::sqlite::copy(pool, file).await.map_err(store_error),
        }
    }

    /// Does several things in one transaction: all of them are kept, or none. On SQLite nobody else writes meanwhile, on
    /// Postgres others wait where they meet it, so it is for what is done rarely.
    ///
    /// # Errors
    /// What `work` gives, and what the database says; then all is undone.
    pub async fn within<T, E: From<StoreError>>(
        &self,
        work: impl AsyncFnOnce(&Borrowed<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => {
                let mut tx = pool.begin().await.map_err(store_error)?;
                let done = work(&Borrowed::postgres(&mut tx)).await?;
                tx.commit().await.map_err(store_error)?;
                Ok(done)
            }
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => {
                let _turn = self.writing.lock().await;
                let mut tx = pool.begin_with("begin immediate").await.map_err(store_error)?;
                let done = work(&Borrowed::sqlite(&mut tx)).await?;
                tx.commit().await.map_err(store_error)?;
                Ok(done)
            }
        }
    }

    /// Lets every claimed job go, for a database that was restored: whoever held one then, holds it no more.
    ///
    /// # Errors
    /// As any statement.
    pub async fn release_jobs(&self) -> Result<(), StoreError> {
        self.limit(async { with!(self, conn => crate::engine::release(conn)) }).await
    }

    /// Closes the pool and waits until its connections are.
    pub async fn close(&self) {
        if let Some(shelf) = &self.shelf {
            shelf.close();
        }
        match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => pool.close().await,
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => pool.close().await,
        }
    }

    /// How many connections of the pool are idle, and how many are in use.
    pub fn connections(&self) -> (u32, u32) {
        let (open, idle) = match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => (pool.size(), pool.num_idle()),
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => (pool.size(), pool.num_idle()),
        };
        let idle = idle + self.shelf.as_ref().map_or(0, |shelf| shelf.resting());
        let idle = u32::try_from(idle).unwrap_or(u32::MAX);
        (idle, open.saturating_sub(idle))
    }

    pub(crate) async fn hold(&self) -> Result<Held, StoreError> {
        let since = Instant::now();
        let held = self.place().await;
        measure::acquired(since.elapsed());
        held
    }

    /// A connection for a write: on SQLite, when it is this one's turn. It comes back before the next one's turn.
    pub(crate) async fn hold_to_write(&self) -> Result<Held, StoreError> {
        match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(_) => self.hold().await,
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(_) => {
                let turn = self.writing.clone().lock_owned().await;
                Ok(self.hold().await?.in_turn(turn))
            }
        }
    }

    async fn place(&self) -> Result<Held, StoreError> {
        let Some(shelf) = &self.shelf else { return Ok(Held::new(self.pooled().await?, None)) };
        let (place, resting) = tokio::time::timeout(ACQUIRE, shelf.take())
            .await
            .map_err(|late| StoreError::Unavailable(Box::new(late)))?
            .ok_or_else(|| store_error(sqlx::Error::PoolClosed))?;
        let conn = match resting {
            Some(conn) => conn,
            None => self.pooled().await?,
        };
        Ok(Held::new(conn, Some(place)))
    }

    async fn pooled(&self) -> Result<Pooled, StoreError> {
        match &self.pool {
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => pool.acquire().await.map(Pooled::Postgres),
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(pool) => pool.acquire().await.map(Pooled::Sqlite),
        }
        .map_err(store_error)
    }

    /// Gives up on a database that does not answer at all, as when it is frozen or the network swallows what is sent.
    pub(crate) async fn limit<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        tokio::time::timeout(PATIENCE, work).await.unwrap_or_else(|late| Err(StoreError::Unavailable(Box::new(late))))
    }

    pub(crate) async fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let store = self.clone();
        let since = Instant::now();
        let work = async move { with!(transaction store, conn => commit(conn, &batch)) };
        let done = self.limit(to_the_end(work)).await;
        measure::committed(since.elapsed(), &done);
        done
    }
}

/// Runs a transaction to its end in a task of its own: whoever asked may hang up, but a future that is dropped while
/// sqlx 0.9.0 begins a transaction would leave it open on a connection of the pool (sqlx issue 4385).
pub(crate) async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::spawn(work).await.map_err(broken)?
}
