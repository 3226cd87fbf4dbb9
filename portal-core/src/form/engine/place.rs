//! Where a field stands: in the form, or in a row of a group. It is spelt out only for whoever reads it.

use std::fmt;

use super::lookup::Known;
use crate::{
    form::{Answers, Value},
    id::Id,
};

/// Where a field stands: `subject`, `items.0.price`.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The field.
    pub(super) id: &'p Id,
    /// The row that it stands in.
    pub(super) row: Option<&'p Row<'p>>,
}

/// A row of a group: `items.0`.
#[derive(Clone, Copy)]
pub(super) struct Row<'p> {
    /// Where its group stands.
    pub(super) group: Place<'p>,
    /// Its number, from 0.
    pub(super) number: usize,
    /// Whether nobody has seen it yet.
    pub(super) fresh: bool,
    /// What is known around it.
    pub(super) known: &'p Known<'p>,
}

impl Place<'_> {
    /// The field of the form that it belongs to: of a row, its group.
    pub(super) fn root(&self) -> &Id {
        self.row.map_or(self.id, |row| row.group.root())
    }

    /// What stands under a name beside it, where the answers of the form are had by their names.
    pub(super) fn beside<'s>(&self, name: &str, form: &mut dyn FnMut(&str) -> Option<&'s Value>) -> Option<&'s Value> {
        match self.row {
            None => form(name),
            Some(row) => row.among(form)?.get(name),
        }
    }

    /// As faults name it, with the part of the answer that is meant; empty: the whole.
    pub(super) fn named(&self, part: &str) -> Id {
        match (self.row, part) {
            (None, "") => self.id.clone(),
            (_, "") => Id::from(self.to_string()),
            _ => Id::from(format!("{self}.{part}")),
        }
    }
}

impl Row<'_> {
    /// Its answers among those of the form.
    fn among<'s>(&self, form: &mut dyn FnMut(&str) -> Option<&'s Value>) -> Option<&'s Answers> {
        match self.group.beside(self.group.id.as_str(), form)? {
            Value::Rows(rows) => rows.get(self.number),
            _ => None,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "{row}.{}", self.id),
            None => self.id.fmt(f),
        }
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.group, self.number)
    }
}
