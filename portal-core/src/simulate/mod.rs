//! Playing a script without a database: answers through the form engine, moves and tasks through the life of a request,
//! on a clock of its own. What it tells is what the portal would do.

mod answer;
mod people;
mod player;
mod report;

pub use player::simulate;
pub use report::{Line, Report, What};

#[cfg(test)]
mod tests;
