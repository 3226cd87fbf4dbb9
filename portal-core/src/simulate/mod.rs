//! Playing a script without a database: answers through the form engine, moves and tasks through the life of a request,
//! on a clock that only waiting moves. What is told is what the portal would do.

mod act;
mod people;
mod player;
mod report;
mod slots;
mod task;
mod tell;
#[cfg(test)]
mod tests;
mod why;

pub(crate) use act::will_do;
pub use player::simulate;
pub(crate) use player::{Played, compare};
pub use report::{Line, Report, What};
pub(crate) use slots::first_time;
pub(crate) use tell::name;
