//! Conditions: a subset of CEL, parsed and type-checked when the definition loads, evaluated on the server only.
//!
//! An expression becomes a flat list of nodes in which every operand stands before its operator. Checking and
//! evaluating are each one pass over that list: no recursion, and never more steps than the source has characters.

mod check;
mod evaluate;
mod fault;
mod lexer;
mod nearest;
mod parser;
mod scope;
mod tree;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

pub use fault::{CODES, ConditionFault};
pub(crate) use nearest::nearest;
pub use scope::{Scope, Type};

use self::tree::{Node, Tree};
use crate::form::Value;

/// Largest number of characters of a condition.
pub const MAX_CHARACTERS: usize = 500;
/// Largest number of brackets, calls, prefixes and choices inside one another.
pub const MAX_LEVELS: usize = 16;

/// A checked expression. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Condition {
    source: Arc<str>,
    tree: Arc<Tree>,
}

/// Where the names of a condition get their values.
pub trait Lookup {
    /// The value of a dotted name (`budget`, `account.role`, `request.status`); [`Value::Null`] when it is unanswered,
    /// hidden or absent. `today` and `now` are never asked for here.
    fn value(&self, path: &[String]) -> Value;
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
    /// The present day in the portal's time zone.
    fn today(&self) -> NaiveDate;
    /// How often the request entered a status.
    fn times_in(&self, status: &str) -> u32;
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
        matches!(self.value(scope), Value::Bool(true))
    }

    /// Its value; [`Value::Null`] where something it needs is unanswered, on overflow and on division by zero.
    pub fn value(&self, scope: &dyn Lookup) -> Value {
        evaluate::evaluate(&self.tree, scope)
    }

    /// As the integrator wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The dotted names it uses, without `today` and `now`.
    pub fn names(&self) -> BTreeSet<String> {
        let named = self.tree.nodes.iter().filter_map(|node| match node {
            Node::Name(path) => Some(path.join(".")),
            _ => None,
        });
        named.collect()
    }
}

#[cfg(test)]
mod tests;
