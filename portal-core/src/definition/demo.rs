//! The demo's organisations and people, as plain values.

use indexmap::IndexMap;

use super::Writings;
use crate::id::Id;

/// Who is there when an evaluator opens the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// Organisations by id.
    pub organisations: IndexMap<Id, DemoOrganisation>,
    /// People by id, in the order written.
    pub people: IndexMap<Id, DemoPerson>,
    /// The scripts that are played at the first start, by the names of their files.
    pub play: Vec<Id>,
}

/// A client company of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoOrganisation {
    /// Its name.
    pub name: String,
    /// What is known of it.
    pub attributes: Writings,
    /// Its projects by id; no two of the demo share one.
    pub projects: IndexMap<Id, DemoProject>,
}

/// A project of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoProject {
    /// Its kind.
    pub kind: Id,
    /// Its name.
    pub name: String,
    /// What else is known of it.
    pub fields: Writings,
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
    /// The queues they work; empty: all.
    pub queues: Vec<Id>,
    /// The projects that their membership names; empty: it is not narrowed.
    pub projects: Vec<Id>,
    /// Their language: one of the portal's locales, its first by default.
    pub locale: String,
}
