//! The names of what is live for all at once: what a kept form and workflow counts on.

use std::collections::BTreeSet;

use crate::{
    definition::{Action, Definition, Need, RequestType, Who, WhoWord},
    form::{Field, FieldType},
    id::Id,
};

/// A name of something that is live for all at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Live {
    /// Who may do something.
    Role(Id),
    /// A kind of document.
    Kind(Id),
    /// Where requests wait for the team.
    Queue(Id),
    /// When deadlines count.
    Calendar(Id),
    /// What clients book.
    Slot(Id),
    /// What groups requests.
    Project(Id),
}

impl Live {
    /// Whether a definition has it.
    pub fn is_in(&self, definition: &Definition) -> bool {
        match self {
            Self::Role(id) => definition.roles.contains_key(id),
            Self::Kind(id) => definition.kinds.contains_key(id),
            Self::Queue(id) => definition.queues.contains_key(id),
            Self::Calendar(id) => definition.calendars.contains_key(id),
            Self::Slot(id) => definition.slots.contains_key(id),
            Self::Project(id) => definition.projects.contains_key(id),
        }
    }

    /// What it is, the key of the file it stands below, and its id.
    pub fn words(&self) -> (&'static str, &'static str, &Id) {
        match self {
            Self::Role(id) => ("role", "`roles` of portal.yaml", id),
            Self::Kind(id) => ("kind of document", "`kinds` of documents.yaml", id),
            Self::Queue(id) => ("queue", "`queues` of portal.yaml", id),
            Self::Calendar(id) => ("calendar", "`calendars` of portal.yaml", id),
            Self::Slot(id) => ("slot", "`slots` of portal.yaml", id),
            Self::Project(id) => ("kind of project", "`projects` of portal.yaml", id),
        }
    }
}

/// What a kept form and workflow names. A type on the first calendar of its portal counts on whichever is the first, and
/// names none.
pub(super) fn of_type(kept: &RequestType, definition: &Definition) -> BTreeSet<Live> {
    let mut names = BTreeSet::new();
    for field in kept.fields().chain(&kept.team_fields) {
        of_field(field, &mut names);
    }
    for task in kept.tasks.values() {
        of_who(&task.by, &mut names);
        match &task.action {
            Action::Provide(kinds) => names.extend(kinds.iter().cloned().map(Live::Kind)),
            Action::ApproveDocument(kind) => {
                names.insert(Live::Kind(kind.clone()));
            }
            Action::Answer(fields) => fields.iter().for_each(|field| of_field(field, &mut names)),
            // Resources have ids of their own.
            Action::Read(what) => {
                let kinds = what.iter().filter(|id| definition.kinds.contains_key(*id));
                names.extend(kinds.cloned().map(Live::Kind));
            }
            Action::Book(slots) => names.extend(slots.values().cloned().map(Live::Slot)),
            Action::Correct(_) | Action::ApproveRequest | Action::Reply(_) | Action::Do(_) => {}
        }
    }
    for found in kept.moves.values() {
        found.by.iter().for_each(|by| of_who(by, &mut names));
        names.extend(found.shares.iter().cloned().map(Live::Kind));
        names.extend(found.needs.iter().filter_map(|need| match need {
            Need::Document(kind) => Some(Live::Kind(kind.clone())),
            _ => None,
        }));
    }
    let first = definition.calendars.keys().next();
    names.extend(kept.calendar.values().filter(|id| first != Some(*id)).cloned().map(Live::Calendar));
    names
}

fn of_field(field: &Field, names: &mut BTreeSet<Live>) {
    of_who(&field.seen_by, names);
    match &field.field_type {
        FieldType::Document { kind, .. } => {
            names.insert(Live::Kind(kind.clone()));
        }
        FieldType::Slot { of } => names.extend(of.values().cloned().map(Live::Slot)),
        _ => {}
    }
    field.row_fields().iter().for_each(|field| of_field(field, names));
}

fn of_who(who: &Who, names: &mut BTreeSet<Live>) {
    names.extend(of_words(&who.0));
}

/// The roles among who-words.
pub(super) fn of_words(words: &[WhoWord]) -> impl Iterator<Item = Live> + '_ {
    words.iter().filter_map(|word| match word {
        WhoWord::Role(role) => Some(Live::Role(role.clone())),
        _ => None,
    })
}
