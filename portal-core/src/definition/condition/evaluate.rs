//! Evaluation, from the whole to its operands, each asked only when it is needed and borrowed where it can be. What is
//! unanswered is null, and nothing fails. A condition is short, so the stack is too.

mod calculate;
mod held;

use std::cmp::Ordering;

use rust_decimal::Decimal;

use self::{
    calculate::{calculate, length},
    held::Held,
};
use super::{
    Lookup, MAX_STEPS, answer,
    tree::{At, Comparison, Each, Node, Tree},
};
use crate::form::{Answers, Value};

/// Longest text, in bytes, that `+` makes and `matches` reads; beyond it the result is null.
const LONGEST_TEXT: usize = 65_536;
/// How many bytes of a text count as a step.
const BYTES_A_STEP: usize = 64;

/// The value of the whole.
pub(super) fn evaluate(tree: &Tree, scope: &dyn Lookup) -> Value {
    (Run { scope, steps: 0 }).whole(Body { tree, row: None }).map_or(Value::Null, Held::into_value)
}

/// Whether the whole is true.
pub(super) fn holds(tree: &Tree, scope: &dyn Lookup) -> bool {
    (Run { scope, steps: 0 }).whole(Body { tree, row: None }).is_some_and(|whole| whole.holds())
}

/// An expression, and the row that it is asked of.
#[derive(Clone, Copy)]
struct Body<'v> {
    tree: &'v Tree,
    row: Option<&'v Row<'v>>,
}

/// The row that a body is asked of, and those around it.
struct Row<'v> {
    answers: &'v Answers,
    outer: Option<&'v Row<'v>>,
}

/// One evaluation, and the steps it took so far.
struct Run<'v> {
    scope: &'v dyn Lookup,
    steps: u64,
}

