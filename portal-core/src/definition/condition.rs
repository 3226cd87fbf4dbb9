//! Conditions: a subset of CEL, parsed and type-checked when the definition loads, evaluated on the server only.

use chrono::{DateTime, NaiveDate, Utc};

use crate::form::Value;

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Condition {
    source: String,
}

/// Where the names of a condition get their values.
pub trait Lookup {
    /// The value of a dotted name (`budget`, `account.role`, `request.status`); [`Value::Null`] when it is unanswered,
    /// hidden or absent.
    fn value(&self, path: &[String]) -> Value;
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
    /// The present day in the portal's time zone.
    fn today(&self) -> NaiveDate;
    /// How often the request entered a status.
    fn times_in(&self, status: &str) -> u32;
}

impl Condition {
    /// Whether it holds. What is unknown does not hold.
    pub fn holds(&self, scope: &dyn Lookup) -> bool {
        matches!(self.value(scope), Value::Bool(true))
    }

    /// Its value.
    pub fn value(&self, _scope: &dyn Lookup) -> Value {
        todo!()
    }

    /// As the integrator wrote it.
    pub fn source(&self) -> &str {
        &self.source
    }
}
