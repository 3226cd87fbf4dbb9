//! The demo's organisations and people, as plain values.

use indexmap::IndexMap;

use crate::{form::Answers, id::Id};

/// Who is there when an evaluator opens the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// Organisations by id.
    pub organisations: IndexMap<Id, DemoOrganisation>,
    /// People by id, in the order written.
    pub people: IndexMap<Id, DemoPerson>,
}

/// A client company of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoOrganisation {
    /// Its name.
    pub name: String,
    /// Its attributes, but those that are people.
    pub attributes: Answers,
    /// Its attributes that are people of the demo: by whose id.
    pub people: IndexMap<Id, Id>,
}

/// A person of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// First and last name.
    pub name: String,
    /// Mail address; no two people share one.
    pub email: String,
    /// Their company; `None` for the team.
    pub organisation: Option<Id>,
    /// Their role.
    pub role: Id,
    /// Their language: one of the portal's locales, its first by default.
    pub locale: String,
}
