//! Whether an answer will do.

use rust_decimal::Decimal;

use super::{
    Reason, address,
    asked::Asked,
    lookup::{Known, openings},
};
use crate::{
    definition::Condition,
    form::{Address, Field, FieldType, Options, Requirement, Value},
};

/// Decimals of an amount.
pub(super) const MONEY_DECIMALS: u32 = 2;
/// Most decimals of a number.
pub(super) const MOST_DECIMALS: u32 = 10;

/// Most characters of a line of an address, and of own words.
const LONGEST_LINE: usize = 200;
/// Most characters of the street of an address.
const LONGEST_STREET: usize = 500;

/// Whether a shown field must be answered.
pub(super) fn is_required(field: &Field, known: &Known<'_>) -> bool {
    match &field.required {
        _ if !field.is_asked() => false,
        Requirement::Always => true,
        Requirement::Never => false,
        Requirement::When(condition) => condition.holds(known),
    }
}

/// Why a shown field's answer, or its absence, will not do; each with the part of the answer that it is about.
pub(super) fn faults(asked: &Asked<'_, '_>, known: &Known<'_>) -> Vec<(&'static str, Reason)> {
    let field = asked.field;
    let whole = |reason| vec![("", reason)];
    if matches!(field.field_type, FieldType::Stop) {
        return whole(Reason::Stopped);
    }
    let Some(value) = asked.value.as_deref() else {
        let missing =
            if matches!(field.field_type, FieldType::Confirm) { Reason::MustConfirm } else { Reason::Required };
        return if is_required(field, known) { whole(missing) } else { Vec::new() };
    };
    // What is computed cannot be typed otherwise: only its own condition judges it.
    let shape = if field.value.is_some() { None } else { shape(field, value, known) };
    if let Some(reason) = shape {
        return whole(in_own_words(field, reason));
    }
    let parts = parts(field, value, asked.words.as_deref());
    if !parts.is_empty() {
        return parts;
    }
    let holds = field.valid_when.as_ref().is_none_or(|condition| condition.holds(known));
    if holds { Vec::new() } else { whole(Reason::Invalid(field.error.clone())) }
}

/// What will not do of parts that are typed on their own: of an address, of own words.
fn parts(field: &Field, value: &Value, words: Option<&Value>) -> Vec<(&'static str, Reason)> {
    if let Value::Address(address) = value {
        let long = |part: &str| if part == "street" { LONGEST_STREET } else { LONGEST_LINE };
        let fault = |part: &'static str| match address.part(part).unwrap_or_default() {
            "" if part != "postal_code" => Some((part, Reason::Required)),
            text => too_long(text, long(part)).map(|reason| (part, reason)),
        };
        return Address::PARTS.into_iter().filter_map(fault).collect();
    }
    let reason = match words {
        _ if !wants_words(field, value) => None,
        Some(Value::Text(words)) => too_long(words, LONGEST_LINE),
        _ => Some(Reason::Required),
    };
    reason.into_iter().map(|reason| (Options::OTHER, reason)).collect()
}

/// Whether a choice was answered with "other", which own words belong to.
pub(super) fn wants_words(field: &Field, value: &Value) -> bool {
    let chosen = || match value {
        Value::Text(id) => id == Options::OTHER,
        Value::List(ids) => ids.iter().any(|id| id == Options::OTHER),
        _ => false,
    };
    field.field_type.options().is_some_and(|options| options.other) && chosen()
}

