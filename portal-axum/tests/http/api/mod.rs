//! `/api/v1`: the API. What a test needs beyond a request is in `program`.

mod document;
pub mod drafts;
mod fields;
mod guests;
mod lists;
mod me;
mod organisations;
mod people;
mod people_reach;
mod problems;
pub mod program;
mod projects;
mod reach;
pub mod scenario;
mod tokens;
