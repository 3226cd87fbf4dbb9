//! Answers as text: for checking them before sending, and on a request.

use portal_core::{
    definition::{RequestType, Step},
    form::{Answers, Field, FieldType, Group, Options, Value},
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
    /// The rows of a group.
    pub table: Option<AnswerTable>,
    /// Where it can be changed.
    pub change: Option<String>,
}

/// The rows of a group as a table.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerTable {
    /// What a row is called.
    pub row: String,
    /// The questions of a row, those of them that were answered in any.
    pub heads: Vec<String>,
    /// The answers, a list for each row, as long as the heads.
    pub rows: Vec<Vec<String>>,
    /// Whether a column holds numbers.
    pub numbers: Vec<bool>,
}

/// A file by name.
#[derive(Clone, Debug, Serialize)]
pub struct FileName {
    /// Its name.
    pub name: String,
    /// How long, in words.
    pub size: String,
}

/// The answers of a request, by step and by task that asked for more; only what was answered.
pub fn answers(workflow: &RequestType, answers: &Answers, tongue: &Tongue) -> Vec<AnswerStep> {
    let asking = workflow.asking();
    let steps = asking.iter().map(|step| {
        let fields = step.fields.iter().filter(|field| answers.contains_key(&field.id));
        answer_step(step, fields, answers, tongue, None)
    });
    steps.filter(|step| !step.rows.is_empty()).collect()
}

/// The times that were chosen, each with its question.
pub fn times(workflow: &RequestType, answers: &Answers, tongue: &Tongue) -> Vec<(String, String)> {
    let time = |field: &Field| match answers.get(&field.id)? {
        Value::Slot(chosen) => Some((tongue.text(&field.label).to_owned(), tongue.span(chosen.starts, chosen.ends))),
        _ => None,
    };
    workflow.fields().filter_map(time).collect()
}

/// What the team wrote down beside the client's answers, as far as it is there.
pub fn team_answers(workflow: &RequestType, answers: &Answers, tongue: &Tongue) -> Vec<AnswerRow> {
    let fields = workflow.team_fields.iter().filter(|field| answers.contains_key(&field.id));
    fields.map(|field| answer_row(field, answers, tongue)).collect()
}

/// The given fields of a step with their answers. `change` makes the address where a field is changed.
pub(crate) fn answer_step<'f>(
    step: &Step,
    fields: impl Iterator<Item = &'f Field>,
    answers: &Answers,
    tongue: &Tongue,
    change: Option<&str>,
) -> AnswerStep {
    let asked = fields.filter(|field| field.field_type.has_answer());
    let row = |field: &Field| AnswerRow {
        change: change.map(|url| format!("{url}#{}", super::field::control(field.id.as_str()))),
        ..answer_row(field, answers, tongue)
    };
    AnswerStep {
        label: tongue.text(&step.label).to_owned(),
        change: change.map(str::to_owned),
        rows: asked.map(row).collect(),
    }
}

/// One field with its answer among these.
pub(crate) fn answer_row(field: &Field, answers: &Answers, tongue: &Tongue) -> AnswerRow {
    let value = answers.get(&field.id);
    let files = match value {
        Some(Value::Files(files)) => files.as_slice(),
        _ => &[],
    };
    let file =
        |file: &portal_core::form::Attachment| FileName { name: file.name.clone(), size: tongue.size(file.size) };
    let rows = match (value, &field.field_type) {
        (Some(Value::Rows(rows)), FieldType::Group(group)) => Some(table(group, rows, tongue)),
        _ => None,
    };
    AnswerRow {
        label: tongue.text(&field.label).to_owned(),
        text: if files.is_empty() && rows.is_none() { answered(field, answers, tongue) } else { None },
        files: files.iter().map(file).collect(),
        table: rows,
        change: None,
    }
}

/// The answer to a field among these as people read it, with the own words of whoever chose "other".
fn answered(field: &Field, answers: &Answers, tongue: &Tongue) -> Option<String> {
    let value = answers.get(&field.id).filter(|value| !value.is_empty())?;
    Some(with_words(field, value, answers.get(Options::words(field.id.as_str()).as_str()), tongue))
}

/// A value as people read it, with own words.
pub(crate) fn with_words(field: &Field, value: &Value, words: Option<&Value>, tongue: &Tongue) -> String {
    let text = written(field, value, tongue);
    match words {
        Some(Value::Text(words)) => {
            tongue.say_with("answer-in-words", &[("option", text.as_str().into()), ("words", words.as_str().into())])
        }
        _ => text,
    }
}

fn table(group: &Group, rows: &[Answers], tongue: &Tongue) -> AnswerTable {
    let is_answered = |field: &&Field| rows.iter().any(|row| row.contains_key(&field.id));
    let fields: Vec<&Field> = group.fields.iter().filter(is_answered).collect();
    let cell = |row: &Answers, field: &Field| answered(field, row, tongue).unwrap_or_default();
    let row = |row: &Answers| fields.iter().map(|field| cell(row, field)).collect();
    let number = |field: &&Field| {
        matches!(field.field_type, FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. })
    };
    AnswerTable {
        row: tongue.text(&group.row).to_owned(),
        heads: fields.iter().map(|field| tongue.text(&field.label).to_owned()).collect(),
        numbers: fields.iter().map(number).collect(),
        rows: rows.iter().map(row).collect(),
    }
}

/// A row within a row, on one line.
fn in_a_line(group: &Group, row: &Answers, tongue: &Tongue) -> String {
    let fields = group.fields.iter().filter_map(|field| answered(field, row, tongue));
    fields.collect::<Vec<_>>().join(", ")
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
        (Value::Slot(chosen), _) => tongue.span(chosen.starts, chosen.ends),
        (Value::List(ids), _) => ids.iter().map(|id| option_label(field, id, tongue)).collect::<Vec<_>>().join("\n"),
        (Value::Files(files), _) => files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("\n"),
        (Value::Address(address), _) => address.lines().join("\n"),
        (Value::Person(person), _) => person.name.clone(),
        (Value::Rows(rows), FieldType::Group(group)) => {
            rows.iter().map(|row| in_a_line(group, row, tongue)).collect::<Vec<_>>().join("\n")
        }
        (Value::Rows(rows), _) => tongue.number(rows.len().into()),
        (Value::Null, _) => String::new(),
    }
}
