//! The team's pages.

mod definitions;
mod deliveries;
mod documents;
mod moves;
mod queue;
mod requests;
