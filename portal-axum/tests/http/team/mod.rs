//! The team's pages.

mod deliveries;
mod documents;
mod forms;
mod moves;
mod queue;
mod requests;
