//! Evaluation: one pass over the nodes. What is unanswered is null, and nothing fails.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Lookup,
    tree::{At, Comparison, Node, Operator, Tree},
};
use crate::form::Value;

/// Longest text, in bytes, that `+` makes and `matches` reads; beyond it the result is null.
const LONGEST_TEXT: usize = 65_536;

/// What a node yields.
#[derive(Clone, Debug, PartialEq)]
enum Held {
    Null,
    Bool(bool),
    Text(String),
    Number(Decimal),
    Date(NaiveDate),
    Time(DateTime<Utc>),
    Duration(TimeDelta),
    List(Vec<Held>),
    /// What has no operator of its own: files, an address, a person, rows.
    Whole(Value),
}

/// The value of the whole.
pub(super) fn evaluate(tree: &Tree, scope: &dyn Lookup) -> Value {
    let mut held: Vec<Held> = Vec::with_capacity(tree.nodes.len());
    for node in &tree.nodes {
        let value = one(node, tree, &held, scope);
        held.push(value);
    }
    held.pop().map_or(Value::Null, into_value)
}

fn one(node: &Node, tree: &Tree, held: &[Held], scope: &dyn Lookup) -> Held {
    match node {
        Node::Null => Held::Null,
        Node::Bool(is) => Held::Bool(*is),
        Node::Text(text) => Held::Text(text.clone()),
        Node::Number(number) => Held::Number(*number),
        Node::Date(date) => Held::Date(*date),
        Node::Today => Held::Date(scope.today()),
        Node::Now => Held::Time(scope.now()),
        Node::Name(path) => from_value(scope.value(path)),
        Node::List(items) => Held::List(items.iter().map(|item| held[*item].clone()).collect()),
        Node::Not(part) => Held::Bool(!holds(&held[*part])),
        Node::Negate(part) => match &held[*part] {
            Held::Number(number) => Held::Number(-number),
            Held::Duration(length) => Held::Duration(-*length),
            _ => Held::Null,
        },
        Node::Both(left, right) => Held::Bool(holds(&held[*left]) && holds(&held[*right])),
        Node::Either(left, right) => Held::Bool(holds(&held[*left]) || holds(&held[*right])),
        Node::Compare(how, left, right) => Held::Bool(compare(*how, *left, *right, tree, held)),
        Node::In(left, right) => match (&held[*left], &held[*right]) {
            (Held::Null, _) => Held::Bool(false),
            (item, Held::List(items)) => Held::Bool(items.contains(item)),
            _ => Held::Bool(false),
        },
        Node::Calculate(how, left, right) => calculate(*how, &held[*left], &held[*right]).unwrap_or(Held::Null),
        Node::Choose { when, then, otherwise } => held[if holds(&held[*when]) { *then } else { *otherwise }].clone(),
        Node::Size(part) => Held::Number(size(&held[*part]).into()),
        Node::Has(part) => Held::Bool(size(&held[*part]) > 0),
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

/// An unanswered yes or no is no.
fn holds(held: &Held) -> bool {
    *held == Held::Bool(true)
}

fn compare(how: Comparison, left: At, right: At, tree: &Tree, held: &[Held]) -> bool {
    let asks_null = [left, right].iter().any(|side| matches!(tree.nodes[*side], Node::Null));
    let (a, b) = (&held[left], &held[right]);
    let equal = || match (a, b) {
        (Held::Null, Held::Bool(other)) | (Held::Bool(other), Held::Null) if !asks_null => !other,
        (a, b) => a == b,
    };
    let order = || match (a, b) {
        (Held::Text(a), Held::Text(b)) => Some(a.cmp(b)),
        (Held::Number(a), Held::Number(b)) => Some(a.cmp(b)),
        (Held::Date(a), Held::Date(b)) => Some(a.cmp(b)),
        (Held::Time(a), Held::Time(b)) => Some(a.cmp(b)),
        (Held::Duration(a), Held::Duration(b)) => Some(a.cmp(b)),
        _ => None,
    };
    match how {
        Comparison::Equal => equal(),
        Comparison::Unequal => !equal(),
        Comparison::Less => order() == Some(Ordering::Less),
        Comparison::AtMost => order().is_some_and(Ordering::is_le),
        Comparison::Greater => order() == Some(Ordering::Greater),
        Comparison::AtLeast => order().is_some_and(Ordering::is_ge),
    }
}

/// `None` where a side is missing, on overflow and on division by zero. A date and a length count whole days.
fn calculate(how: Operator, a: &Held, b: &Held) -> Option<Held> {
    use Operator::{Add, Divide, Multiply, Subtract};
    Some(match (a, how, b) {
        (Held::Number(a), _, Held::Number(b)) => Held::Number(match how {
            Add => a.checked_add(*b)?,
            Subtract => a.checked_sub(*b)?,
            Multiply => a.checked_mul(*b)?,
            Divide => a.checked_div(*b)?,
        }),
        (Held::Text(a), Add, Held::Text(b)) if a.len() + b.len() <= LONGEST_TEXT => Held::Text(format!("{a}{b}")),
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

fn size(held: &Held) -> usize {
    match held {
        Held::Null => 0,
        Held::Text(text) => text.chars().count(),
        Held::List(list) => list.len(),
        Held::Whole(Value::Files(files)) => files.len(),
        Held::Whole(Value::Rows(rows)) => rows.len(),
        _ => 1,
    }
}

fn texts(on: &Held, part: &Held, ask: fn(&str, &str) -> bool) -> bool {
    matches!((on, part), (Held::Text(on), Held::Text(part)) if ask(on, part))
}

/// So many times so many seconds.
fn length(number: &Held, seconds: i64) -> Held {
    let Held::Number(number) = number else { return Held::Null };
    let whole = number.checked_mul(seconds.into()).and_then(|product| product.trunc().to_i64());
    whole.and_then(TimeDelta::try_seconds).map_or(Held::Null, Held::Duration)
}

fn from_value(value: Value) -> Held {
    if value.is_empty() {
        return Held::Null;
    }
    match value {
        Value::Null => Held::Null,
        Value::Bool(is) => Held::Bool(is),
        Value::Text(text) => Held::Text(text),
        Value::Number(number) => Held::Number(number),
        Value::Date(date) => Held::Date(date),
        Value::Time(time) => Held::Time(time),
        Value::List(items) => Held::List(items.into_iter().map(Held::Text).collect()),
        whole @ (Value::Files(_) | Value::Address(_) | Value::Person(_) | Value::Rows(_)) => Held::Whole(whole),
    }
}

/// A length of time has no value of its own, nor has a list of anything but texts.
fn into_value(held: Held) -> Value {
    match held {
        Held::Null | Held::Duration(_) => Value::Null,
        Held::Bool(is) => Value::Bool(is),
        Held::Text(text) => Value::Text(text),
        Held::Number(number) => Value::Number(number),
        Held::Date(date) => Value::Date(date),
        Held::Time(time) => Value::Time(time),
        Held::Whole(value) => value,
        Held::List(items) => {
            let texts = items.into_iter().map(|item| if let Held::Text(text) = item { Some(text) } else { None });
            texts.collect::<Option<_>>().map_or(Value::Null, Value::List)
        }
    }
}
