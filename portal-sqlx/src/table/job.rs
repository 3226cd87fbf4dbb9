//! Work that waits for the worker.

use portal_core::store::{Job, JobKind};
use uuid::Uuid;

use crate::value::{Time, Word};

table! {
    /// A job. Writing the same one again does nothing, so that what was interrupted may be repeated.
    JobRow = "portal_job", on conflict "(id) do nothing" {
        id: Uuid as uuid,
        kind: Word<JobKind> as text,
        subject: Uuid as uuid,
        due: Time as time,
        attempts: i64 as int,
    }
}

impl From<&Job> for JobRow {
    fn from(it: &Job) -> Self {
        Self { id: it.id.0, kind: Word(it.kind), subject: it.subject, due: Time(it.due), attempts: it.attempts.into() }
    }
}
