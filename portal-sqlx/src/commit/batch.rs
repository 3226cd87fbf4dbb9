//! A batch, sorted into one group per table and kind of write.

use std::collections::BTreeMap;

use portal_core::{
    id::{BlobId, Version},
    store::{Change, Changes, Conflict, Counter, Expect, IdempotencyKey, Record, StoreError, Subject},
};
use uuid::Uuid;

use super::{
    guard,
    part::Part,
    remove::{self, Removals},
    write::{self, Line, Missing, Step, TABLES},
};
use crate::{
    error::broken,
    query::Dialect,
    table::{
        AccountRow, AlertRow, AuditRow, BlobRow, BookingRow, DefinitionRow, DeliveryRow, DocumentRow,
        DocumentVersionRow, DraftRow, EventRow, FactorRow, FormFigureRow, IdentityRow, JobRow, LinkRow, MembershipRow,
        MessageRow, OrganisationRow, ProjectRow, RequestRow, SessionRow, Stored, TaskRow, TokenRow, Versioned,
    },
};

/// A batch that is ready to run. It borrows nothing, so that it can run to its end in a task of its own.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(super) once: Vec<(IdempotencyKey, Subject)>,
    pub(super) required: BTreeMap<usize, BTreeMap<Uuid, (Subject, Version)>>,
    pub(super) counts: Vec<(Counter, i64)>,
    pub(super) writes: BTreeMap<(usize, Step), Vec<Line>>,
    pub(super) released: Vec<BlobId>,
    pub(super) removals: Removals,
}

impl Batch {
    pub(crate) fn new(changes: &Changes) -> Result<Self, StoreError> {
        let mut batch = Self::default();
        for change in changes.as_slice() {
            match change {
                Change::Once(key, subject) => batch.once.push((key.clone(), *subject)),
                Change::Require(subject, version) => batch.require(*subject, *version)?,
                Change::Count(counter, number) => batch.counts.push((*counter, *number)),
                Change::Write(record, expect) => batch.record(record, *expect)?,
                Change::Append(event) => {
                    let missing = Missing::Conflict(Conflict::Moved(Subject::Request(event.request)));
                    batch.line(&EventRow::from(event), Some(event.id.0), Step::Insert, missing)?;
                }
                Change::Release(blob) => batch.released.push(*blob),
                Change::Remove(subject) => batch.removals.add(*subject),
            }
        }
        for lines in batch.writes.values_mut() {
            lines.sort_by_key(|line| line.key);
        }
        Ok(batch)
    }

