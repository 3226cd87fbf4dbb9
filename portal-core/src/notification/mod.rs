//! Notifications: rules turn events into deliveries, deliveries into letters.

mod compose;
mod deliveries;
mod delivery;
mod expand;
#[cfg(test)]
mod expand_tests;
mod letter;
mod work;

pub use compose::{Occasion, compose, wording};
pub use delivery::{Delivery, DeliveryState, MAIL_SCHEDULE, next_attempt};
pub use expand::{Candidate, expand};
pub use letter::{Action, Letter};
pub use work::LEASE;
