//! The batch that a decision returns. It applies wholly or not at all.

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{DefinitionVersion, Job, JobKind};
use crate::{
    audit::Audit,
    booking::Booking,
    document::{Blob, Document},
    form::{Draft, FormFigure},
    id::{
        AccountId, ActId, AlertId, BlobId, DraftId, IdentityId, JobId, LinkId, OrganisationId, ProjectId, RequestId,
        Version,
    },
    identity::{Account, Alert, Factor, Identity, Link, Membership, Organisation, Session, Token},
    notification::Delivery,
    project::Project,
    request::{Event, Message, Request, Task},
};

/// What a decision wants written, with everything it counted on. Dropping one unread loses somebody's work.
#[derive(Clone, Debug, Default)]
#[must_use = "changes do nothing until they are committed"]
pub struct Changes {
    changes: Vec<Change>,
}

/// One line of a batch.
#[derive(Clone, Debug)]
pub enum Change {
    /// Creates a row, or replaces the one with the expected version by the next.
    Write(Box<Record>, Expect),
    /// Removes a row if it is there. The bytes of a blob no longer count among what its organisation keeps.
    Remove(Subject),
    /// A blob is no longer its draft's: a document has it now, or the sweep will.
    Release(BlobId),
    /// Something that is not written must still have this version.
    Require(Subject, Version),
    /// Adds to a bounded counter; over its capacity the whole batch fails.
    Count(Counter, i64),
    /// The whole batch happens at most once for this key.
    Once(IdempotencyKey, Subject),
    /// Appends to the event log.
    Append(Event),
}

/// What row the writer counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// None.
    New,
    /// One with the version that the use case loaded: on conflict it may load and decide again.
    Loaded(Version),
    /// One with the version that the person saw: on conflict they are told and keep their text.
    Asked(Version),
}

impl Expect {
    /// The version counted on.
    pub fn version(self) -> Option<Version> {
        match self {
            Self::New => None,
            Self::Loaded(version) | Self::Asked(version) => Some(version),
        }
    }
}

/// A row of any table that batches write. A record that has a version carries the one it counted on; the store writes
/// the next ([`Version::FIRST`] for a new one).
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each variant holds the row of the same name")]
pub enum Record {
    Organisation(Organisation),
    Account(Account),
    Membership(Membership),
    Session(Session),
    Token(Token),
    Factor(Factor),
    Definition(DefinitionVersion),
    Link(Link),
    Identity(Identity),
    Alert(Alert),
    Project(Project),
    Draft(Draft),
    Request(Request),
    Task(Task),
    Message(Message),
    Blob(Blob),
    Document(Document),
    Job(Job),
    Delivery(Delivery),
    Audit(Audit),
    Booking(Booking),
    FormFigure(FormFigure),
}

/// Something with a version, or with a life of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant names the row of the same name")]
pub enum Subject {
    Organisation(OrganisationId),
    Account(AccountId),
    Membership(crate::id::MembershipId),
    Session([u8; 32]),
    Token([u8; 32]),
    Factor(AccountId),
    Link(LinkId),
    Identity(IdentityId),
    Alert(AlertId),
    Project(ProjectId),
    Draft(DraftId),
    Request(RequestId),
    Task(crate::id::TaskId),
    Message(crate::id::MessageId),
    Document(crate::id::DocumentId),
    Blob(BlobId),
    Delivery(crate::id::DeliveryId),
    Booking(crate::id::BookingId),
}

/// A number that must not exceed its capacity. Never goes below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Bytes that an organisation keeps.
    StoredBytes {
        /// Whose.
        organisation: OrganisationId,
        /// How many fit.
        capacity: i64,
    },
    /// Bookings of a slot that cover one of its starts.
    Places {
        /// Which slot, and which start.
        place: Uuid,
        /// How many may at once.
        capacity: i64,
    },
}

/// What makes two tries the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// Who tries: another person's key is another key (SECURITY T18).
    pub account: AccountId,
    /// What is tried.
    pub route: &'static str,
    /// The person's key; at most 255 characters.
    pub key: String,
    /// SHA-256 of what was sent: the same key with another body is refused.
    pub body: [u8; 32],
    /// Until when a repeat is recognised.
    pub expires: DateTime<Utc>,
}

/// Why a batch was not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The row has moved on since the use case loaded it: load and decide again.
    Moved(Subject),
    /// The row has moved on since the person saw it.
    Stale(Subject),
    /// A unique name is taken: an address, a reference.
    Taken(&'static str),
    /// The counter is at its capacity.
    Full(Counter),
    /// It was done before; this is what it made.
    Repeated(Subject),
    /// The key was used for something else.
    KeyReused,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moved(subject) => write!(f, "{subject:?} changed since it was loaded"),
            Self::Stale(subject) => write!(f, "{subject:?} changed since it was seen"),
            Self::Taken(name) => write!(f, "{name} is taken"),
            Self::Full(counter) => write!(f, "{counter:?} is full"),
            Self::Repeated(subject) => write!(f, "done before: {subject:?}"),
            Self::KeyReused => f.write_str("the key was used for another body"),
        }
    }
}

impl Changes {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a row.
    pub fn create(&mut self, record: Record) -> &mut Self {
        self.write(record, Expect::New)
    }

    /// Creates or replaces a row.
    pub fn write(&mut self, record: Record, expect: Expect) -> &mut Self {
        self.push(Change::Write(Box::new(record), expect))
    }

    /// Adds a line.
    pub fn push(&mut self, change: Change) -> &mut Self {
        self.changes.push(change);
        self
    }

    /// Adds an entry to the audit log.
    pub(crate) fn audit(&mut self, entry: Audit) -> &mut Self {
        self.create(Record::Audit(entry))
    }

    /// Whether it has an entry of the audit log.
    pub(crate) fn is_audited(&self) -> bool {
        let is = |change: &Change| matches!(change, Change::Write(record, _) if matches!(**record, Record::Audit(_)));
        self.changes.iter().any(is)
    }

    /// Adds all lines of another batch.
    pub fn extend(&mut self, other: Self) -> &mut Self {
        self.changes.extend(other.changes);
        self
    }

    /// Takes the jobs out that would tell people of an act, and gives the acts.
    pub(crate) fn without_telling(&mut self) -> Vec<ActId> {
        let act = |change: &Change| match change {
            Change::Write(record, _) => match record.as_ref() {
                Record::Job(job) if job.kind == JobKind::Notify => Some(ActId(job.subject)),
                _ => None,
            },
            _ => None,
        };
        let acts = self.changes.iter().filter_map(act).collect();
        self.changes.retain(|change| act(change).is_none());
        acts
    }

    /// When a job is due that is among them.
    pub(crate) fn due_of(&self, id: JobId) -> Option<DateTime<Utc>> {
        self.changes.iter().find_map(|change| match change {
            Change::Write(record, _) => match record.as_ref() {
                Record::Job(job) if job.id == id => Some(job.due),
                _ => None,
            },
            _ => None,
        })
    }

    /// The lines, in the order they were added.
    pub fn as_slice(&self) -> &[Change] {
        &self.changes
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}
