//! What stands outside a batch: claims and leases, the throttle, the touch of a session. Only a pooled store has it;
//! a rollback must not give a guess back.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Changes, StoreError};
use crate::{
    id::JobId,
    identity::{Bucket, Verdict},
    verify::Broken,
};

/// Work that waits for the worker. It is written in the batch that causes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub kind: JobKind,
    /// With what.
    pub subject: Uuid,
    /// Not before.
    pub due: DateTime<Utc>,
    /// How often it was claimed.
    pub attempts: u32,
}

/// What the worker can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Turn the events of an act into deliveries; the subject is the act.
    Notify,
    /// Send a delivery; the subject is the delivery.
    Deliver,
}

/// A claimed job. Whoever holds the newest token holds the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: Job,
    /// Fencing token: drawn anew at each claim, checked at each later step.
    pub token: Uuid,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is over, well or not: the row goes.
    Done,
    /// Again, not before this moment.
    Again(DateTime<Utc>),
}

/// The separate atomic writes. Leases count in the database's time, so that two machines with different clocks agree.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Takes up to `at_most` jobs that are due at `now` and not held, oldest first, and holds them for `lease`. Two
    /// callers never get the same job (`for update skip locked` on Postgres).
    async fn claim(&self, at_most: u16, now: DateTime<Utc>, lease: TimeDelta) -> Result<Vec<Lease>, StoreError>;
    /// Holds a job for `lease` more; `false`: it was lost.
    async fn renew(&self, held: &Lease, lease: TimeDelta) -> Result<bool, StoreError>;
    /// Marks the job's delivery as being sent, before the wire is touched; its version stays. `false`: the lease was lost,
    /// do not send.
    async fn sending(&self, held: &Lease) -> Result<bool, StoreError>;
    /// Applies `changes` and ends or reschedules the job, in one transaction; `false`: the lease was lost, nothing was
    /// written.
    async fn settle(&self, held: &Lease, outcome: &Outcome, changes: &Changes) -> Result<bool, StoreError>;
    /// Counts a guess before it is checked, unless one must wait ([`crate::identity::delay_after`]).
    async fn throttle(&self, bucket: &Bucket, now: DateTime<Utc>) -> Result<Verdict, StoreError>;
    /// Forgets the failures of a bucket after a success.
    async fn forgive(&self, bucket: &Bucket) -> Result<(), StoreError>;
    /// Notes the use of a session.
    async fn touch(&self, session: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError>;
    /// Notes the use of a token.
    async fn touch_token(&self, token: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError>;
    /// Removes what has outlived its time: ended sessions and tokens, old throttle rows, spent idempotency keys, expired
    /// drafts. Returns how many rows went.
    async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError>;
    /// When the oldest job fell due that is due at `now` and held by nobody; `None`: no work waits. A job that somebody
    /// is doing does not wait, however long it takes.
    async fn waiting(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError>;
    /// Checks what must hold of all rows, in one snapshot: nothing is written, others may write meanwhile. Gives what
    /// does not hold.
    async fn verify(&self) -> Result<Vec<Broken>, StoreError>;
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
}
