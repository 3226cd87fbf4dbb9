//! The one way through a form: steps and fields in order, each judged by the answers before it. Whatever is hidden
//! never gets an answer, so nothing that depends on it can see one.

use super::{
    Environment,
    lookup::{Known, options, shown},
};
use crate::{
    definition::Step,
    form::{Answers, Field, FieldType, Value},
    id::Id,
};

/// What came of a walk.
pub(super) struct Walk<'a> {
    /// The answers of shown fields, in the order of the form.
    pub(super) answers: Answers,
    /// The steps that apply, each with its shown fields.
    pub(super) shown: Vec<(&'a Step, Vec<&'a Field>)>,
}

impl Walk<'_> {
    /// Whether a field is shown.
    pub(super) fn shows(&self, id: &Id) -> bool {
        self.shown.iter().any(|(_, fields)| fields.iter().any(|field| field.id == *id))
    }
}

/// Walks through the form; `answer` says what each shown field holds.
pub(super) fn walk<'a>(
    steps: &'a [Step],
    environment: &Environment,
    mut answer: impl FnMut(&Step, &Field, &Known<'_>) -> Option<Value>,
) -> Walk<'a> {
    let mut walk = Walk { answers: Answers::new(), shown: Vec::new() };
    for step in steps {
        if !shown(step.show_when.as_ref(), &Known { answers: &walk.answers, environment }) {
            continue;
        }
        let mut fields = Vec::new();
        for field in &step.fields {
            let known = Known { answers: &walk.answers, environment };
            if !shown(field.show_when.as_ref(), &known) {
                continue;
            }
            fields.push(field);
            if let Some(value) = answer(step, field, &known).and_then(|value| fitting(field, value, &known)) {
                walk.answers.insert(field.id.clone(), value);
            }
        }
        if !fields.is_empty() {
            walk.shown.push((step, fields));
        }
    }
    walk
}

/// The value, if it is of the field's type and says something; without options that are not offered.
pub(super) fn fitting(field: &Field, value: Value, known: &Known<'_>) -> Option<Value> {
    let offered = |id: &str| options(field, known).iter().any(|option| option.id == id);
    let value = match (&field.field_type, value) {
        (FieldType::Choice(_), Value::Text(id)) => offered(&id).then_some(Value::Text(id))?,
        (FieldType::Choices(_), Value::List(ids)) => Value::List(ids.into_iter().filter(|id| offered(id)).collect()),
        (
            FieldType::Text { .. } | FieldType::LongText { .. } | FieldType::Email | FieldType::Phone | FieldType::Url,
            text @ Value::Text(_),
        ) => text,
        (
            FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. },
            number @ Value::Number(_),
        ) => number,
        (FieldType::Date { .. }, date @ Value::Date(_)) => date,
        (FieldType::YesNo, Value::Bool(is)) => Value::Bool(is),
        (FieldType::Confirm, Value::Bool(true)) => Value::Bool(true),
        (FieldType::Document { .. }, files @ Value::Files(_)) => files,
        _ => return None,
    };
    (!value.is_empty()).then_some(value)
}
