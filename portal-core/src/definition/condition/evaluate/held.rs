//! What a node yields: a value that is borrowed from the answers where it can be.

use std::{borrow::Cow, cmp::Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;

use crate::form::{Answers, Value};

/// What a node yields.
#[derive(Clone, Debug)]
pub(super) enum Held<'v> {
    Null,
    Bool(bool),
    Text(Cow<'v, str>),
    Number(Decimal),
    Date(NaiveDate),
    Time(DateTime<Utc>),
    Duration(TimeDelta),
    /// A list of the condition itself.
    Listed(Vec<Held<'v>>),
    /// Several texts that were answered.
    Texts(Cow<'v, [String]>),
    /// What has no operator of its own: files, rows, and the like.
    Whole(Cow<'v, Value>),
}

impl<'v> Held<'v> {
    /// What a name holds. What is empty was not answered.
    pub(super) fn of(value: Cow<'v, Value>) -> Self {
        if value.is_empty() {
            return Self::Null;
        }
        match value {
            Cow::Borrowed(Value::Text(text)) => Self::Text(text.into()),
            Cow::Borrowed(Value::List(items)) => Self::Texts(items.into()),
            Cow::Owned(Value::Text(text)) => Self::Text(text.into()),
            Cow::Owned(Value::List(items)) => Self::Texts(items.into()),
            value => match *value {
                Value::Null => Self::Null,
                Value::Bool(is) => Self::Bool(is),
                Value::Number(number) => Self::Number(number),
                Value::Date(date) => Self::Date(date),
                Value::Time(time) => Self::Time(time),
                Value::Slot(ref chosen) => Self::Time(chosen.starts),
                _ => Self::Whole(value),
            },
        }
    }

    /// Whether it is true. An unanswered yes or no is no.
    pub(super) fn holds(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The rows of a group; none where it is no group.
    pub(super) fn rows(&self) -> &[Answers] {
        match self {
            Self::Whole(value) => match &**value {
                Value::Rows(rows) => rows,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// How many values it has more than one: 0 for all but lists.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Listed(items) => items.len(),
            Self::Texts(items) => items.len(),
            _ => 0,
        }
    }

    /// The size of a text in characters, of a list, of files and of a group; 1 for whatever else was answered.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Text(text) => text.chars().count(),
            Self::Listed(items) => items.len(),
            Self::Texts(items) => items.len(),
            Self::Whole(value) => match &**value {
                Value::Files(files) => files.len(),
                Value::Rows(rows) => rows.len(),
                _ => 1,
            },
            _ => 1,
        }
    }

    /// Whether anything was answered.
    pub(super) fn is_answered(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            other => other.size() > 0,
        }
    }

    /// Whether two are equal. Lists stand inside one another at most as deep as the parser's levels.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Texts(a), Self::Texts(b)) => a == b,
            (Self::Listed(a), Self::Listed(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b)),
            (Self::Listed(items), Self::Texts(texts)) | (Self::Texts(texts), Self::Listed(items)) => {
                let is = |(item, text): (&Self, &String)| matches!(item, Self::Text(item) if item == text);
                items.len() == texts.len() && items.iter().zip(texts.iter()).all(is)
            }
            _ => self.order(other).is_some_and(Ordering::is_eq),
        }
    }

    /// Which of two is less; `None` where nothing is known of it.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Number(a), Self::Number(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::Duration(a), Self::Duration(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// Whether it is one of the items of a list. Nothing that is unanswered is.
    pub(super) fn is_one(&self, item: &Self) -> bool {
        !matches!(self, Self::Null) && self.equals(item)
    }

    /// Whether it is among the values of a list.
    pub(super) fn is_in(&self, list: &Self) -> bool {
        match (self, list) {
            (item, Self::Listed(items)) => items.iter().any(|other| item.is_one(other)),
            (Self::Text(text), Self::Texts(items)) => items.iter().any(|item| item == text),
            _ => false,
        }
    }

    /// Its value. A length of time has none, nor has a list of anything but texts.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Null | Self::Duration(_) => Value::Null,
            Self::Bool(is) => Value::Bool(is),
            Self::Text(text) => Value::Text(text.into_owned()),
            Self::Number(number) => Value::Number(number),
            Self::Date(date) => Value::Date(date),
            Self::Time(time) => Value::Time(time),
            Self::Texts(texts) => Value::List(texts.into_owned()),
            Self::Whole(value) => value.into_owned(),
            Self::Listed(items) => {
                let text = |item| if let Self::Text(text) = item { Some(text.into_owned()) } else { None };
                items.into_iter().map(text).collect::<Option<_>>().map_or(Value::Null, Value::List)
            }
        }
    }
}
