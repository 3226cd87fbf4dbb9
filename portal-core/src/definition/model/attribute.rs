//! What is known beside the forms: attributes of organisations and of the host, and kinds of project.

use indexmap::IndexMap;

use crate::{
    definition::{Duration, Text, Who, Writings},
    form::Field,
    id::Id,
};

/// The attributes of a portal.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// Of each organisation: kept by the portal.
    pub organisation: IndexMap<Id, Attribute>,
    /// Asked of the host application when needed.
    pub host: IndexMap<Id, Attribute>,
}

/// One thing that is known beside the forms.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// What it looks like.
    pub field: Field,
    /// Who may change it, beside the permission.
    pub edited_by: Who,
}

/// A kind of project.
#[derive(Clone, Debug)]
pub struct ProjectKind {
    /// Its name.
    pub label: Text,
    /// Its own data.
    pub fields: Vec<Field>,
    /// The requests that it opens.
    pub opens: Vec<Opening>,
}

/// A request that a project opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its type.
    pub request: Id,
    /// The first answers.
    pub answers: Writings,
    /// How long after the beginning of the project it is due.
    pub due: Option<Duration>,
}
