//! What a workflow's conditions see of a request.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Happening, life::Moment};
use crate::{
    definition::condition::{Lookup, answer},
    document::Document,
    form::{Person, Value},
    id::{AccountId, Id},
    identity::{Side, Viewer},
    store::Dossier,
};

/// A request as conditions see it: its answers by name, `request.…`, and `document.KIND.FIELD` of the latest shared
/// document of a kind.
pub struct Facts<'a> {
    dossier: &'a Dossier,
    now: DateTime<Utc>,
    today: NaiveDate,
    acting: Option<&'a Viewer>,
    extra: BTreeMap<&'static str, Value>,
}

impl<'a> Facts<'a> {
    /// The facts at a moment.
    pub fn new(moment: &Moment<'a>, dossier: &'a Dossier) -> Self {
        let today = moment.now.with_timezone(&moment.definition.time_zone).date_naive();
        Self { dossier, now: moment.now, today, acting: moment.viewer, extra: BTreeMap::new() }
    }

    /// Adds what a rule sees of its event: who acted, `status`, `move`, `task`, `side`. The side is the task's, of whatever
    /// else happened the side of whoever did it.
    pub fn of_event(mut self, what: &Happening, actor: Option<&'a Viewer>) -> Self {
        let text = |id: &Id| Value::Text(id.to_string());
        let organisation = self.dossier.request.organisation;
        let team = |actor: &Viewer| actor.is_on(Side::Team, organisation);
        let mut side = actor.map(|actor| if team(actor) { Side::Team } else { Side::Client });
        match what {
            Happening::Moved { by, to, .. } => self.extra.extend([("move", text(by)), ("status", text(to))]),
            Happening::Submitted { status } | Happening::Closed { status, .. } => {
                self.extra.insert("status", text(status));
            }
            Happening::TaskOpened { task }
            | Happening::TaskDone { task }
            | Happening::TaskRefused { task }
            | Happening::TaskEnded { task } => {
                let task = self.dossier.tasks.iter().find(|known| known.id == *task);
                self.extra.extend(task.and_then(|task| task.template.as_ref()).map(|id| ("task", text(id))));
                side = task.map(|task| task.side);
            }
            _ => {}
        }
        let word = |side| if side == Side::Team { "team" } else { "client" };
        self.extra.extend(side.map(|side| ("side", Value::Text(word(side).to_owned()))));
        self.extra.entry("status").or_insert_with(|| text(&self.dossier.request.status));
        self.acting = actor;
        self
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
        if name == "account" || name.starts_with("account.") {
            return self.acting?.fact(name, request.organisation).map(Cow::Owned);
        }
        let field = name.strip_prefix("answer.").unwrap_or(name);
        let answer = || answer(&request.answers, field).or_else(|| answer(&request.team_answers, field));
        self.extra.get(name).map(Cow::Borrowed).or_else(answer)
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