    /// Its statements, in the order in which they run.
    pub(super) fn parts(&self, dialect: Dialect) -> Result<Vec<Part<'_>>, StoreError> {
        let mut parts: Vec<Part<'_>> = Vec::new();
        parts.extend(self.once.iter().map(|(key, subject)| guard::once(dialect, key, *subject)));
        parts.extend(self.required.iter().map(|(rank, rows)| guard::require(dialect, &TABLES[*rank], rows)));
        parts.extend(self.counts.iter().map(|(counter, number)| guard::count(dialect, *counter, *number)));
        for ((rank, step), lines) in &self.writes {
            parts.push(write::write(dialect, &TABLES[*rank], *step, lines)?);
        }
        parts.extend(remove::release(dialect, &self.released));
        parts.extend(remove::remove(dialect, &self.removals));
        Ok(parts)
    }

    fn require(&mut self, subject: Subject, version: Version) -> Result<(), StoreError> {
        let (rank, id) = write::place(subject).ok_or_else(|| broken(format!("{subject:?} has no version")))?;
        let before = self.required.entry(rank).or_default().insert(id, (subject, version));
        match before {
            Some((_, other)) if other != version => Err(StoreError::Conflict(Conflict::Moved(subject))),
            _ => Ok(()),
        }
    }

    fn record(&mut self, record: &Record, expect: Expect) -> Result<(), StoreError> {
        match record {
            Record::Organisation(it) => self.versioned(OrganisationRow::from(it), Subject::Organisation(it.id), expect),
            Record::Account(it) => self.versioned(AccountRow::from(it), Subject::Account(it.id), expect),
            Record::Membership(it) => self.versioned(MembershipRow::from(it), Subject::Membership(it.id), expect),
            Record::Factor(it) => self.versioned(FactorRow::from(it), Subject::Factor(it.account), expect),
            Record::Link(it) => self.versioned(LinkRow::from(it), Subject::Link(it.id), expect),
            Record::Alert(it) => self.versioned(AlertRow::from(it), Subject::Alert(it.id), expect),
            Record::Project(it) => self.versioned(ProjectRow::from(it), Subject::Project(it.id), expect),
            Record::Draft(it) => self.versioned(DraftRow::from(it), Subject::Draft(it.id), expect),
            Record::Request(it) => self.versioned(RequestRow::from(it), Subject::Request(it.id), expect),
            Record::Task(it) => self.versioned(TaskRow::from(it), Subject::Task(it.id), expect),
            Record::Booking(it) => self.versioned(BookingRow::from(it), Subject::Booking(it.id), expect),
            Record::Delivery(it) => self.versioned(DeliveryRow::from(it), Subject::Delivery(it.id), expect),
            Record::Document(it) => {
                self.versioned(DocumentRow::from(it), Subject::Document(it.id), expect)?;
                self.line(&DocumentVersionRow::from(it), Some(it.id.0), Step::Insert, Missing::Fine)
            }
            _ if expect != Expect::New => Err(broken("a record without a version was written over another")),
            Record::Session(it) => {
                let missing = Missing::Conflict(Conflict::Moved(Subject::Session(it.hash)));
                self.line(&SessionRow::from(it), None, Step::Insert, missing)
            }
            Record::Token(it) => {
                let missing = Missing::Conflict(Conflict::Moved(Subject::Token(it.hash)));
                self.line(&TokenRow::from(it), None, Step::Insert, missing)
            }
            Record::Definition(it) => self.line(&DefinitionRow::from(it), None, Step::Insert, Missing::Fine),
            Record::Message(it) => self.line(&MessageRow::from(it), Some(it.id.0), Step::Insert, Missing::Broken),
            Record::Blob(it) => self.line(&BlobRow::from(it), Some(it.id.0), Step::Insert, Missing::Fine),
            Record::Job(it) => self.line(&JobRow::from(it), Some(it.id.0), Step::Insert, Missing::Fine),
            Record::Identity(it) => self.line(&IdentityRow::from(it), Some(it.id.0), Step::Insert, Missing::Broken),
            Record::FormFigure(it) => self.line(&FormFigureRow::from(it), Some(it.id.0), Step::Insert, Missing::Broken),
            Record::Audit(it) => self.line(&AuditRow::from(it), Some(it.id.0), Step::Insert, Missing::Broken),
        }
    }

    fn versioned<R: Versioned>(&mut self, mut row: R, subject: Subject, expect: Expect) -> Result<(), StoreError> {
        if let Some(version) = expect.version() {
            row.expect(version);
        }
        let (step, missing) = match (expect, subject) {
            (Expect::New, Subject::Delivery(_)) => (Step::Insert, Missing::Fine),
            (Expect::New, _) => (Step::Insert, Missing::Conflict(Conflict::Moved(subject))),
            (Expect::Loaded(_), _) => (Step::Update, Missing::Conflict(Conflict::Moved(subject))),
            (Expect::Asked(_), _) => (Step::Update, Missing::Conflict(Conflict::Stale(subject))),
        };
        self.line(&row, Some(row.key()), step, missing)
    }

    fn line<R: Stored>(&mut self, row: &R, key: Option<Uuid>, step: Step, missing: Missing) -> Result<(), StoreError> {
        let row = serde_json::to_string(row).map_err(broken)?;
        let group = self.writes.entry((write::rank(R::TABLE.name), step)).or_default();
        group.push(Line { key, row, missing });
        Ok(())
    }
}
