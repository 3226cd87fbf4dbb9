//! From a value to an answer: of the field's type, saying something, without options that are not offered.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    asked::Answer,
    lookup::{Known, offers, openings},
    rules,
};
use crate::{
    definition::{Cases, Condition, condition::Lookup},
    form::{Appointment, Field, FieldType, Options, Person, Value},
    id::Id,
    identity::Side,
};

/// The value that takes the place of an answer; `None`: it stays.
type Changed = Option<Value>;

/// The answer, if it is of the field's type and says something; without options that are not offered.
pub(super) fn fitting<'s>(field: &Field, answer: Answer<'s>, known: &Known<'_>) -> Option<Answer<'s>> {
    let changed = match (&field.field_type, &*answer) {
        (FieldType::Choice(options), Value::Text(id)) => offers(options, id, known).then_some(None)?,
        (FieldType::Choices(options), Value::List(ids)) => offered(options, ids, known),
        (FieldType::Person { side }, Value::Person(person)) => chosen(*side, person, known)?,
        (FieldType::Slot { of }, Value::Slot(chosen)) => of_its_slot(of, chosen, known)?,
        (
            FieldType::Text { .. } | FieldType::LongText { .. } | FieldType::Email | FieldType::Phone | FieldType::Url,
            Value::Text(_),
        )
        | (FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. }, Value::Number(_))
        | (FieldType::Date { .. }, Value::Date(_))
        | (FieldType::DateTime { .. }, Value::Time(_))
        | (FieldType::Address, Value::Address(_))
        | (FieldType::YesNo, Value::Bool(_))
        | (FieldType::Confirm, Value::Bool(true))
        | (FieldType::Document { .. }, Value::Files(_))
        | (FieldType::List, Value::List(_)) => None,
        _ => return None,
    };
    let answer = changed.map_or(answer, Answer::from);
    (!answer.is_empty()).then_some(answer)
}

/// Whoever was chosen, as they are called now; `None`: they cannot be chosen.
fn chosen(side: Side, person: &Person, known: &Known<'_>) -> Option<Changed> {
    let Some(people) = &known.environment.people else { return Some(None) };
    let found = people.iter().find(|(of, other)| *of == side && other == person);
    found.map(|(_, found)| (found.name != person.name).then(|| Value::Person(found.clone())))
}

/// A time of the slot that is asked for; `None`: of another. One that cannot be had stays, so that this can be told.
fn of_its_slot(of: &Cases<Id>, chosen: &Appointment, known: &Known<'_>) -> Option<Changed> {
    let Some((slot, offered)) = openings(of, known, known.environment) else { return Some(None) };
    let opening = offered.iter().find(|opening| opening.starts == chosen.starts);
    let moved = opening.filter(|opening| opening.ends != chosen.ends);
    let changed = moved.map(|opening| Value::Slot(Appointment { ends: opening.ends, ..chosen.clone() }));
    (slot == chosen.slot).then_some(changed)
}

/// The options that are offered, where some of those that were chosen are not.
fn offered(options: &Options, ids: &[String], known: &Known<'_>) -> Changed {
    let offered = |id: &&String| offers(options, id, known);
    let all = ids.iter().all(|id| offered(&id));
    (!all).then(|| Value::List(ids.iter().filter(offered).cloned().collect()))
}

/// What a field begins with, when that will do.
pub(super) fn prefilled<'s>(field: &Field, known: &Known<'_>) -> Option<Answer<'s>> {
    let answer = fitting(field, field.prefill.as_ref()?.value(known).into(), known)?;
    rules::shape(field, &answer, known).is_none().then_some(answer)
}

/// What a computed field holds.
pub(super) fn computed<'s>(field: &Field, value: &Condition, known: &Known<'_>) -> Option<Answer<'s>> {
    fitting(field, rounded(field, value.value(known)).into(), known)
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