/// Why a value will not do for its type.
pub(super) fn shape(field: &Field, value: &Value, known: &Known<'_>) -> Option<Reason> {
    match (&field.field_type, value) {
        (FieldType::Text { max, pattern }, Value::Text(text)) => too_long(text, *max).or_else(|| {
            let matches = pattern.as_ref().is_none_or(|pattern| pattern.matches(text));
            (!matches).then_some(Reason::Pattern)
        }),
        (FieldType::LongText { max }, Value::Text(text)) => too_long(text, *max),
        (FieldType::Email, Value::Text(text)) => (!address::is_email(text)).then_some(Reason::NotAnEmail),
        (FieldType::Phone, Value::Text(text)) => (!address::is_phone(text)).then_some(Reason::NotAPhone),
        (FieldType::Url, Value::Text(text)) => (!address::is_url(text)).then_some(Reason::NotAUrl),
        (FieldType::Integer { min, max, .. }, Value::Number(number)) => {
            if number.is_integer() {
                bounds(*number, *min, *max)
            } else {
                Some(Reason::NotWhole)
            }
        }
        (FieldType::Decimal { min, max, .. }, Value::Number(number)) => {
            decimals(*number, MOST_DECIMALS).or_else(|| bounds(*number, *min, *max))
        }
        (FieldType::Money { min, max, .. }, Value::Number(number)) => {
            decimals(*number, MONEY_DECIMALS).or_else(|| bounds(*number, *min, *max))
        }
        (FieldType::Date { min, max }, Value::Date(date)) => {
            let early = day(min.as_ref(), known).filter(|min| date < min).map(|min| Reason::TooEarly { min });
            early.or_else(|| day(max.as_ref(), known).filter(|max| date > max).map(|max| Reason::TooLate { max }))
        }
        (FieldType::DateTime { min, max }, Value::Time(time)) => {
            let early = moment(min.as_ref(), known).filter(|min| time < min).map(|min| Reason::TooSoon { min });
            early.or_else(|| moment(max.as_ref(), known).filter(|max| time > max).map(|max| Reason::TooFar { max }))
        }
        (FieldType::Slot { of }, Value::Slot(chosen)) => {
            let (_, offered) = openings(of, known, known.environment)?;
            (!offered.iter().any(|opening| opening.starts == chosen.starts)).then_some(Reason::NotFree)
        }
        (FieldType::Group(group), Value::Rows(rows)) => {
            let few = rows.len() < group.min as usize;
            let many = rows.len() > group.max as usize;
            let few = few.then_some(Reason::TooFewRows { min: group.min });
            few.or_else(|| many.then_some(Reason::TooManyRows { max: group.max }))
        }
        (FieldType::Document { max, .. }, Value::Files(files)) => {
            (files.len() > *max as usize).then_some(Reason::TooManyFiles { max: *max })
        }
        _ => None,
    }
}

/// The field's own text instead of a reason. Where it has a pattern or a `valid_when`, the text speaks of that alone.
pub(super) fn in_own_words(field: &Field, reason: Reason) -> Reason {
    let has_pattern = matches!(&field.field_type, FieldType::Text { pattern: Some(_), .. });
    let speaks_of_it = match reason {
        Reason::Pattern => true,
        Reason::TooLong { .. }
        | Reason::TooManyFiles { .. }
        | Reason::NotAnOption
        | Reason::NotFree
        | Reason::TooFewRows { .. }
        | Reason::TooManyRows { .. } => false,
        _ => !has_pattern && field.valid_when.is_none(),
    };
    if speaks_of_it && field.error.is_some() { Reason::Invalid(field.error.clone()) } else { reason }
}

fn too_long(text: &str, max: usize) -> Option<Reason> {
    // No text has more characters than bytes.
    (text.len() > max && text.chars().count() > max).then_some(Reason::TooLong { max })
}

fn decimals(number: Decimal, max: u32) -> Option<Reason> {
    (number.scale() > max && number.normalize().scale() > max).then_some(Reason::TooManyDecimals { max })
}

fn bounds(number: Decimal, min: Option<Decimal>, max: Option<Decimal>) -> Option<Reason> {
    let typed = |bound: Decimal| bound.normalize().to_string();
    let small = min.filter(|min| number < *min).map(|min| Reason::TooSmall { min: typed(min) });
    small.or_else(|| max.filter(|max| number > *max).map(|max| Reason::TooLarge { max: typed(max) }))
}

fn day(bound: Option<&Condition>, known: &Known<'_>) -> Option<chrono::NaiveDate> {
    match bound?.value(known) {
        Value::Date(day) => Some(day),
        _ => None,
    }
}

fn moment(bound: Option<&Condition>, known: &Known<'_>) -> Option<chrono::DateTime<chrono::Utc>> {
    match bound?.value(known) {
        Value::Time(moment) => Some(moment),
        _ => None,
    }
}
