//! From what a browser sends to values, and back.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;

use super::{
    RawAnswers, Reason,
    lookup::{Known, offers, openings, options},
    number,
};
use crate::{
    definition::Cases,
    form::{Address, Appointment, Field, FieldType, Value},
    id::Id,
    identity::Side,
};

/// The value that was sent for the field at a place; `None` when it was left empty. Of a name that came several times
/// only [`FieldType::Choices`] takes all, the others the first (SECURITY I10).
pub(super) fn value(field: &Field, place: &str, raw: &RawAnswers, known: &Known<'_>) -> Result<Option<Value>, Reason> {
    let sent: &[String] = raw.get(place).map_or(&[], Vec::as_slice);
    match &field.field_type {
        FieldType::Choices(_) => return choices(field, sent, known),
        FieldType::Address => return Ok(address(place, raw)),
        _ => {}
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
        FieldType::DateTime { .. } => Value::Time(time(&line, known.environment.zone).ok_or(Reason::NotATime)?),
        FieldType::Choice(options) if offers(options, &line, known) => Value::Text(line),
        FieldType::Choice(_) => return Err(Reason::NotAnOption),
        FieldType::Person { side } => person(*side, &line, known)?,
        FieldType::Slot { of } => slot(of, &line, known)?,
        FieldType::YesNo => match line.as_str() {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => return Err(Reason::NotAnOption),
        },
        FieldType::Confirm if line == "yes" => Value::Bool(true),
        FieldType::Confirm
        | FieldType::Choices(_)
        | FieldType::Address
        | FieldType::Document { .. }
        | FieldType::Group(_)
        | FieldType::List
        | FieldType::Info
        | FieldType::Stop => return Ok(None),
    }))
}

/// The sent options in the order of the form, each once.
fn choices(field: &Field, sent: &[String], known: &Known<'_>) -> Result<Option<Value>, Reason> {
    let offered: Vec<String> = options(field, known, known.environment).iter().map(super::Offered::id).collect();
    let sent: Vec<&str> = sent.iter().map(|id| id.trim()).filter(|id| !id.is_empty()).collect();
    if !sent.iter().all(|id| offered.iter().any(|option| option == id)) {
        return Err(Reason::NotAnOption);
    }
    let taken: Vec<String> = offered.into_iter().filter(|id| sent.contains(&id.as_str())).collect();
    Ok((!taken.is_empty()).then_some(Value::List(taken)))
}

fn address(place: &str, raw: &RawAnswers) -> Option<Value> {
    let part = |name: &str| raw.get(&format!("{place}.{name}")).and_then(|sent| sent.first());
    let line = |name| part(name).map(|text| one_line(text)).unwrap_or_default();
    let address = Address {
        street: part("street").map(|text| lines(text)).unwrap_or_default(),
        postal_code: line("postal_code"),
        city: line("city"),
        country: line("country"),
    };
    (!address.is_empty()).then_some(Value::Address(address))
}

fn person(side: Side, sent: &str, known: &Known<'_>) -> Result<Value, Reason> {
    let mut people = known.environment.people.iter().flatten().filter(|(of, _)| *of == side);
    let found = people.find(|(_, person)| person.account.to_string() == sent);
    found.map(|(_, person)| Value::Person(person.clone())).ok_or(Reason::NotAnOption)
}

/// A time that can be had, by its start.
fn slot(of: &Cases<Id>, sent: &str, known: &Known<'_>) -> Result<Value, Reason> {
    let starts = time(sent, known.environment.zone).ok_or(Reason::NotATime)?;
    let (slot, offered) = openings(of, known, known.environment).ok_or(Reason::NotFree)?;
    let found = offered.iter().find(|opening| opening.starts == starts).ok_or(Reason::NotFree)?;
    Ok(Value::Slot(Appointment { slot, starts, ends: found.ends }))
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

/// A moment: `2026-01-31T14:30` on the portal's clocks, or with its own offset (RFC 3339). One that the clocks skip is none;
/// of two that they show alike, the earlier.
fn time(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc()).filter(|time| (1000..=9999).contains(&time.year()));
    }
    let (day, clock) = text.split_once(['T', ' '])?;
    date(day)?;
    let shapes = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let local = shapes.iter().find_map(|shape| NaiveDateTime::parse_from_str(&format!("{day}T{clock}"), shape).ok())?;
    Some(zone.from_local_datetime(&local).earliest()?.to_utc())
}

/// A typed answer as it stands in an input box: `2026-01-31`, `1200.50`, `yes`; a moment in the given time zone, a chosen
/// time by its start in UTC. Several options are joined by commas; files, addresses and rows have no text of their own.
pub fn as_typed(value: &Value, zone: Tz) -> String {
    match value {
        Value::Null | Value::Files(_) | Value::Address(_) | Value::Rows(_) => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.format("%Y-%m-%d").to_string(),
        Value::Time(time) => time.with_timezone(&zone).format("%Y-%m-%dT%H:%M").to_string(),
        Value::List(items) => items.join(", "),
        Value::Person(person) => person.account.to_string(),
        Value::Slot(chosen) => chosen.starts.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}
