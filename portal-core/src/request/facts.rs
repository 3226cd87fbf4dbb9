//! What a workflow's conditions see of a request.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Happening, life::Moment};
use crate::{definition::condition::Lookup, document::Document, form::Value, identity::Side, store::Dossier};

/// A request as conditions see it: its answers by name, `request.…`, and `document.KIND.FIELD` of the latest shared
/// document of a kind.
pub struct Facts<'a> {
    dossier: &'a Dossier,
    now: DateTime<Utc>,
    today: NaiveDate,
    extra: BTreeMap<&'static str, Value>,
}

impl<'a> Facts<'a> {
    /// The facts at a moment.
    pub fn new(moment: &Moment<'_>, dossier: &'a Dossier) -> Self {
        let today = moment.now.with_timezone(&moment.definition.time_zone).date_naive();
        Self { dossier, now: moment.now, today, extra: BTreeMap::new() }
    }

    /// Adds what a rule sees of its event: `status`, `move`, `side`.
    pub fn of_event(mut self, what: &Happening) -> Self {
        let text = |id: &crate::id::Id| Value::Text(id.to_string());
        match what {
            Happening::Moved { by, to, .. } => self.extra.extend([("move", text(by)), ("status", text(to))]),
            Happening::Submitted { status } | Happening::Closed { status, .. } => {
                self.extra.insert("status", text(status));
            }
            _ => {}
        }
        self
    }
}

impl Lookup for Facts<'_> {
    fn value(&self, path: &[String]) -> Value {
        let request = &self.dossier.request;
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let found = match names[..] {
            ["request", "status"] => Some(Value::Text(request.status.to_string())),
            ["request", "type"] => Some(Value::Text(request.request_type.to_string())),
            ["request", "reference"] => Some(Value::Text(request.reference.to_string())),
            ["organisation", "name"] => Some(Value::Text(self.dossier.organisation.name.clone())),
            ["document", kind, field] => {
                let shared = |found: &&Document| found.kind == kind && found.audience == Side::Client;
                self.dossier.documents.iter().find(shared).and_then(|found| found.fields.get(field).cloned())
            }
            ["answer", name] | [name] => self
                .extra
                .get(name)
                .or_else(|| request.answers.get(name))
                .or_else(|| request.team_answers.get(name))
                .cloned(),
            _ => None,
        };
        found.unwrap_or(Value::Null)
    }

    fn now(&self) -> DateTime<Utc> {
        self.now
    }

    fn today(&self) -> NaiveDate {
        self.today
    }

    fn times_in(&self, status: &str) -> u32 {
        self.dossier.visits.get(status).copied().unwrap_or(0)
    }
}
