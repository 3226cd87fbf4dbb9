//! Notifications: rules turn events into deliveries, deliveries into letters.

mod account_letter;
mod alerts;
mod caught;
mod compose;
mod deliveries;
mod delivery;
mod expand;
#[cfg(test)]
mod expand_tests;
mod hosts;
mod letter;
mod links;
mod own_letter;
mod send;
mod work;

pub(crate) use caught::caught;
pub use compose::{Occasion, compose, wording};
pub use delivery::{Delivery, DeliveryState, MAIL_SCHEDULE, PATIENCE, TRIES, next_attempt};
pub use expand::{Candidate, expand};
pub use hosts::{Hosts, PER_HOST, Place};
pub use letter::{Action, Letter};
pub use own_letter::{About, OrganisationNamed, OwnLetter, PersonNamed, RequestNamed};
pub(crate) use send::Suppressed;
pub use send::{Handed, Ready};
pub use work::LEASE;
