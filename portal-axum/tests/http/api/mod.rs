//! `/api/v1`: the API. What a test needs beyond a request is in `program`.

mod document;
pub mod drafts;
mod fields;
mod lists;
mod me;
mod problems;
pub mod program;
mod projects;
mod reach;
pub mod scenario;
