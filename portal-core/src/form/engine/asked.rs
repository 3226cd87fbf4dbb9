//! The fields that are shown, each with its answer. An answer stays where it is kept unless a walk changed it, so that to
//! judge a form copies nothing.

use std::{ops::Deref, ptr};

use crate::{
    form::{Answers, Field, Options, Value},
    id::Id,
};

/// An answer.
#[derive(Debug)]
pub(super) enum Answer<'s> {
    /// As it is kept.
    Kept(&'s Value),
    /// As it was just sent, computed or changed.
    New(Box<Value>),
}

impl Answer<'_> {
    /// The value on its own.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Kept(value) => value.clone(),
            Self::New(value) => *value,
        }
    }
}

impl Deref for Answer<'_> {
    type Target = Value;

    fn deref(&self) -> &Value {
        match self {
            Self::Kept(value) => value,
            Self::New(value) => value,
        }
    }
}

impl From<Value> for Answer<'_> {
    fn from(value: Value) -> Self {
        Self::New(Box::new(value))
    }
}

/// A field that is shown.
pub(super) struct Asked<'a, 's> {
    /// The field.
    pub(super) field: &'a Field,
    /// What was answered.
    pub(super) value: Option<Answer<'s>>,
    /// The own words of whoever answered a choice with "other".
    pub(super) words: Option<Answer<'s>>,
}

/// What was answered under a name: to a field, or as `FIELD.other` in own words. Searched from the end: what conditions ask
/// for mostly stands right before them.
pub(super) fn answered<'w>(asked: &'w [Asked<'_, '_>], name: &str) -> Option<&'w Value> {
    let find = |id: &str| asked.iter().rev().find(|asked| asked.field.id == *id);
    match name.split_once('.') {
        None => find(name)?.value.as_deref(),
        Some((id, Options::OTHER)) => find(id)?.words.as_deref(),
        Some(_) => None,
    }
}

/// The answers on their own, in the order of the fields.
pub(super) fn into_answers(asked: Vec<Asked<'_, '_>>) -> Answers {
    let mut answers = Answers::with_capacity(asked.len());
    for Asked { field, value, words } in asked {
        let words = words.map(|words| (Id::from(Options::words(field.id.as_str())), words));
        let both = value.map(|value| (field.id.clone(), value)).into_iter().chain(words);
        answers.extend(both.map(|(id, answer)| (id, answer.into_value())));
    }
    answers
}

/// Whether these are the kept answers, all of them as they are and in their order.
pub(super) fn is_unchanged(asked: &[Asked<'_, '_>], kept: &Answers) -> bool {
    let answers = asked.iter().flat_map(|asked| asked.value.iter().chain(&asked.words));
    answers.map(|answer| ptr::from_ref::<Value>(answer)).eq(kept.values().map(ptr::from_ref))
}
