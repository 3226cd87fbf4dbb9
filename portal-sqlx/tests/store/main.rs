//! The store on real databases: SQLite files of its own, and Postgres databases made from a migrated template.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod away;
mod conformance;
mod databases;
mod disconnect;
mod host;
mod interrupted;
mod migrate;
mod rows;
