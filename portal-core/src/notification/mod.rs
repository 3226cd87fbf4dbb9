//! Notifications: rules turn events into deliveries, deliveries into letters.

//WIP mod compose;
mod delivery;
//WIP mod expand;
mod letter;

//WIP pub use compose::compose;
pub use delivery::{Delivery, DeliveryState, MAIL_SCHEDULE, next_attempt};
//WIP pub use expand::{Candidate, expand};
pub use letter::{Action, Letter};
