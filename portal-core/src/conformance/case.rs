//! One case: its name, its store, and assertions that say the name.

use std::{
    fmt::Debug,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    sync::atomic::{AtomicU64, Ordering},
    task::Poll,
};

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::store::{Change, Changes, Conflict, Expect, Record, Store, StoreError, Subject};

/// A case at work.
pub(super) struct Case {
    name: &'static str,
    pub store: Arc<dyn Store>,
    ids: AtomicU64,
}

impl Case {
    pub fn new(name: &'static str, store: Arc<dyn Store>) -> Self {
        Self { name, store, ids: AtomicU64::new(1) }
    }

    /// A new id, later ones greater.
    pub fn id(&self) -> Uuid {
        Uuid::from_u64_pair(0x0199_0000_0000_7000, 0x8000_0000_0000_0000 | self.ids.fetch_add(1, Ordering::Relaxed))
    }

    #[track_caller]
    pub fn check(&self, holds: bool, rule: &str) {
        assert!(holds, "{}: {rule}", self.name);
    }

    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "most values are made for the comparison")]
    pub fn same<T: PartialEq + Debug>(&self, what: &str, got: T, want: T) {
        assert!(got == want, "{}: {what}\n got {got:?}\nwant {want:?}", self.name);
    }

    /// What must succeed.
    #[track_caller]
    pub fn ok<T>(&self, result: Result<T, StoreError>) -> T {
        match result {
            Ok(value) => value,
            Err(error) => panic!("{}: {error}: {error:?}", self.name),
        }
    }

    /// What must be there.
    #[track_caller]
    pub fn some<T>(&self, result: Result<Option<T>, StoreError>) -> T {
        match self.ok(result) {
            Some(value) => value,
            None => panic!("{}: a row is missing", self.name),
        }
    }

    /// What must end in a conflict.
    #[track_caller]
    pub fn conflict<T>(&self, result: Result<T, StoreError>) -> Conflict {
        match result {
            Err(StoreError::Conflict(conflict)) => conflict,
            Err(error) => panic!("{}: a conflict was expected: {error:?}", self.name),
            Ok(_) => panic!("{}: a conflict was expected, and it was written", self.name),
        }
    }

    /// Commits what must succeed.
    pub async fn commit(&self, changes: Changes) {
        self.ok(self.store.commit(&changes).await);
    }

    /// Creates rows.
    pub async fn create(&self, records: impl IntoIterator<Item = Record>) {
        self.commit(created(records)).await;
    }

    /// Tries to write one row.
    pub async fn write(&self, record: Record, expect: Expect) -> Result<(), StoreError> {
        let mut changes = Changes::new();
        changes.write(record, expect);
        self.store.commit(&changes).await
    }

    /// Removes a row.
    pub async fn remove(&self, subject: Subject) {
        let mut changes = Changes::new();
        changes.push(Change::Remove(subject));
        self.commit(changes).await;
    }
}

/// A batch that creates rows.
pub(super) fn created(records: impl IntoIterator<Item = Record>) -> Changes {
    let mut changes = Changes::new();
    for record in records {
        changes.create(record);
    }
    changes
}

/// A moment with microseconds: `n` of them after a morning in November 2026.
pub(super) fn at(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_523_600, 123_456_000).unwrap_or_default() + TimeDelta::microseconds(micros)
}

/// Runs futures side by side and gives their results in order.
pub(super) async fn together<T>(futures: impl IntoIterator<Item = impl Future<Output = T> + Send>) -> Vec<T> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(move |context| {
        let mut waiting = false;
        for (future, result) in running.iter_mut().filter(|(_, result)| result.is_none()) {
            match Pin::new(future).poll(context) {
                Poll::Ready(value) => *result = Some(value),
                Poll::Pending => waiting = true,
            }
        }
        if waiting {
            return Poll::Pending;
        }
        Poll::Ready(running.drain(..).filter_map(|(_, result)| result).collect())
    })
    .await
}
