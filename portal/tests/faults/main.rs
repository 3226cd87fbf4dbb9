//! Faults inside one process: at named points, at the N-th operation, by panics, by many at once.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod act;
mod every_operation;
mod mail;
mod mail_answers;
mod mail_frozen;
mod mail_outage;
mod mail_peer;
mod mail_poison;
mod mail_process;
mod mail_rate;
mod mail_silence;
mod nth;
mod panics;
mod points;
mod races;
#[path = "../../../portal-email/tests/common/peer.rs"]
mod real;
#[path = "../it/support/mod.rs"]
mod support;
mod verify;
