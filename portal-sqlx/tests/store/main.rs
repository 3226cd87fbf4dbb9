//! The store on real databases: SQLite files of its own, and Postgres databases made from a migrated template.

mod conformance;
mod databases;
