//! Where a form's conditions get their values: the answers so far, then the facts around the form.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};

use super::Environment;
use crate::{
    definition::{
        Condition,
        condition::{Lookup, answer},
    },
    form::{Answers, Choice, Field, FieldType, Value},
};

/// Answers and facts.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) answers: &'a Answers,
    pub(super) environment: &'a Environment,
}

impl Lookup for Known<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        answer(self.answers, name).or_else(|| self.environment.facts.get(name).map(Cow::Borrowed))
    }

    fn now(&self) -> DateTime<Utc> {
        self.environment.now
    }

    fn today(&self) -> NaiveDate {
        self.environment.today
    }

    fn times_in(&self, _status: &str) -> u32 {
        0
    }
}

/// Whether something with this condition is shown.
pub(super) fn shown(when: Option<&Condition>, known: &Known<'_>) -> bool {
    when.is_none_or(|condition| condition.holds(known))
}

/// The options of a choice that are offered.
pub(super) fn options<'f>(field: &'f Field, known: &Known<'_>) -> Vec<&'f Choice> {
    match &field.field_type {
        FieldType::Choice(options) | FieldType::Choices(options) => {
            options.iter().filter(|option| shown(option.show_when.as_ref(), known)).collect()
        }
        _ => Vec::new(),
    }
}
