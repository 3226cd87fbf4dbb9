//! The words of a request's type as people read them: of the definition in force where it still has the id, since
//! wording is live for all at once, else of the one the request keeps.

use super::{Item, Particulars, Task};
use crate::{
    definition::{Definition, Move, Phrase, Reply, RequestType, Status, Step},
    form::Field,
    id::Id,
    identity::Side,
};

/// Words for one request: its own workflow and the definition in force.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The definition in force.
    pub live: &'a Definition,
    /// The form and workflow the request keeps.
    pub kept: &'a RequestType,
    /// The reader's locale.
    pub locale: &'a str,
}

impl<'a> Words<'a> {
    fn newest<T>(&self, find: impl Fn(&'a RequestType) -> Option<&'a T>) -> Option<&'a T> {
        let live = self.live.requests.get(&self.kept.id);
        live.and_then(|live| find(live)).or_else(|| find(self.kept))
    }

    /// What the type is called.
    pub fn request_type(&self) -> &'a str {
        self.live.requests.get(&self.kept.id).map_or(&self.kept.label, |live| &live.label).get(self.locale)
    }

    /// What a status is called on a side: a client reads the one it is shown as.
    pub fn status(&self, id: &Id, side: Side) -> &'a str {
        let status = |found: &'a Status| match side {
            Side::Team => found.team_label.as_ref().unwrap_or(&found.label),
            Side::Client => &found.label,
        };
        self.shown(id, side).map_or("", |found| status(found).get(self.locale))
    }

    /// What a status means for the client.
    pub fn explain(&self, id: &Id, about: &Particulars<'_>) -> String {
        self.shown(id, Side::Client).map(|found| self.say(&found.explain, about)).unwrap_or_default()
    }

    /// A text with its names filled in.
    pub fn say(&self, phrase: &Phrase, about: &Particulars<'_>) -> String {
        phrase.say(self.locale, |name| about.named(self, name))
    }

    /// A field as it is asked now, and as the request keeps it.
    pub(super) fn forms_of(&self, id: &str) -> Vec<&'a Field> {
        let live = self.live.requests.get(&self.kept.id);
        let forms = live.map(AsRef::as_ref).into_iter().chain([self.kept]);
        forms.filter_map(|of| of.field(&Id::from(id))).collect()
    }

    fn shown(&self, id: &Id, side: Side) -> Option<&'a Status> {
        let id = match side {
            Side::Client => self.kept.statuses.get(id).and_then(|found| found.shown_as.as_ref()).unwrap_or(id).clone(),
            Side::Team => id.clone(),
        };
        self.newest(|of| of.statuses.get(&id))
    }

    /// What a move is called on its button.
    pub fn made(&self, id: &Id) -> &'a str {
        self.newest(|of| of.moves.get(id)).map_or("", |found: &Move| found.label.get(self.locale))
    }

    /// What a field asks.
    pub fn field(&self, id: &Id) -> &'a str {
        let find = |of: &'a RequestType| of.fields().chain(&of.team_fields).find(|field| field.id == *id);
        self.newest(find).map_or("", |found: &Field| found.label.get(self.locale))
    }

    /// What a step is called.
    pub fn step(&self, id: &Id) -> &'a str {
        let find = |of: &'a RequestType| of.steps.iter().find(|step| step.id == *id);
        self.newest(find).map_or("", |found: &Step| found.label.get(self.locale))
    }

    /// What a task is called, when its template names it.
    pub fn task(&self, task: &Task) -> Option<&'a str> {
        let template = task.template.as_ref()?;
        self.newest(|of| of.tasks.get(template)).map(|found| found.label.get(self.locale))
    }

    /// Why a task is asked: the team's words, else its template's, else nothing.
    pub fn reason(&self, task: &Task, about: &Particulars<'_>) -> String {
        let template = || self.newest(|of| of.tasks.get(task.template.as_ref()?));
        match task.reason.is_empty() {
            false => task.reason.clone(),
            true => {
                template().and_then(|found| found.reason.as_ref()).map(|text| self.say(text, about)).unwrap_or_default()
            }
        }
    }

    /// The usual replies in force, by id.
    pub fn replies(&self) -> impl Iterator<Item = (&'a Id, &'a Reply)> {
        self.live.requests.get(&self.kept.id).map_or(self.kept, |live| live.as_ref()).replies.iter()
    }

    /// What an item of a task is called: its kind of document, its resource or its field, and what exactly. Nothing,
    /// where the task has one nameless part.
    pub fn item(&self, item: &Item) -> String {
        let resource = || self.live.resources.get(&item.kind).map(|found| found.label.get(self.locale));
        let field = || self.newest(|of| of.field(&item.kind)).map_or("", |found: &Field| found.label.get(self.locale));
        let kind = match self.kind(&item.kind) {
            "" => resource().or_else(|| self.slot(&item.kind)).unwrap_or_else(field),
            kind => kind,
        };
        if item.name.is_empty() { kind.to_owned() } else { format!("{kind} – {}", item.name) }
    }

    /// What a slot is called.
    fn slot(&self, id: &Id) -> Option<&'a str> {
        self.live.slots.get(id).map(|slot| slot.label.get(self.locale))
    }

    /// What a kind of document is called.
    pub fn kind(&self, id: &Id) -> &'a str {
        self.live.kinds.get(id).map_or("", |kind| kind.label.get(self.locale))
    }
}
