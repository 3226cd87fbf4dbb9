//! The form engine: what is shown, what was typed, whether it will do. Pure; the server's word is the only truth.

mod address;
mod carry;
mod lookup;
mod number;
mod read;
mod rules;
mod walk;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

pub use read::as_typed;
pub(crate) use read::{lines, one_line};

use self::{
    lookup::Known,
    walk::{Walk, walk},
};
use super::{Answers, Choice, Field, FieldType, Value};
use crate::{
    definition::{Step, Text, condition::Lookup},
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
    /// Dotted names and their values: `account.…`, `organisation.…`, and what the form names of `host.…` and `last.…`.
    pub facts: BTreeMap<String, Value>,
}

impl Environment {
    /// The value, if it is of the field's type and says something.
    pub(in crate::form) fn fitting(&self, field: &Field, value: Value) -> Option<Value> {
        walk::fitting(field, value, &Known { answers: &Answers::new(), environment: self })
    }
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
    /// Fields of this step that were hidden before and that what was just typed brought up: nobody has seen them yet,
    /// so the step is shown again.
    pub revealed: Vec<Id>,
}

/// An answer that will not do.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldFault {
    /// The step it stands on; empty for fields that belong to no step.
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
    /// As typed: `1200.5`.
    TooSmall {
        min: String,
    },
    /// As typed: `1200.5`.
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

impl Reason {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::MustConfirm => "must_confirm",
            Self::TooLong { .. } => "too_long",
            Self::Pattern => "pattern",
            Self::NotAnEmail => "email",
            Self::NotAPhone => "phone",
            Self::NotAUrl => "url",
            Self::NotANumber => "number",
            Self::NotWhole => "whole",
            Self::TooManyDecimals { .. } => "decimals",
            Self::TooSmall { .. } => "too_small",
            Self::TooLarge { .. } => "too_large",
            Self::NotADate => "date",
            Self::TooEarly { .. } => "too_early",
            Self::TooLate { .. } => "too_late",
            Self::NotAnOption => "option",
            Self::TooManyFiles { .. } => "too_many",
            Self::Invalid(_) => "invalid",
        }
    }
}

impl<'a> Form<'a> {
    /// The form of a request type.
    pub fn new(steps: &'a [Step], environment: &'a Environment) -> Self {
        Self { steps, environment }
    }