impl<'v> Run<'v> {
    fn whole<'b>(&mut self, of: Body<'b>) -> Option<Held<'b>>
    where
        'v: 'b,
    {
        self.node(of, of.tree.nodes.len().checked_sub(1)?)
    }

    /// What a node yields; `None` when it takes too many steps.
    fn node<'b>(&mut self, of: Body<'b>, at: At) -> Option<Held<'b>>
    where
        'v: 'b,
    {
        let held = self.yields(of, &of.tree.nodes[at])?;
        let long = if let Held::Text(text) = &held { text.len() / BYTES_A_STEP } else { held.count() };
        self.steps += 1 + long as u64;
        (self.steps <= MAX_STEPS).then_some(held)
    }

    fn yields<'b>(&mut self, of: Body<'b>, node: &'b Node) -> Option<Held<'b>>
    where
        'v: 'b,
    {
        Some(match node {
            Node::Null => Held::Null,
            Node::Bool(is) => Held::Bool(*is),
            Node::Text(text) => Held::Text(text.into()),
            Node::Number(number) => Held::Number(*number),
            Node::Date(date) => Held::Date(*date),
            Node::Today => Held::Date(self.scope.today()),
            Node::Now => Held::Time(self.scope.now()),
            Node::Name(name) => self.scope.value(name).map_or(Held::Null, Held::of),
            Node::Row { up, field } => field_of(of.row, *up, field),
            Node::List(items) => Held::Listed(items.iter().map(|item| self.node(of, *item)).collect::<Option<_>>()?),
            Node::Not(part) => Held::Bool(!self.is(of, *part)?),
            Node::Negate(part) => match self.node(of, *part)? {
                Held::Number(number) => Held::Number(-number),
                Held::Duration(length) => Held::Duration(-length),
                _ => Held::Null,
            },
            Node::Both(left, right) => Held::Bool(self.is(of, *left)? && self.is(of, *right)?),
            Node::Either(left, right) => Held::Bool(self.is(of, *left)? || self.is(of, *right)?),
            Node::Compare(how, left, right) => Held::Bool(self.compare(of, *how, *left, *right)?),
            Node::In(item, list) => Held::Bool(self.is_in(of, *item, *list)?),
            Node::Calculate(how, left, right) => {
                let (left, right) = (self.node(of, *left)?, self.node(of, *right)?);
                calculate(*how, &left, &right).unwrap_or(Held::Null)
            }
            Node::Choose { when, then, otherwise } => {
                let chosen = if self.is(of, *when)? { then } else { otherwise };
                return self.node(of, *chosen);
            }
            Node::Size(part) => Held::Number(self.node(of, *part)?.size().into()),
            Node::Has(part) => Held::Bool(self.node(of, *part)?.is_answered()),
            Node::Matches(on, pattern) => {
                let short = |text: &str| text.len() <= LONGEST_TEXT;
                Held::Bool(matches!(self.node(of, *on)?, Held::Text(text) if short(&text) && pattern.is_match(&text)))
            }
            Node::Contains(on, part) => Held::Bool(self.texts(of, *on, *part, |text, part| text.contains(part))?),
            Node::StartsWith(on, part) => Held::Bool(self.texts(of, *on, *part, |text, part| text.starts_with(part))?),
            Node::Days(number) => length(&self.node(of, *number)?, 86_400),
            Node::Hours(number) => length(&self.node(of, *number)?, 3_600),
            Node::TimesIn(status) => Held::Number(self.scope.times_in(status).into()),
            Node::Each { how, of: group, body } => {
                let rows = self.node(of, *group)?;
                self.each(*how, body, rows.rows(), of.row)?
            }
        })
    }

    /// Whether a node is true.
    fn is(&mut self, of: Body<'_>, at: At) -> Option<bool> {
        self.node(of, at).map(|held| held.holds())
    }

    fn compare(&mut self, of: Body<'_>, how: Comparison, left: At, right: At) -> Option<bool> {
        let (a, b) = (self.node(of, left)?, self.node(of, right)?);
        let equal = || match (&a, &b) {
            // An unanswered yes or no is no, unless it is asked whether it was answered.
            (Held::Null, Held::Bool(other)) | (Held::Bool(other), Held::Null) => {
                let asks_null = [left, right].iter().any(|side| matches!(of.tree.nodes[*side], Node::Null));
                !asks_null && !other
            }
            (a, b) => a.equals(b),
        };
        Some(match how {
            Comparison::Equal => equal(),
            Comparison::Unequal => !equal(),
            Comparison::Less => a.order(&b).is_some_and(Ordering::is_lt),
            Comparison::AtMost => a.order(&b).is_some_and(Ordering::is_le),
            Comparison::Greater => a.order(&b).is_some_and(Ordering::is_gt),
            Comparison::AtLeast => a.order(&b).is_some_and(Ordering::is_ge),
        })
    }

    /// Whether an item is in a list; of a written one only as much is asked as it takes to tell.
    fn is_in(&mut self, of: Body<'_>, item: At, list: At) -> Option<bool> {
        let item = self.node(of, item)?;
        let Node::List(written) = &of.tree.nodes[list] else { return Some(item.is_in(&self.node(of, list)?)) };
        for other in written {
            if item.is_one(&self.node(of, *other)?) {
                return Some(true);
            }
        }
        Some(false)
    }

    fn texts(&mut self, of: Body<'_>, on: At, part: At, ask: fn(&str, &str) -> bool) -> Option<bool> {
        let (on, part) = (self.node(of, on)?, self.node(of, part)?);
        Some(matches!((on, part), (Held::Text(on), Held::Text(part)) if ask(&on, &part)))
    }

    /// A question about every row. Bodies stand inside one another at most as deep as the parser's levels.
    fn each(&mut self, how: Each, body: &Tree, rows: &[Answers], outer: Option<&Row<'_>>) -> Option<Held<'static>> {
        let mut sum = Some(Decimal::ZERO);
        for answers in rows {
            let row = Row { answers, outer };
            match (how, self.whole(Body { tree: body, row: Some(&row) })?) {
                (Each::Exists, is) if is.holds() => return Some(Held::Bool(true)),
                (Each::All, is) if !is.holds() => return Some(Held::Bool(false)),
                (Each::Sum, Held::Number(number)) => sum = sum.and_then(|sum| sum.checked_add(number)),
                _ => {}
            }
        }
        Some(match how {
            Each::Exists => Held::Bool(false),
            Each::All => Held::Bool(true),
            Each::Sum => sum.map_or(Held::Null, Held::Number),
        })
    }
}

fn field_of<'b>(mut row: Option<&'b Row<'b>>, up: usize, field: &str) -> Held<'b> {
    for _ in 0..up {
        row = row.and_then(|row| row.outer);
    }
    row.and_then(|row| answer(row.answers, field)).map_or(Held::Null, Held::of)
}
