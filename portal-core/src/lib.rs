//! The rules of the client portal, without any I/O.
//!
//! A use case is always the same three steps: **load** what the decision needs, **decide** with a pure function that
//! returns a batch of [`store::Changes`], **commit** the batch atomically. What must happen outside (a mail) is a row
//! in the same batch, delivered later by the worker. Start reading at [`Desk`]: one method per use case.

pub mod audit;
pub mod bell;
pub mod booking;
pub mod channel;
pub mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod dashboard;
pub mod definition;
pub mod desk;
pub mod document;
pub mod fault;
pub mod files;
#[cfg(test)]
mod fixture;
pub mod form;
pub mod format;
pub mod host;
pub mod id;
pub mod identity;
pub mod notification;
pub mod once;
pub mod play;
pub mod portal;
pub mod project;
mod refused;
pub mod request;
pub mod sealed;
pub mod simulate;
pub mod store;
pub mod verify;
pub mod wording;

pub use desk::Desk;
pub use once::Once;
pub use portal::{FactorRule, Parts, Portal};
pub use refused::{Missing, Refused};
