//! The form engine: what is shown, what was typed, whether it will do. Pure; the server's word is the only truth.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;

use super::{Answers, Field, Value};
use crate::{
    definition::{Condition, Step, Text},
    id::Id,
};

/// What a browser sent for one step: every value of every name.
pub type RawAnswers = BTreeMap<String, Vec<String>>;

/// What is known beside the answers.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The present day in the portal's time zone.
    pub today: NaiveDate,
    /// Dotted names and their values: `account.role`, `account.email`, `account.name`, `organisation.name`.
    pub facts: BTreeMap<String, Value>,
}

/// A form and what is known around it.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    steps: &'a [Step],
    environment: &'a Environment,
}

/// One step as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadStep {
    /// All answers of the form with this step's replaced by what was read; hidden ones dropped. A value that could not
    /// be read (a date that is none) is left out here and stands in `typed`.
    pub answers: Answers,
    /// What was typed, for showing it again.
    pub typed: RawAnswers,
    /// What will not do, in the order of the fields.
    pub faults: Vec<FieldFault>,
}

/// An answer that will not do.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldFault {
    /// The step it stands on.
    pub step: Id,
    /// The field.
    pub field: Id,
    /// Why.
    pub reason: Reason,
}

/// Why an answer will not do.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Reason {
    Required,
    MustConfirm,
    TooLong {
        max: usize,
    },
    Pattern,
    NotAnEmail,
    NotAPhone,
    NotAUrl,
    NotANumber,
    NotWhole,
    TooManyDecimals {
        max: u32,
    },
    TooSmall {
        min: String,
    },
    TooLarge {
        max: String,
    },
    NotADate,
    TooEarly {
        min: NaiveDate,
    },
    TooLate {
        max: NaiveDate,
    },
    NotAnOption,
    TooManyFiles {
        max: u32,
    },
    /// The field's own `error` text, or the general words when it has none.
    Invalid(Option<Text>),
}

impl<'a> Form<'a> {
    /// The form of a request type.
    pub fn new(steps: &'a [Step], environment: &'a Environment) -> Self {
        Self { steps, environment }
    }

    /// The steps that apply, given the answers.
    pub fn shown_steps(&self, _answers: &Answers) -> Vec<&'a Step> {
        todo!()
    }

    /// The fields of a step that apply, given the answers.
    pub fn shown_fields(&self, _step: &'a Step, _answers: &Answers) -> Vec<&'a Field> {
        todo!()
    }

    /// Whether a shown field must be answered, given the answers.
    pub fn is_required(&self, _field: &Field, _answers: &Answers) -> bool {
        todo!()
    }

    /// The answers without those that are hidden.
    pub fn settle(&self, _answers: &Answers) -> Answers {
        todo!()
    }

    /// Reads what was sent for a step on top of the answers so far. Files are not in `raw`: they are attached to the
    /// draft's answers on their own and kept here while their field is shown.
    pub fn read_step(&self, _step: &'a Step, _raw: &RawAnswers, _before: &Answers) -> ReadStep {
        todo!()
    }

    /// Everything that will not do in the whole form, in order. `answers` are settled first.
    pub fn check(&self, _answers: &Answers) -> Vec<FieldFault> {
        todo!()
    }

    /// The answers a new draft begins with.
    pub fn prefill(&self) -> Answers {
        todo!()
    }

    /// Reads single values that belong to no step: a document's or the team's own fields.
    pub fn read_fields(_fields: &[Field], _raw: &RawAnswers, _environment: &Environment) -> (Answers, Vec<FieldFault>) {
        todo!()
    }
}

/// A typed answer as it stands in an input box: `2026-01-31`, `1200.50`.
pub fn as_typed(_value: &Value) -> String {
    todo!()
}

#[allow(unused)]
type Unused = (IndexMap<Id, Value>, Condition);
