//! An answer in words, on one line: for texts that name it.

use chrono_tz::Tz;

use super::{Answers, Field, FieldType, Options, Value};
use crate::format;

/// What an answer says in a locale, by the words of the first of these forms of its field that has them; the field's own
/// words count, where somebody chose "other". Nothing, where it has no words: files, and the rows of a group.
pub(crate) fn said(fields: &[&Field], answers: &Answers, locale: &str, zone: Tz) -> Option<String> {
    let field = fields.first()?;
    let own = || match answers.get(Options::words(field.id.as_str()).as_str()) {
        Some(Value::Text(words)) => Some(words.clone()),
        _ => None,
    };
    let value = answers.get(&field.id)?;
    match value {
        Value::Text(id) if id == Options::OTHER && is_choice(field) => {
            own().or_else(|| in_words(fields, value, locale, zone))
        }
        _ => in_words(fields, value, locale, zone),
    }
}

/// A value in words.
pub(crate) fn in_words(fields: &[&Field], value: &Value, locale: &str, zone: Tz) -> Option<String> {
    let money = |field: &&Field| match &field.field_type {
        FieldType::Money { currency, .. } => Some(currency.clone()),
        _ => None,
    };
    let unit = |field: &&Field| match &field.field_type {
        FieldType::Integer { unit: Some(unit), .. } | FieldType::Decimal { unit: Some(unit), .. } => {
            Some(unit.get(locale).to_owned())
        }
        _ => None,
    };
    Some(match value {
        Value::Bool(is) => format::yes_or_no(locale, *is).to_owned(),
        Value::Text(id) => option(fields, id, locale).unwrap_or_else(|| id.clone()),
        Value::Number(number) => match (fields.iter().find_map(money), fields.iter().find_map(unit)) {
            (Some(currency), _) => format::money(locale, *number, &currency),
            (None, Some(unit)) => format!("{}\u{a0}{unit}", format::number(locale, *number)),
            (None, None) => format::number(locale, *number),
        },
        Value::Date(day) => format::date(locale, *day),
        Value::Time(at) => format::date_time(locale, *at, zone),
        Value::Slot(chosen) => format::span(locale, chosen.starts, chosen.ends, zone),
        Value::List(ids) => {
            let names = ids.iter().map(|id| option(fields, id, locale).unwrap_or_else(|| id.clone()));
            names.collect::<Vec<_>>().join(", ")
        }
        Value::Address(address) => address.lines().join(", "),
        Value::Person(person) => person.name.clone(),
        Value::Null | Value::Files(_) | Value::Rows(_) => return None,
    })
}

fn is_choice(field: &Field) -> bool {
    field.field_type.options().is_some()
}

fn option(fields: &[&Field], id: &str, locale: &str) -> Option<String> {
    let mut listed = fields.iter().filter_map(|field| field.field_type.options()).flat_map(|options| &options.listed);
    listed.find(|option| option.id == *id).map(|option| option.label.get(locale).to_owned())
}
