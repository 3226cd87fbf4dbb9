//! Answers as text: for checking them before sending, and on a request.

use portal_core::{
    definition::{RequestType, Step},
    form::{Answers, Field, FieldType, Value},
};
use serde::Serialize;

use super::options::option_label;
use crate::tongue::Tongue;

/// The answers of one step.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerStep {
    /// Its heading.
    pub label: String,
    /// Where they can be changed.
    pub change: Option<String>,
    /// Its answers, in order.
    pub rows: Vec<AnswerRow>,
}

/// One question with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerRow {
    /// The question.
    pub label: String,
    /// The answer; none when it was left empty.
    pub text: Option<String>,
    /// The files handed in.
    pub files: Vec<FileName>,
    /// Where it can be changed.
    pub change: Option<String>,
}

/// A file by name.
#[derive(Clone, Debug, Serialize)]
pub struct FileName {
    /// Its name.
    pub name: String,
    /// How long, in words.
    pub size: String,
}

/// The answers of a request, by step; only what was answered.
pub fn answers(workflow: &RequestType, answers: &Answers, tongue: &Tongue) -> Vec<AnswerStep> {
    let steps = workflow.steps.iter().map(|step| {
        let fields = step.fields.iter().filter(|field| answers.contains_key(&field.id));
        answer_step(step, fields, answers, tongue, None)
    });
    steps.filter(|step| !step.rows.is_empty()).collect()
}

/// What the team wrote down beside the client's answers.
pub fn team_answers(workflow: &RequestType, answers: &Answers, tongue: &Tongue) -> Vec<AnswerRow> {
    let fields = workflow.team_fields.iter().filter(|field| answers.contains_key(&field.id));
    fields.map(|field| answer_row(field, answers.get(&field.id), tongue)).collect()
}

/// The given fields of a step with their answers. `change` makes the address where a field is changed.
pub(crate) fn answer_step<'f>(
    step: &Step,
    fields: impl Iterator<Item = &'f Field>,
    answers: &Answers,
    tongue: &Tongue,
    change: Option<&str>,
) -> AnswerStep {
    let asked = fields.filter(|field| !matches!(field.field_type, FieldType::Info));
    let row = |field: &Field| AnswerRow {
        change: change.map(|url| format!("{url}#{}", super::field::control(field))),
        ..answer_row(field, answers.get(&field.id), tongue)
    };
    AnswerStep {
        label: tongue.text(&step.label).to_owned(),
        change: change.map(str::to_owned),
        rows: asked.map(row).collect(),
    }
}

/// One field with its answer.
pub(crate) fn answer_row(field: &Field, value: Option<&Value>, tongue: &Tongue) -> AnswerRow {
    let files = match value {
        Some(Value::Files(files)) => files.as_slice(),
        _ => &[],
    };
    let file =
        |file: &portal_core::form::Attachment| FileName { name: file.name.clone(), size: tongue.size(file.size) };
    let text = value.filter(|value| !value.is_empty() && files.is_empty());
    AnswerRow {
        label: tongue.text(&field.label).to_owned(),
        text: text.map(|value| written(field, value, tongue)),
        files: files.iter().map(file).collect(),
        change: None,
    }
}

/// A value as people read it.
pub(crate) fn written(field: &Field, value: &Value, tongue: &Tongue) -> String {
    match (value, &field.field_type) {
        (Value::Bool(true), FieldType::Confirm) => tongue.say("answer-confirmed"),
        (Value::Bool(true), _) => tongue.say("answer-yes"),
        (Value::Bool(false), _) => tongue.say("answer-no"),
        (Value::Text(id), FieldType::Choice(_)) => option_label(field, id, tongue),
        (Value::Text(text), _) => text.clone(),
        (Value::Number(amount), FieldType::Money { currency, .. }) => tongue.money(*amount, currency),
        (
            Value::Number(number),
            FieldType::Integer { unit: Some(unit), .. } | FieldType::Decimal { unit: Some(unit), .. },
        ) => format!("{}\u{a0}{}", tongue.number(*number), tongue.text(unit)),
        (Value::Number(number), _) => tongue.number(*number),
        (Value::Date(day), _) => tongue.date(*day).text,
        (Value::Time(at), _) => tongue.moment(*at).text,
        (Value::List(ids), _) => ids.iter().map(|id| option_label(field, id, tongue)).collect::<Vec<_>>().join("\n"),
        (Value::Files(files), _) => files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("\n"),
        (Value::Address(address), _) => address.lines().join("\n"),
        (Value::Person(person), _) => person.name.clone(),
        (Value::Rows(rows), _) => tongue.number(rows.len().into()),
        (Value::Null, _) => String::new(),
    }
}