    /// Its steps, shown or not.
    pub(in crate::form) fn steps(&self) -> &'a [Step] {
        self.steps
    }

    /// What conditions see of these answers and of the facts around the form.
    pub fn known<'k>(&'k self, answers: &'k Answers) -> impl Lookup + 'k {
        Known { answers, environment: self.environment }
    }

    /// The steps that apply, given the answers. A step without a shown field does not.
    pub fn shown_steps(&self, answers: &Answers) -> Vec<&'a Step> {
        self.settled(answers).shown.into_iter().map(|(step, _)| step).collect()
    }

    /// The fields of a step that apply, given the answers; none when the step does not.
    pub fn shown_fields(&self, step: &Step, answers: &Answers) -> Vec<&'a Field> {
        let shown = self.settled(answers).shown.into_iter().find(|(found, _)| found.id == step.id);
        shown.map(|(_, fields)| fields).unwrap_or_default()
    }

    /// The options of a choice that are offered, given the answers; none for other fields.
    pub fn shown_options<'f>(&self, field: &'f Field, answers: &Answers) -> Vec<&'f Choice> {
        lookup::options(field, &Known { answers: &self.settle(answers), environment: self.environment })
    }

    /// Whether a shown field must be answered, given the answers.
    pub fn is_required(&self, field: &Field, answers: &Answers) -> bool {
        rules::is_required(field, &Known { answers: &self.settle(answers), environment: self.environment })
    }

    /// The answers without those that are hidden, in the order of the form.
    pub fn settle(&self, answers: &Answers) -> Answers {
        self.settled(answers).answers
    }

    /// Reads what was sent for a step on top of the answers so far. Files are not in `raw`: they are attached to the
    /// draft's answers on their own and kept here while their field is shown. A field that this step brings up begins
    /// with its prefill.
    pub fn read_step(&self, step: &Step, raw: &RawAnswers, before: &Answers) -> ReadStep {
        let was = self.settled(before);
        let mut unread = BTreeMap::new();
        let mut revealed = Vec::new();
        let after = walk(self.steps, self.environment, |here, field, known| {
            let new = !was.shows(&field.id) && !raw.contains_key(field.id.as_str());
            if here.id == step.id && new && !matches!(field.field_type, FieldType::Info) {
                revealed.push(field.id.clone());
            }
            if new {
                return prefilled(field, known);
            }
            if here.id != step.id || matches!(field.field_type, FieldType::Document { .. }) {
                return was.answers.get(&field.id).cloned();
            }
            match read::value(field, raw, known) {
                Ok(value) => value,
                Err(reason) => {
                    unread.insert(field.id.clone(), reason);
                    None
                }
            }
        });
        let typed = step.fields.iter().filter_map(|field| raw.get_key_value(field.id.as_str()));
        let typed = typed.map(|(name, values)| (name.clone(), values.clone())).collect();
        let mut faults = self.faults(&after, &unread);
        faults.retain(|fault| fault.step == step.id);
        ReadStep { answers: after.answers, typed, faults, revealed }
    }

    /// Everything that will not do in the whole form, in order. `answers` are settled first.
    pub fn check(&self, answers: &Answers) -> Vec<FieldFault> {
        self.faults(&self.settled(answers), &BTreeMap::new())
    }

    /// The answers a new draft begins with.
    pub fn prefill(&self) -> Answers {
        walk(self.steps, self.environment, |_, field, known| prefilled(field, known)).answers
    }

    /// Reads single values that belong to no step: a document's or the team's own fields.
    pub fn read_fields(fields: &[Field], raw: &RawAnswers, environment: &Environment) -> (Answers, Vec<FieldFault>) {
        let step = Step { id: Id::from(""), label: Text::from(""), show_when: None, fields: fields.to_vec() };
        let steps = std::slice::from_ref(&step);
        let read = Form::new(steps, environment).read_step(&step, raw, &Answers::new());
        (read.answers, read.faults)
    }

    fn settled(&self, answers: &Answers) -> Walk<'a> {
        walk(self.steps, self.environment, |_, field, _| answers.get(&field.id).cloned())
    }

    fn faults(&self, walk: &Walk<'_>, unread: &BTreeMap<Id, Reason>) -> Vec<FieldFault> {
        let known = Known { answers: &walk.answers, environment: self.environment };
        let mut faults = Vec::new();
        for (step, fields) in &walk.shown {
            for field in fields {
                let found = match unread.get(&field.id) {
                    Some(reason) => Some(rules::in_own_words(field, reason.clone())),
                    None => rules::fault(field, walk.answers.get(&field.id), &known),
                };
                faults.extend(found.map(|reason| FieldFault {
                    step: step.id.clone(),
                    field: field.id.clone(),
                    reason,
                }));
            }
        }
        faults
    }
}

/// What a field begins with, when that will do.
fn prefilled(field: &Field, known: &Known<'_>) -> Option<Value> {
    let value = walk::fitting(field, field.prefill.as_ref()?.value(known), known)?;
    rules::shape(field, &value, known).is_none().then_some(value)
}

/// Answers as a browser would send them, for showing them in a form. Files stay out.
pub fn as_sent(answers: &Answers) -> RawAnswers {
    let sent = answers.iter().filter(|(_, value)| !matches!(value, Value::Null | Value::Files(_)));
    sent.map(|(id, value)| {
        let values = match value {
            Value::List(items) => items.clone(),
            value => vec![as_typed(value)],
        };
        (id.as_str().to_owned(), values)
    })
    .collect()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
