//! The portal as a host has it, on both databases: one program, since each would carry the whole portal.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[macro_use]
mod support;

#[path = "../faults/act.rs"]
#[allow(dead_code, reason = "the fault tests use the rest")]
mod act;

mod account;
mod attributes;
mod audit;
mod clock;
mod demo;
mod factor;
mod figures;
mod fresh;
mod guests;
mod host;
mod identities;
mod input;
mod let_in;
mod link_purposes;
mod migrate;
mod named;
mod once;
mod organisations;
mod own_mails;
mod people;
mod prefill;
mod projects;
mod publish;
mod roles;
mod scenario;
mod security_doc;
mod sign_in;
mod slots;
mod sweep;
mod tokens;
mod worker;
