//! What is known beside the answers.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    asked::Answer,
    fit::fitting,
    lookup::{Known, Level},
};
use crate::{
    booking::Opening,
    form::{Field, Person, Value},
    id::Id,
    identity::Side,
};

/// What is known beside the answers.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The present moment.
    pub now: DateTime<Utc>,
    /// The present day in the portal's time zone.
    pub today: NaiveDate,
    /// The portal's time zone, in which moments are typed.
    pub zone: Tz,
    /// Dotted names and their values: `account.…`, `organisation.…`, and what the form names of `host.…` and `last.…`.
    pub facts: BTreeMap<String, Value>,
    /// The people who may be chosen, each with their side; `None`: not known here, so that who was chosen stays.
    pub people: Option<Vec<(Side, Person)>>,
    /// The times that can be had, by slot and in order; `None`: not known here, so that what was chosen stays.
    pub openings: Option<BTreeMap<Id, Vec<Opening>>>,
}

impl Environment {
    /// The value, if it is of the field's type and says something.
    pub(in crate::form) fn fitting(&self, field: &Field, value: Value) -> Option<Value> {
        let nothing = Known::new(Level::Asked(&[]), self);
        fitting(field, value.into(), &nothing).map(Answer::into_value)
    }
}
