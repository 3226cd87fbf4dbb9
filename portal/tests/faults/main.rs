//! Faults inside one process: at named points, at the N-th operation, by panics, by many at once.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod act;
mod every_operation;
mod nth;
mod points;
#[path = "../support/mod.rs"]
mod support;
mod verify;
