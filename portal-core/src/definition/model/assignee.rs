//! To whom a request is given.

use crate::definition::PersonPath;

/// Who is to work a request for the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// Whom a path leads to; somebody unset or absent falls through to the next case.
    Person(PersonPath),
    /// Whoever of the team owns the fewest open requests.
    LeastBusy,
    /// Nobody: it waits in its queue.
    Nobody,
    /// Whoever makes the move.
    Actor,
}
