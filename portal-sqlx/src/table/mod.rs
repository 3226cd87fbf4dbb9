//! The tables that batches write, one file each: its columns, and the row as the core knows it. From one list of
//! columns come the statements of both databases; a whole group of rows is one JSON value of one statement.

#[macro_use]
mod declare;

mod account;
mod alert;
mod audit;
mod blob;
mod booking;
mod definition;
mod delivery;
mod document;
mod draft;
mod event;
mod factor;
mod form_figure;
mod identity;
mod job;
mod link;
mod membership;
mod message;
mod organisation;
mod project;
mod request;
mod session;
mod task;
mod token;

pub(crate) use account::AccountRow;
pub(crate) use alert::AlertRow;
pub(crate) use audit::AuditRow;
pub(crate) use blob::BlobRow;
pub(crate) use booking::BookingRow;
pub(crate) use definition::DefinitionRow;
pub(crate) use delivery::DeliveryRow;
pub(crate) use document::{DocumentRow, DocumentVersionRow, StoredDocument};
pub(crate) use draft::DraftRow;
pub(crate) use event::EventRow;
pub(crate) use factor::FactorRow;
pub(crate) use form_figure::FormFigureRow;
pub(crate) use identity::IdentityRow;
pub(crate) use job::JobRow;
pub(crate) use link::LinkRow;
pub(crate) use membership::MembershipRow;
pub(crate) use message::MessageRow;
pub(crate) use organisation::OrganisationRow;
pub(crate) use project::ProjectRow;
pub(crate) use request::RequestRow;
pub(crate) use session::SessionRow;
pub(crate) use task::TaskRow;
pub(crate) use token::TokenRow;

use crate::query::Sql;

/// What a batch can do with a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    /// Writes new rows.
    pub(crate) insert: Sql,
    /// Replaces rows that have the expected version; returns the keys of those it found.
    pub(crate) update: Option<Sql>,
}

/// A row that batches write.
pub(crate) trait Stored: serde::Serialize {
    /// Where it goes.
    const TABLE: Table;
}

/// A row that counts how often it was changed.
pub(crate) trait Versioned: Stored {
    /// Its id.
    fn key(&self) -> uuid::Uuid;
    /// Sets the version that the stored row must have.
    fn expect(&mut self, version: portal_core::id::Version);
}
