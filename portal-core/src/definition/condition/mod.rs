//! Conditions: a subset of CEL, parsed and type-checked when the definition loads, evaluated on the server only.
//!
//! An expression becomes a flat list of nodes in which every operand stands before its operator. Checking is one pass over
//! that list; evaluating begins at its end and asks of the operands no more than it needs. What is asked of each row of a
//! group (`items.sum(i, i.price)`) is a list of its own, run once a row. The steps this may take are counted twice: at
//! load from the most rows that the groups may have, and again while it runs.

mod check;
mod evaluate;
mod fault;
mod lexer;
mod nearest;
mod parser;
mod scope;
mod tree;

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

pub use fault::{CODES, ConditionFault};
pub(crate) use nearest::nearest;
pub use scope::{Row, Scope, Type};

use self::tree::Tree;
use crate::form::{Answers, Value};

/// Largest number of characters of a condition.
pub const MAX_CHARACTERS: usize = 500;
/// Largest number of brackets, calls, prefixes and choices inside one another.
pub const MAX_LEVELS: usize = 16;
/// Largest number of steps of one evaluation: a node is one, a node asked of each row is one per row.
pub const MAX_STEPS: u64 = 100_000;

/// A checked expression. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Condition {
    source: Arc<str>,
    tree: Arc<Tree>,
}

/// Where the names of a condition get their values.
pub trait Lookup {
    /// The value of a dotted name (`budget`, `account.role`, `request.status`); `None` or [`Value::Null`] when it is
    /// unanswered, hidden or absent. `today`, `now` and the fields of rows are never asked for here.
    fn value(&self, name: &str) -> Option<Cow<'_, Value>>;
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
    /// The present day in the portal's time zone.
    fn today(&self) -> NaiveDate;
    /// How often the request entered a status.
    fn times_in(&self, status: &str) -> u32;
}

/// What a name holds among answers: a field's, or a part of an address (`site.city`).
pub fn answer<'a>(answers: &'a Answers, name: &str) -> Option<Cow<'a, Value>> {
    named(|name| answers.get(name), name)
}

/// What a name holds where values are had by their names: a value, or a part of an address.
pub(crate) fn named<'a>(value: impl Fn(&str) -> Option<&'a Value>, name: &str) -> Option<Cow<'a, Value>> {
    if let Some(found) = value(name) {
        return Some(Cow::Borrowed(found));
    }
    let (field, part) = name.rsplit_once('.')?;
    match value(field)? {
        Value::Address(address) => Some(Cow::Owned(Value::Text(address.part(part)?.to_owned()))),
        _ => None,
    }
}

/// As it is written: two that read alike, each in its scope, mean the same.
impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Condition {
    /// Parses and checks an expression that must yield `expected`.
    ///
    /// # Errors
    /// The first fault of writing, or all faults of meaning.
    pub fn parse(source: &str, scope: &Scope, expected: Type) -> Result<Self, Vec<ConditionFault>> {
        let tree = lexer::tokens(source).and_then(parser::parse).map_err(|fault| vec![fault])?;
        let faults = check::check(&tree, scope, expected);
        if faults.is_empty() { Ok(Self { source: source.into(), tree: Arc::new(tree) }) } else { Err(faults) }
    }

    /// Whether it holds. What is unknown does not hold.
    pub fn holds(&self, scope: &dyn Lookup) -> bool {
        evaluate::holds(&self.tree, scope)
    }

    /// Its value; [`Value::Null`] where something it needs is unanswered, on overflow, on division by zero and after
    /// [`MAX_STEPS`].
    pub fn value(&self, scope: &dyn Lookup) -> Value {
        evaluate::evaluate(&self.tree, scope)
    }

    /// As the integrator wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The dotted names it uses, without `today`, `now` and the rows of groups.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.tree.names(&mut names);
        names
    }
}

#[cfg(test)]
mod tests;
