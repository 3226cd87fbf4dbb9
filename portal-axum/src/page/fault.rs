//! What will not do, at its field.

use serde::Serialize;

/// A line of the error summary, and the words at the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The `id` of the field's first control.
    pub field: String,
    /// What to do about it.
    pub text: String,
}

impl Fault {
    /// A fault of a field.
    pub fn at(field: &str, text: String) -> Self {
        Self { field: field.to_owned(), text }
    }
}
