//! The names under which a browser sends a form: `subject`, `site.city`, `kind.other`, `items.0.price`. Two lists say what
//! was there beside the answers: `items#` numbers the rows of a group, `items.0#` names the fields that were shown in one.

use std::collections::BTreeSet;

use chrono_tz::Tz;

use super::{RawAnswers, read::as_typed};
use crate::form::{Address, Answers, Field, FieldType, Value};

/// The name of the list that says what was there at a place: rows of a group, fields of a row.
pub fn listing(place: &str) -> String {
    format!("{place}#")
}

/// Whether anything was sent for the field at a place.
pub(super) fn has(raw: &RawAnswers, place: &str) -> bool {
    raw.contains_key(place) || raw.contains_key(&listing(place)) || inside(raw, place).next().is_some()
}

/// Whether anything was answered inside of a place.
pub(super) fn says_something(raw: &RawAnswers, place: &str) -> bool {
    let mut answers = inside(raw, place).filter(|(name, _)| !name.ends_with('#'));
    answers.any(|(_, values)| values.iter().any(|value| !value.trim().is_empty()))
}

/// What was sent under names that begin with a place and a point.
fn inside<'r>(raw: &'r RawAnswers, place: &str) -> impl Iterator<Item = (&'r String, &'r Vec<String>)> {
    let prefix = format!("{place}.");
    let from = raw.range::<String, _>(prefix.clone()..);
    from.take_while(move |(name, _)| name.starts_with(&prefix))
}

/// What was sent for these fields, with rows numbered from 0 in the order in which they were listed. What belongs to no
/// field stays out.
pub(super) fn numbered(fields: &[Field], raw: &RawAnswers) -> RawAnswers {
    let mut found = RawAnswers::new();
    number(fields, "", "", raw, &mut found);
    found
}

fn number(fields: &[Field], old: &str, new: &str, raw: &RawAnswers, found: &mut RawAnswers) {
    for field in fields {
        let (old, new) = (format!("{old}{}", field.id), format!("{new}{}", field.id));
        let FieldType::Group(group) = &field.field_type else {
            let parts = inside(raw, &old).filter(|(name, _)| !name.ends_with('#'));
            for (name, values) in raw.get_key_value(&old).into_iter().chain(parts) {
                found.insert(format!("{new}{}", &name[old.len()..]), values.clone());
            }
            continue;
        };
        let Some(listed) = raw.get(&listing(&old)) else { continue };
        let mut seen = BTreeSet::new();
        let is_number = |row: &str| !row.is_empty() && row.len() <= 6 && row.bytes().all(|byte| byte.is_ascii_digit());
        let rows = listed.iter().filter(|row| is_number(row) && seen.insert(row.as_str()));
        let mut numbers = Vec::new();
        for (place, row) in rows.take(group.max as usize + 1).enumerate() {
            let (old, new) = (format!("{old}.{row}"), format!("{new}.{place}"));
            if let Some(shown) = raw.get(&listing(&old)) {
                let ids = shown.iter().flat_map(|ids| ids.split(',')).map(str::to_owned);
                found.insert(listing(&new), ids.collect());
            }
            number(&group.fields, &format!("{old}."), &format!("{new}."), raw, found);
            numbers.push(place.to_string());
        }
        found.insert(listing(&new), numbers);
    }
}

/// Answers as a browser would send them, for showing them in a form. Files stay out.
pub fn as_sent(answers: &Answers, zone: Tz) -> RawAnswers {
    let mut sent = RawAnswers::new();
    send(answers, "", zone, &mut sent);
    sent
}

fn send(answers: &Answers, prefix: &str, zone: Tz, sent: &mut RawAnswers) {
    for (id, value) in answers {
        let place = format!("{prefix}{id}");
        match value {
            Value::Null | Value::Files(_) => {}
            Value::List(items) => drop(sent.insert(place, items.clone())),
            Value::Address(address) => {
                let part = |part: &&str| (format!("{place}.{part}"), vec![address.part(part).unwrap_or("").to_owned()]);
                sent.extend(Address::PARTS.iter().map(part));
            }
            Value::Rows(rows) => {
                for (number, row) in rows.iter().enumerate() {
                    send(row, &format!("{place}.{number}."), zone, sent);
                }
                sent.insert(listing(&place), (0..rows.len()).map(|number| number.to_string()).collect());
            }
            value => drop(sent.insert(place, vec![as_typed(value, zone)])),
        }
    }
}
