//! From what a browser sends to values, and back.

use chrono::{Datelike, NaiveDate};

use super::{
    RawAnswers, Reason,
    lookup::{Known, options},
    number,
};
use crate::form::{Field, FieldType, Value};

/// The value that was sent for a field; `None` when it was left empty. Of a name that came several times only
/// [`FieldType::Choices`] takes all, the others the first (SECURITY I10).
pub(super) fn value(field: &Field, raw: &RawAnswers, known: &Known<'_>) -> Result<Option<Value>, Reason> {
    let sent: &[String] = raw.get(field.id.as_str()).map_or(&[], Vec::as_slice);
    if let FieldType::Choices(_) = field.field_type {
        return choices(field, sent, known);
    }
    let first = sent.first().map(String::as_str).unwrap_or_default();
    let line = one_line(first);
    if line.is_empty() {
        return Ok(None);
    }
    Ok(Some(match &field.field_type {
        FieldType::Text { .. } | FieldType::Email | FieldType::Phone | FieldType::Url => Value::Text(line),
        FieldType::LongText { .. } => Value::Text(lines(first)),
        FieldType::Integer { .. } | FieldType::Decimal { .. } => {
            Value::Number(number::read(&line).ok_or(Reason::NotANumber)?)
        }
        FieldType::Money { currency, .. } => {
            let plain = line.trim_start_matches(currency.as_str()).trim_end_matches(currency.as_str());
            Value::Number(number::read(plain.trim().trim_matches(['€', '$', '£'])).ok_or(Reason::NotANumber)?)
        }
        FieldType::Date { .. } => Value::Date(date(&line).ok_or(Reason::NotADate)?),
        FieldType::Choice(_) if options(field, known).iter().any(|option| option.id == line.as_str()) => {
            Value::Text(line)
        }
        FieldType::Choice(_) => return Err(Reason::NotAnOption),
        FieldType::YesNo => match line.as_str() {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => return Err(Reason::NotAnOption),
        },
        FieldType::Confirm if line == "yes" => Value::Bool(true),
        FieldType::Confirm
        | FieldType::Choices(_)
        | FieldType::Document { .. }
        | FieldType::Person { .. }
        | FieldType::List
        | FieldType::Info => return Ok(None),
    }))
}

/// The sent options in the order of the form, each once.
fn choices(field: &Field, sent: &[String], known: &Known<'_>) -> Result<Option<Value>, Reason> {
    let offered = options(field, known);
    let sent: Vec<&str> = sent.iter().map(|id| id.trim()).filter(|id| !id.is_empty()).collect();
    if !sent.iter().all(|id| offered.iter().any(|option| option.id == *id)) {
        return Err(Reason::NotAnOption);
    }
    let taken = offered.iter().map(|option| option.id.as_str()).filter(|id| sent.contains(id));
    let taken: Vec<String> = taken.map(str::to_owned).collect();
    Ok((!taken.is_empty()).then_some(Value::List(taken)))
}

/// Text on one line: every control character, a new line too, becomes a space.
pub(crate) fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    plain.trim().to_owned()
}

/// Text on several lines: new lines are LF, other control characters but tabs are taken away.
pub(crate) fn lines(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let plain: String =
        unified.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
    plain.trim().to_owned()
}

/// `YYYY-MM-DD`, of the years 1000 to 9999 (SECURITY I16).
fn date(text: &str) -> Option<NaiveDate> {
    let plain = text.chars().all(|letter| letter.is_ascii_digit() || letter == '-');
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (plain && (1000..=9999).contains(&date.year())).then_some(date)
}

/// A typed answer as it stands in an input box: `2026-01-31`, `1200.50`, `yes`. Several options are joined by commas;
/// files, addresses and rows have no text of their own.
pub fn as_typed(value: &Value) -> String {
    match value {
        Value::Null | Value::Files(_) | Value::Address(_) | Value::Rows(_) => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
        Value::Time(time) => time.format("%Y-%m-%dT%H:%M").to_string(),
        Value::List(items) => items.join(", "),
        Value::Person(person) => person.account.to_string(),
    }
}
