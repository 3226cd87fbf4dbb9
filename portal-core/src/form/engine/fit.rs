//! From a value to an answer: of the field's type, saying something, without options that are not offered.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    lookup::{Known, offers, openings},
    rules,
};
use crate::{
    definition::{Cases, Condition, condition::Lookup},
    form::{Appointment, Field, FieldType, Options, Value},
    id::Id,
};

/// The value, if it is of the field's type and says something; without options that are not offered.
pub(super) fn fitting(field: &Field, value: Value, known: &Known<'_>) -> Option<Value> {
    let value = match (&field.field_type, value) {
        (FieldType::Choice(options), Value::Text(id)) => offers(options, &id, known).then_some(Value::Text(id))?,
        (FieldType::Choices(options), Value::List(ids)) => offered(options, ids, known),
        (FieldType::Person { side }, Value::Person(person)) => {
            let Some(people) = &known.environment.people else { return Some(Value::Person(person)) };
            let found = people.iter().find(|(of, other)| of == side && *other == person);
            Value::Person(found?.1.clone())
        }
        (
            FieldType::Text { .. } | FieldType::LongText { .. } | FieldType::Email | FieldType::Phone | FieldType::Url,
            text @ Value::Text(_),
        ) => text,
        (
            FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. },
            number @ Value::Number(_),
        ) => number,
        (FieldType::Date { .. }, date @ Value::Date(_)) => date,
        (FieldType::DateTime { .. }, time @ Value::Time(_)) => time,
        (FieldType::Address, address @ Value::Address(_)) => address,
        (FieldType::Slot { of }, Value::Slot(chosen)) => Value::Slot(of_its_slot(of, chosen, known)?),
        (FieldType::YesNo, Value::Bool(is)) => Value::Bool(is),
        (FieldType::Confirm, Value::Bool(true)) => Value::Bool(true),
        (FieldType::Document { .. }, files @ Value::Files(_)) => files,
        (FieldType::List, list @ Value::List(_)) => list,
        _ => return None,
    };
    (!value.is_empty()).then_some(value)
}

/// A time of the slot that is asked for. One that cannot be had stays, so that this can be told.
fn of_its_slot(of: &Cases<Id>, chosen: Appointment, known: &Known<'_>) -> Option<Appointment> {
    let Some((slot, offered)) = openings(of, known, known.environment) else { return Some(chosen) };
    let opening = offered.iter().find(|opening| opening.starts == chosen.starts);
    let ends = opening.map_or(chosen.ends, |opening| opening.ends);
    (slot == chosen.slot).then_some(Appointment { ends, ..chosen })
}

fn offered(options: &Options, ids: Vec<String>, known: &Known<'_>) -> Value {
    Value::List(ids.into_iter().filter(|id| offers(options, id, known)).collect())
}

/// What a field begins with, when that will do.
pub(super) fn prefilled(field: &Field, known: &Known<'_>) -> Option<Value> {
    let value = fitting(field, field.prefill.as_ref()?.value(known), known)?;
    rules::shape(field, &value, known).is_none().then_some(value)
}

/// What a computed field holds.
pub(super) fn computed(field: &Field, value: &Condition, known: &Known<'_>) -> Option<Value> {
    fitting(field, rounded(field, value.value(known)), known)
}

/// What a computed field holds where there is no form, but other things are known. Choices and people are not computed.
pub(crate) fn derived(field: &Field, known: &dyn Lookup) -> Option<Value> {
    let value = rounded(field, field.value.as_ref()?.value(known));
    let fits = matches!(
        (&field.field_type, &value),
        (FieldType::Text { .. } | FieldType::LongText { .. }, Value::Text(_))
            | (FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. }, Value::Number(_))
            | (FieldType::Date { .. }, Value::Date(_))
            | (FieldType::DateTime { .. }, Value::Time(_))
            | (FieldType::YesNo, Value::Bool(_))
    );
    (fits && !value.is_empty()).then_some(value)
}

/// In decimals, rounded to what the field's type can hold, half away from zero.
fn rounded(field: &Field, value: Value) -> Value {
    let rounded = |number: Decimal, decimals| {
        Value::Number(number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero))
    };
    match (&field.field_type, value) {
        (FieldType::Money { .. }, Value::Number(number)) => rounded(number, rules::MONEY_DECIMALS),
        (FieldType::Integer { .. }, Value::Number(number)) => rounded(number, 0),
        (_, Value::Number(number)) => rounded(number, rules::MOST_DECIMALS),
        (_, value) => value,
    }
}
