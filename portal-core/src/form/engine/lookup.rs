//! Where a form's conditions get their values: a row's own answers, the form's answers so far, the facts around it.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Environment, Offered,
    asked::{Asked, answered},
};
use crate::{
    booking::Opening,
    definition::{
        Cases, Condition,
        condition::{Lookup, named},
    },
    form::{Answers, Field, FieldType, Options, Value},
    id::Id,
};

/// Answers and facts.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// The answers of this level: of the form, or of one row.
    pub(super) answers: Level<'a>,
    /// The fields of this level.
    pub(super) own: &'a [Field],
    /// What is known around the row.
    pub(super) outer: Option<&'a Known<'a>>,
    pub(super) environment: &'a Environment,
}

/// The answers of one level.
#[derive(Clone, Copy)]
pub(super) enum Level<'a> {
    /// As they are kept.
    Kept(&'a Answers),
    /// As far as a walk has come.
    Asked(&'a [Asked<'a, 'a>]),
}

impl<'a> Level<'a> {
    fn get(self, name: &str) -> Option<&'a Value> {
        match self {
            Self::Kept(answers) => answers.get(name),
            Self::Asked(asked) => answered(asked, name),
        }
    }
}

impl<'a> Known<'a> {
    /// What is known in a form.
    pub(super) fn new(answers: Level<'a>, environment: &'a Environment) -> Self {
        Self { answers, own: &[], outer: None, environment }
    }

    /// Whether a name is a field of this row, or a part of one: nothing outside is meant by it.
    fn is_own(&self, name: &str) -> bool {
        let id = name.split_once('.').map_or(name, |(id, _)| id);
        self.own.iter().any(|field| field.id == id)
    }
}

impl Lookup for Known<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        named(|name| self.answers.get(name), name).or_else(|| match self.outer {
            Some(_) if self.is_own(name) => None,
            Some(outer) => outer.value(name),
            None => named(|name| self.environment.facts.get(name), name),
        })
    }

    fn now(&self) -> DateTime<Utc> {
        self.environment.now
    }

    fn today(&self) -> NaiveDate {
        self.environment.today
    }

    fn times_in(&self, _status: &str) -> u32 {
        0
    }
}

/// Whether something with this condition is shown.
pub(super) fn shown(when: Option<&Condition>, known: &Known<'_>) -> bool {
    when.is_none_or(|condition| condition.holds(known))
}

/// What a choice or a person may be answered with, in order.
pub(super) fn options<'f>(field: &'f Field, known: &Known<'_>, environment: &'f Environment) -> Vec<Offered<'f>> {
    if let FieldType::Person { side } = &field.field_type {
        let people = environment.people.iter().flatten().filter(|(of, _)| of == side);
        return people.map(|(_, person)| Offered::Person(person)).collect();
    }
    let Some(options) = field.field_type.options() else { return Vec::new() };
    let listed = options.listed.iter().filter(|option| shown(option.show_when.as_ref(), known)).map(Offered::Listed);
    let texts = texts(options, environment).unwrap_or_default().iter().map(|text| Offered::Text(text));
    listed.chain(texts).chain(options.other.then_some(Offered::Other)).collect()
}

/// The slot of which a time is asked, and the times of it that can be had; `None`: not known here.
pub(super) fn openings<'e>(
    of: &Cases<Id>,
    known: &Known<'_>,
    environment: &'e Environment,
) -> Option<(Id, &'e [Opening])> {
    let openings = environment.openings.as_ref()?;
    let slot = of.choose(known)?;
    Some((slot.clone(), openings.get(slot).map_or(&[], Vec::as_slice)))
}

/// Whether a choice may be answered with this. Where its texts are not known at the moment, what was answered stays.
pub(super) fn offers(options: &Options, id: &str, known: &Known<'_>) -> bool {
    options.other && id == Options::OTHER
        || options.listed.iter().any(|option| option.id == id && shown(option.show_when.as_ref(), known))
        || options.from.is_some()
            && texts(options, known.environment).is_none_or(|texts| texts.iter().any(|text| text == id))
}

/// The texts of the attribute that options come from; `None`: there is none, or it is not known.
fn texts<'f>(options: &Options, environment: &'f Environment) -> Option<&'f [String]> {
    match environment.facts.get(options.from.as_ref()?)? {
        Value::List(texts) => Some(texts),
        _ => Some(&[]),
    }
}
