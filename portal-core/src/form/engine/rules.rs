//! Whether an answer will do.

use rust_decimal::Decimal;

use super::{
    Reason, address,
    lookup::{Known, options},
};
use crate::{
    definition::Condition,
    form::{Field, FieldType, Requirement, Value},
};

/// Decimals of an amount.
const MONEY_DECIMALS: u32 = 2;
/// Most decimals of a number.
const MOST_DECIMALS: u32 = 10;

/// Whether a shown field must be answered.
pub(super) fn is_required(field: &Field, known: &Known<'_>) -> bool {
    match &field.required {
        _ if matches!(field.field_type, FieldType::Info) => false,
        Requirement::Always => true,
        Requirement::Never => false,
        Requirement::When(condition) => condition.holds(known),
    }
}

/// Why a shown field's answer, or its absence, will not do.
pub(super) fn fault(field: &Field, value: Option<&Value>, known: &Known<'_>) -> Option<Reason> {
    let Some(value) = value else {
        let missing =
            if matches!(field.field_type, FieldType::Confirm) { Reason::MustConfirm } else { Reason::Required };
        return is_required(field, known).then_some(missing);
    };
    if let Some(reason) = shape(field, value, known) {
        return Some(in_own_words(field, reason));
    }
    let holds = field.valid_when.as_ref().is_none_or(|condition| condition.holds(known));
    (!holds).then(|| Reason::Invalid(field.error.clone()))
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
            if number.fract().is_zero() {
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
        (FieldType::Choice(_), Value::Text(id)) => {
            let offered = options(field, known).iter().any(|option| option.id == id.as_str());
            (!offered).then_some(Reason::NotAnOption)
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
        Reason::TooLong { .. } | Reason::TooManyFiles { .. } | Reason::NotAnOption => false,
        _ => !has_pattern && field.valid_when.is_none(),
    };
    if speaks_of_it && field.error.is_some() { Reason::Invalid(field.error.clone()) } else { reason }
}

fn too_long(text: &str, max: usize) -> Option<Reason> {
    (text.chars().count() > max).then_some(Reason::TooLong { max })
}

fn decimals(number: Decimal, max: u32) -> Option<Reason> {
    (number.normalize().scale() > max).then_some(Reason::TooManyDecimals { max })
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
