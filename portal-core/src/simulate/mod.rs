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
mod written;

pub use player::simulate;
pub use report::{Line, Report, What};
