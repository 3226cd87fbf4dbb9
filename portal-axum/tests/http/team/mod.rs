//! The team's pages.

mod deliveries;
mod documents;
mod moves;
mod queue;
mod requests;
