//! Evaluation: one pass over the nodes, and one over a body for each row. What is unanswered is null, and nothing fails.

mod held;

use std::cmp::Ordering;

use chrono::TimeDelta;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use self::held::Held;
use super::{
    Lookup, MAX_STEPS, answer,
    tree::{At, Comparison, Each, Node, Operator, Tree},
};
use crate::form::{Answers, Value};

/// Longest text, in bytes, that `+` makes and `matches` reads; beyond it the result is null.
const LONGEST_TEXT: usize = 65_536;
/// How many bytes of a text count as a step.
const BYTES_A_STEP: usize = 64;

/// The value of the whole.
pub(super) fn evaluate(tree: &Tree, scope: &dyn Lookup) -> Value {
    match (Run { scope, steps: 0 }).nodes(tree, None) {
        Some(held) => held.last().map_or(Value::Null, |whole| whole.to_value(&held)),
        None => Value::Null,
    }
}

/// Whether the whole is true.
pub(super) fn holds(tree: &Tree, scope: &dyn Lookup) -> bool {
    let held = (Run { scope, steps: 0 }).nodes(tree, None);
    held.is_some_and(|held| held.last().is_some_and(Held::holds))
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
    /// What each node yields; `None` when it takes too many steps.
    fn nodes<'b>(&mut self, tree: &'b Tree, row: Option<&'b Row<'b>>) -> Option<Vec<Held<'b>>>
    where
        'v: 'b,
    {
        let mut held: Vec<Held<'b>> = Vec::with_capacity(tree.nodes.len());
        for node in &tree.nodes {
            let value = match node {
                Node::Each { how, of, body } => self.each(*how, body, held[*of].rows(), row)?,
                node => one(node, tree, &held, self.scope, row),
            };
            let long = if let Held::Text(text) = &value { text.len() / BYTES_A_STEP } else { value.count() };
            self.steps += 1 + long as u64;
            if self.steps > MAX_STEPS {
                return None;
            }
            held.push(value);
        }
        Some(held)
    }

    /// A question about every row. Bodies stand inside one another at most as deep as the parser's levels.
    fn each(&mut self, how: Each, body: &Tree, rows: &[Answers], outer: Option<&Row<'_>>) -> Option<Held<'static>> {
        let mut sum = Some(Decimal::ZERO);
        for answers in rows {
            let row = Row { answers, outer };
            let held = self.nodes(body, Some(&row))?;
            match (how, held.last()?) {
                (Each::Exists, is) if is.holds() => return Some(Held::Bool(true)),
                (Each::All, is) if !is.holds() => return Some(Held::Bool(false)),
                (Each::Sum, Held::Number(number)) => sum = sum.and_then(|sum| sum.checked_add(*number)),
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

fn one<'b>(
    node: &'b Node,
    tree: &Tree,
    held: &[Held<'b>],
    scope: &'b dyn Lookup,
    row: Option<&'b Row<'b>>,
) -> Held<'b> {
    match node {
        Node::Null | Node::Each { .. } => Held::Null,
        Node::Bool(is) => Held::Bool(*is),
        Node::Text(text) => Held::Text(text.into()),
        Node::Number(number) => Held::Number(*number),
        Node::Date(date) => Held::Date(*date),
        Node::Today => Held::Date(scope.today()),
        Node::Now => Held::Time(scope.now()),
        Node::Name(name) => scope.value(name).map_or(Held::Null, Held::of),
        Node::Row { up, field } => field_of(row, *up, field),
        Node::List(items) => Held::Listed(items),
        Node::Not(part) => Held::Bool(!held[*part].holds()),
        Node::Negate(part) => match &held[*part] {
            Held::Number(number) => Held::Number(-number),
            Held::Duration(length) => Held::Duration(-*length),
            _ => Held::Null,
        },
        Node::Both(left, right) => Held::Bool(held[*left].holds() && held[*right].holds()),
        Node::Either(left, right) => Held::Bool(held[*left].holds() || held[*right].holds()),
        Node::Compare(how, left, right) => Held::Bool(compare(*how, *left, *right, tree, held)),
        Node::In(left, right) => Held::Bool(held[*left].is_in(&held[*right], held)),
        Node::Calculate(how, left, right) => calculate(*how, &held[*left], &held[*right]).unwrap_or(Held::Null),
        Node::Choose { when, then, otherwise } => held[if held[*when].holds() { *then } else { *otherwise }].clone(),
        Node::Size(part) => Held::Number(held[*part].size().into()),
        Node::Has(part) => Held::Bool(held[*part].size() > 0),
        Node::Matches(on, pattern) => {
            Held::Bool(matches!(&held[*on], Held::Text(text) if text.len() <= LONGEST_TEXT && pattern.is_match(text)))
        }
        Node::Contains(on, part) => Held::Bool(texts(&held[*on], &held[*part], |text, part| text.contains(part))),
        Node::StartsWith(on, part) => Held::Bool(texts(&held[*on], &held[*part], |text, part| text.starts_with(part))),
        Node::Days(number) => length(&held[*number], 86_400),
        Node::Hours(number) => length(&held[*number], 3_600),
        Node::TimesIn(status) => Held::Number(scope.times_in(status).into()),
    }
}

fn field_of<'b>(mut row: Option<&'b Row<'b>>, up: usize, field: &str) -> Held<'b> {
    for _ in 0..up {
        row = row.and_then(|row| row.outer);
    }
    row.and_then(|row| answer(row.answers, field)).map_or(Held::Null, Held::of)
}

fn compare(how: Comparison, left: At, right: At, tree: &Tree, held: &[Held<'_>]) -> bool {
    let (a, b) = (&held[left], &held[right]);
    let equal = || match (a, b) {
        // An unanswered yes or no is no, unless it is asked whether it was answered.
        (Held::Null, Held::Bool(other)) | (Held::Bool(other), Held::Null) => {
            let asks_null = [left, right].iter().any(|side| matches!(tree.nodes[*side], Node::Null));
            !asks_null && !other
        }
        (a, b) => a.equals(b, held),
    };
    match how {
        Comparison::Equal => equal(),
        Comparison::Unequal => !equal(),
        Comparison::Less => a.order(b).is_some_and(Ordering::is_lt),
        Comparison::AtMost => a.order(b).is_some_and(Ordering::is_le),
        Comparison::Greater => a.order(b).is_some_and(Ordering::is_gt),
        Comparison::AtLeast => a.order(b).is_some_and(Ordering::is_ge),
    }
}

/// `None` where a side is missing, on overflow and on division by zero. A date and a length count whole days.
fn calculate(how: Operator, a: &Held<'_>, b: &Held<'_>) -> Option<Held<'static>> {
    use Operator::{Add, Divide, Multiply, Subtract};
    Some(match (a, how, b) {
        (Held::Number(a), _, Held::Number(b)) => Held::Number(match how {
            Add => a.checked_add(*b)?,
            Subtract => a.checked_sub(*b)?,
            Multiply => a.checked_mul(*b)?,
            Divide => a.checked_div(*b)?,
        }),
        (Held::Text(a), Add, Held::Text(b)) if a.len() + b.len() <= LONGEST_TEXT => {
            Held::Text(format!("{a}{b}").into())
        }
        (Held::Date(date), Add, Held::Duration(length)) | (Held::Duration(length), Add, Held::Date(date)) => {
            Held::Date(date.checked_add_signed(*length)?)
        }
        (Held::Date(date), Subtract, Held::Duration(length)) => Held::Date(date.checked_sub_signed(*length)?),
        (Held::Time(time), Add, Held::Duration(length)) | (Held::Duration(length), Add, Held::Time(time)) => {
            Held::Time(time.checked_add_signed(*length)?)
        }
        (Held::Time(time), Subtract, Held::Duration(length)) => Held::Time(time.checked_sub_signed(*length)?),
        (Held::Duration(a), Add, Held::Duration(b)) => Held::Duration(a.checked_add(b)?),
        (Held::Duration(a), Subtract, Held::Duration(b)) => Held::Duration(a.checked_sub(b)?),
        (Held::Date(a), Subtract, Held::Date(b)) => Held::Duration(a.signed_duration_since(*b)),
        (Held::Time(a), Subtract, Held::Time(b)) => Held::Duration(a.signed_duration_since(*b)),
        _ => return None,
    })
}

fn texts(on: &Held<'_>, part: &Held<'_>, ask: fn(&str, &str) -> bool) -> bool {
    matches!((on, part), (Held::Text(on), Held::Text(part)) if ask(on, part))
}

/// So many times so many seconds.
fn length(number: &Held<'_>, seconds: i64) -> Held<'static> {
    let Held::Number(number) = number else { return Held::Null };
    let whole = number.checked_mul(seconds.into()).and_then(|product| product.trunc().to_i64());
    whole.and_then(TimeDelta::try_seconds).map_or(Held::Null, Held::Duration)
}
