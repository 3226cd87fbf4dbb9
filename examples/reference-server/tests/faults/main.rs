//! Faults of the whole program: one module each, and `support` with the program and its client.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod crash;
#[path = "../support/mod.rs"]
mod support;
