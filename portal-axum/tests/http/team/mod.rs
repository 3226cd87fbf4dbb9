//! The team's pages.

mod audit;
mod definitions;
mod deliveries;
mod documents;
mod fields;
mod forms;
mod moves;
mod organisations;
mod queue;
mod requests;
