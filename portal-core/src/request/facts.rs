//! What a workflow's conditions see of a request.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Happening, Task, life::Moment};
use crate::{
    definition::{
        Action, RequestType,
        condition::{Lookup, answer},
    },
    document::Document,
    form::{Person, Value, derived},
    id::{AccountId, Id},
    identity::{Side, Viewer},
    store::Dossier,
};

/// A request as conditions see it: its answers by name, `request.…`, and `document.KIND.FIELD` of the latest shared
/// document of a kind.
pub struct Facts<'a> {
    dossier: &'a Dossier,
    workflow: &'a RequestType,
    now: DateTime<Utc>,
    today: NaiveDate,
    acting: Option<&'a Viewer>,
    extra: BTreeMap<&'static str, Value>,
}

impl<'a> Facts<'a> {
    /// The facts at a moment.
    pub fn new(moment: &Moment<'a>, dossier: &'a Dossier) -> Self {
        let today = moment.now.with_timezone(&moment.definition.time_zone).date_naive();
        Self {
            dossier,
            workflow: moment.workflow,
            now: moment.now,
            today,
            acting: moment.viewer,
            extra: BTreeMap::new(),
        }
    }

    /// Adds what a rule sees of its event: `status`, `move`, the template of its `task`, and the `side` of who acted.
    pub fn of_event(mut self, what: &Happening, task: Option<&Id>, side: Option<Side>) -> Self {
        let text = |id: &Id| Value::Text(id.to_string());
        self.extra.extend(task.map(|task| ("task", text(task))));
        let word = |side| if side == Side::Client { "client" } else { "team" };
        self.extra.extend(side.map(|side| ("side", Value::Text(word(side).to_owned()))));
        match what {
            Happening::Moved { by, to, .. } => self.extra.extend([("move", text(by)), ("status", text(to))]),
            Happening::Submitted { status } | Happening::Closed { status, .. } => {
                self.extra.insert("status", text(status));
            }
            _ => {}
        }
        self.extra.entry("status").or_insert_with(|| text(&self.dossier.request.status));
        self
    }

    /// Says who acted, where it was not the one who decides at this moment.
    pub fn by(self, actor: Option<&'a Viewer>) -> Self {
        Self { acting: actor, ..self }
    }
}

impl Facts<'_> {
    /// What was written down: of the event, in the answers, by the team, on a document.
    fn answered(&self, name: &str) -> Option<Cow<'_, Value>> {
        let request = &self.dossier.request;
        if let Some((kind, field)) = name.strip_prefix("document.").and_then(|rest| rest.split_once('.')) {
            let shared = |found: &&Document| found.kind == kind && found.audience == Side::Client;
            return answer(&self.dossier.documents.iter().find(shared)?.fields, field);
        }
        if let Some(attribute) = name.strip_prefix("organisation.") {
            return answer(&self.dossier.organisation.attributes, attribute);
        }
        if let Some(field) = name.strip_prefix("project.") {
            return answer(&self.dossier.project.as_ref()?.fields, field);
        }
        if name == "account" || name.starts_with("account.") {
            return self.acting?.fact(name, request).map(Cow::Owned);
        }
        let field = name.strip_prefix("answer.").unwrap_or(name);
        let answer = || answer(&request.answers, field).or_else(|| answer(&request.team_answers, field));
        let derived = || self.derived(field).or_else(|| self.booked(name)).map(Cow::Owned);
        self.extra.get(name).map(Cow::Borrowed).or_else(answer).or_else(derived)
    }

    /// What a computed field of the team holds: it is worked out each time, and never stored.
    pub(crate) fn derived(&self, name: &str) -> Option<Value> {
        let computed = || self.workflow.team_fields.iter().filter(|field| field.value.is_some());
        let last = computed().position(|field| field.id == name)?;
        // One may be named several times by each that stands behind it: each is worked out once.
        let mut known = WorkedOut { facts: self, values: BTreeMap::new() };
        for field in computed().take(last + 1) {
            let value = derived(field, &known);
            known.values.insert(field.id.as_str(), value);
        }
        known.values.remove(name)?
    }

    /// The time that was chosen in the latest task of a template that books.
    fn booked(&self, template: &str) -> Option<Value> {
        self.workflow.tasks.get(template).filter(|found| matches!(found.action, Action::Book(_)))?;
        let of = |task: &&Task| task.template.as_ref().is_some_and(|id| id == template);
        let task = self.dossier.tasks.iter().rev().find(of)?;
        task.items.iter().find_map(|item| item.booked).map(Value::Time)
    }
}

/// The facts with the computed fields of the team that are worked out so far.
struct WorkedOut<'f> {
    facts: &'f Facts<'f>,
    values: BTreeMap<&'f str, Option<Value>>,
}

impl Lookup for WorkedOut<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        match self.values.get(name.strip_prefix("answer.").unwrap_or(name)) {
            Some(value) => value.as_ref().map(Cow::Borrowed),
            None => self.facts.value(name),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.facts.now
    }

    fn today(&self) -> NaiveDate {
        self.facts.today
    }

    fn times_in(&self, status: &str) -> u32 {
        self.facts.times_in(status)
    }
}

impl Lookup for Facts<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let request = &self.dossier.request;
        let text = |text: &str| Some(Cow::Owned(Value::Text(text.to_owned())));
        match name {
            "request.status" => text(request.status.as_str()),
            "request.type" => text(request.request_type.as_str()),
            "request.reference" => text(&request.reference.to_string()),
            "requester" => Some(Cow::Owned(person(request.opened_by))),
            "owner" => request.owner.map(|owner| Cow::Owned(person(owner))),
            "organisation.name" => text(&self.dossier.organisation.name),
            "project.name" => text(&self.dossier.project.as_ref()?.name),
            "project.kind" => text(self.dossier.project.as_ref()?.kind.as_str()),
            _ => self.answered(name),
        }
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

/// A person as one value: two are equal when they are the same account, so no name is needed.
fn person(account: AccountId) -> Value {
    Value::Person(Person { account, name: String::new() })
}
