//! The team's pages.

mod definitions;
mod deliveries;
mod documents;
mod fields;
mod forms;
mod moves;
mod queue;
mod requests;
