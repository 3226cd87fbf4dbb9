//! The portal over HTTP: the tree of tests is the tree of addresses. Each test has a portal of its own, with the shipped
//! definition and people, on SQLite.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod account;
mod answers;
mod api;
mod assets;
mod changes;
mod client;
mod confirm;
mod disconnects;
mod documents;
mod drafts;
mod entrance;
mod everywhere;
mod factor;
mod fields;
mod guests;
mod headers;
mod home;
mod kinds;
mod language;
mod matrix;
mod mount;
mod named;
mod narrowed;
mod oidc;
mod own_pages;
mod pace;
mod problems;
mod projects;
mod requests;
mod resumed;
mod secret;
mod shared;
mod sign_in;
mod slots;
mod tasks;
mod team;
mod world;
