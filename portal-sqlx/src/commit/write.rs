//! Writes the rows of one table with one statement.

use portal_core::store::{Conflict, StoreError, Subject};
use uuid::Uuid;

use super::part::{Must, Part};
use crate::{
    error::broken,
    query::{Dialect, Query},
    table::{
        AccountRow, AlertRow, AuditRow, BlobRow, BookingRow, DefinitionRow, DeliveryRow, DocumentRow,
        DocumentVersionRow, DraftRow, EventRow, FactorRow, FormFigureRow, IdentityRow, JobRow, LinkRow, MembershipRow,
        MessageRow, OrganisationRow, ProjectRow, RequestRow, SessionRow, Stored, Table, TaskRow, TokenRow,
    },
};

/// The tables in the order in which they are written: what is referred to comes first.
pub(super) static TABLES: [Table; 24] = [
    OrganisationRow::TABLE,
    AccountRow::TABLE,
    MembershipRow::TABLE,
    SessionRow::TABLE,
    TokenRow::TABLE,
    FactorRow::TABLE,
    LinkRow::TABLE,
    IdentityRow::TABLE,
    AlertRow::TABLE,
    DefinitionRow::TABLE,
    ProjectRow::TABLE,
    DraftRow::TABLE,
    BlobRow::TABLE,
    RequestRow::TABLE,
    TaskRow::TABLE,
    BookingRow::TABLE,
    MessageRow::TABLE,
    DocumentRow::TABLE,
    DocumentVersionRow::TABLE,
    EventRow::TABLE,
    DeliveryRow::TABLE,
    AuditRow::TABLE,
    JobRow::TABLE,
    FormFigureRow::TABLE,
];

/// Which of a table's statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Insert,
    Update,
}

/// One row to write.
#[derive(Debug)]
pub(super) struct Line {
    /// Its id; `None` where rows have other keys.
    pub key: Option<Uuid>,
    /// The row as JSON.
    pub row: String,
    /// What it means when the statement did not write it.
    pub missing: Missing,
}

/// What it means when a row was not written.
#[derive(Debug)]
pub(super) enum Missing {
    /// Nothing: writing twice is allowed.
    Fine,
    /// Somebody was faster.
    Conflict(Conflict),
    /// An id was used twice.
    Broken,
}

/// A table's place in the order.
pub(super) fn rank(name: &str) -> usize {
    TABLES.iter().position(|table| table.name == name).expect("every stored row has its table in the order")
}

/// The table and id of a subject that has a version.
pub(super) fn place(subject: Subject) -> Option<(usize, Uuid)> {
    let (table, id) = match subject {
        Subject::Organisation(id) => (OrganisationRow::TABLE, id.0),
        Subject::Account(id) => (AccountRow::TABLE, id.0),
        Subject::Membership(id) => (MembershipRow::TABLE, id.0),
        Subject::Factor(id) => (FactorRow::TABLE, id.0),
        Subject::Link(id) => (LinkRow::TABLE, id.0),
        Subject::Alert(id) => (AlertRow::TABLE, id.0),
        Subject::Project(id) => (ProjectRow::TABLE, id.0),
        Subject::Draft(id) => (DraftRow::TABLE, id.0),
        Subject::Request(id) => (RequestRow::TABLE, id.0),
        Subject::Task(id) => (TaskRow::TABLE, id.0),
        Subject::Document(id) => (DocumentRow::TABLE, id.0),
        Subject::Delivery(id) => (DeliveryRow::TABLE, id.0),
        Subject::Booking(id) => (BookingRow::TABLE, id.0),
        Subject::Session(_) | Subject::Token(_) | Subject::Identity(_) | Subject::Message(_) | Subject::Blob(_) => {
            return None;
        }
    };
    Some((rank(table.name), id))
}

/// Writes rows of one table.
pub(super) fn write<'b>(
    dialect: Dialect,
    table: &'b Table,
    step: Step,
    lines: &'b [Line],
) -> Result<Part<'b>, StoreError> {
    let sql = match step {
        Step::Insert => table.insert,
        Step::Update => table.update.ok_or_else(|| broken(format!("{} has no versions", table.name)))?,
    };
    let rows: Vec<&str> = lines.iter().map(|line| line.row.as_str()).collect();
    let query = Query::new(dialect, sql.on(dialect)).arg(format!("[{}]", rows.join(",")));
    Ok(Part { query, must: Must::Write(table.name, lines) })
}

impl Missing {
    pub(super) fn matters(&self) -> bool {
        !matches!(self, Self::Fine)
    }
}

#[cfg(test)]
pub(super) fn statements(dialect: crate::query::Dialect) -> Vec<Query> {
    let of = |table: &Table| std::iter::once(table.insert).chain(table.update);
    TABLES.iter().flat_map(of).map(|sql| Query::new(dialect, sql.on(dialect))).collect()
}
