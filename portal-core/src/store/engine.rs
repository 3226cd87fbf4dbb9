//! What stands outside a batch: claims and leases, the throttle, the touch of a session. Only a pooled store has it;
//! a rollback must not give a guess back.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Changes, StoreError};
use crate::{
    audit::{Log, Seal},
    id::{JobId, Reference, RequestId},
    identity::{Bucket, Device, Verdict},
    notification::Delivery,
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
    /// See what time has done to a request; the subject is the request.
    Wake,
    /// Send the letter of a link that is spent once; the subject is the link.
    Link,
    /// Send a letter about the safety of an account; the subject is the letter.
    Alert,
    /// Something that this program does not know, as when a newer one wrote it. Never written.
    #[serde(skip)]
    Other,
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
    /// It was not begun: again, not before this moment, and the claim does not count.
    PutOff(DateTime<Utc>),
    /// Given up: the row stays, with the reason, until [`Engine::revive`].
    GivenUp(DateTime<Utc>, String),
}

/// Whether a letter may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It may; its delivery is marked as being sent.
    Now,
    /// What happened before it in the same request is still on its way to the same person: not before this moment.
    Later(DateTime<Utc>),
    /// The lease was lost, or the delivery is over: do not send.
    Lost,
}

/// Work that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// The job.
    pub id: JobId,
    /// What was to be done.
    pub kind: JobKind,
    /// How often it was claimed.
    pub attempts: u32,
    /// When it was given up.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The request it is about, with its title and reference; `None` when that cannot be told.
    pub request: Option<(RequestId, String, Reference)>,
}

/// The separate atomic writes. Leases count in the database's time, so that two machines with different clocks agree.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Takes up to `at_most` jobs that are due at `now` and not held, oldest first, and holds them for `lease`. Two
    /// callers never get the same job (`for update skip locked` on Postgres).
    async fn claim(&self, at_most: u16, now: DateTime<Utc>, lease: TimeDelta) -> Result<Vec<Lease>, StoreError>;
    /// Holds a job for `lease` more; `false`: it was lost.
    async fn renew(&self, held: &Lease, lease: TimeDelta) -> Result<bool, StoreError>;
    /// Asks whether the deliveries of these jobs may be sent, and marks those that may, before the wire is touched; their
    /// versions stay. Letters of one request to one person leave in the order of what happened: one waits until those
    /// before it are sent or have failed. If the one before waits for a later try and was last tried before this one was
    /// made, it is brought forward to `now`. Gives the answers in the order of the leases.
    async fn sending(&self, held: &[Lease], now: DateTime<Utc>) -> Result<Vec<Turn>, StoreError>;
    /// Writes what became of the job's delivery, whatever its version, and ends or reschedules the job, in one
    /// transaction; `false`: the lease was lost, nothing was written.
    async fn close(&self, held: &Lease, outcome: &Outcome, delivery: &Delivery) -> Result<bool, StoreError>;
    /// Applies `changes` and ends or reschedules the job, in one transaction; `false`: the lease was lost, nothing was
    /// written.
    async fn settle(&self, held: &Lease, outcome: &Outcome, changes: &Changes) -> Result<bool, StoreError>;
    /// Takes up again what was given up, from the start, at `now`; `false`: it was not given up.
    async fn revive(&self, job: JobId, now: DateTime<Utc>) -> Result<bool, StoreError>;
    /// Counts a guess before it is checked, unless one must wait ([`crate::identity::delay_after`]).
    async fn throttle(&self, bucket: &Bucket, now: DateTime<Utc>) -> Result<Verdict, StoreError>;
    /// Forgets the failures of a bucket after a success.
    async fn forgive(&self, bucket: &Bucket) -> Result<(), StoreError>;
    /// Notes the use of a session, and from where; `None`: that is not known, and what was noted stays.
    async fn touch(&self, session: &[u8; 32], from: Option<&Device>, now: DateTime<Utc>) -> Result<(), StoreError>;
    /// Notes the use of a token.
    async fn touch_token(&self, token: &[u8; 32], now: DateTime<Utc>) -> Result<(), StoreError>;
    /// Removes what has outlived its time: ended sessions and tokens, old throttle rows, spent idempotency keys, expired
    /// drafts. Returns how many rows went.
    async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, StoreError>;
    /// Seals up to `at_most` entries of a log that have no seal, oldest first ([`crate::audit::seal`]), in one transaction;
    /// `None`: there are none, or another worker is sealing them.
    async fn seal(&self, log: Log, now: DateTime<Utc>, at_most: u16) -> Result<Option<Seal>, StoreError>;
    /// Removes the batches of the audit log whose entries all bear moments before `before`, one transaction each, and notes
    /// on their seals that they went at `now`. Gives their numbers; none where the role may not remove them.
    async fn purge_audit(&self, before: DateTime<Utc>, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError>;
    /// When the oldest job fell due that is due at `now` and held by nobody; `None`: no work waits. A job that somebody
    /// is doing does not wait, however long it takes.
    async fn waiting(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, StoreError>;
    /// Checks what must hold of all rows, in one snapshot: nothing is written, others may write meanwhile. Gives what
    /// does not hold.
    async fn verify(&self) -> Result<Vec<Broken>, StoreError>;
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;
}
