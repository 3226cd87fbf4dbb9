//! What a condition says, as a flat list of nodes: operands before operators, the whole last. What is asked of each row of
//! a group is a tree of its own.

use std::{collections::BTreeSet, ops::Range};

use chrono::NaiveDate;
use regex_lite::Regex;
use rust_decimal::Decimal;

/// The place of a node in its tree.
pub(super) type At = usize;

/// An expression. Its last node is the whole.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// Where each node stands in the source, in characters.
    pub(super) spans: Vec<Range<usize>>,
}

/// One part of an expression.
#[derive(Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Text(String),
    Number(Decimal),
    Date(NaiveDate),
    Today,
    Now,
    /// A dotted name.
    Name(String),
    /// A field of the row that stands so many bodies further out; empty: the row itself.
    Row {
        up: usize,
        field: String,
    },
    List(Vec<At>),
    Not(At),
    Negate(At),
    Both(At, At),
    Either(At, At),
    Compare(Comparison, At, At),
    In(At, At),
    Calculate(Operator, At, At),
    Choose {
        when: At,
        then: At,
        otherwise: At,
    },
    Size(At),
    Has(At),
    Matches(At, Regex),
    Contains(At, At),
    StartsWith(At, At),
    Days(At),
    Hours(At),
    TimesIn(String),
    /// A question about every row of a group.
    Each {
        how: Each,
        of: At,
        body: Box<Tree>,
    },
}

/// What is asked of the rows of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Each {
    /// Whether it holds for one.
    Exists,
    /// Whether it holds for all.
    All,
    /// What it comes to together.
    Sum,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// How two values are calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Tree {
    /// Adds a node and says where.
    pub(super) fn push(&mut self, node: Node, span: Range<usize>) -> At {
        self.nodes.push(node);
        self.spans.push(span);
        self.nodes.len() - 1
    }

    /// The dotted names it uses, those of its bodies too.
    pub(super) fn names(&self, into: &mut BTreeSet<String>) {
        for node in &self.nodes {
            match node {
                Node::Name(name) => {
                    into.insert(name.clone());
                }
                // Each body is nested one level deeper, and levels are bounded.
                Node::Each { body, .. } => body.names(into),
                _ => {}
            }
        }
    }
}
