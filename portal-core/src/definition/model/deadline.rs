//! By when something is due.

use crate::definition::Duration;

/// A deadline as an integrator writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// So long from now on: `3 business days`.
    In(Duration),
    /// At a day or moment that is known by a name, or so long before it: `1 day before visit`.
    At {
        /// So long before; `None`: then.
        before: Option<Duration>,
        /// The name: a field, a task that books, `document.KIND.FIELD`.
        what: String,
    },
}
