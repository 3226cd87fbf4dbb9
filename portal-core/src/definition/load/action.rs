//! What a task asks for: exactly one kind of action.

use std::ops::Range;

use super::{
    documents::Kinds,
    field::{self, Owner},
    file::Spanned,
    map::Map,
    reader::{Names, Reader},
    tasks::{Around, text_or_empty},
    yaml::{Kind, Node},
};
use crate::{
    definition::{
        Action, code,
        condition::{Scope, Type},
    },
    form::Field,
    id::Id,
    identity::Side,
};

/// The keys that say what is to be done.
const KINDS: [&str; 8] = ["provide", "answer", "correct", "approve", "read", "reply", "book", "do"];

/// An action, and the fields that it adds to the form.
pub(super) struct Answered {
    pub action: Action,
    pub fields: Vec<(Field, Range<usize>)>,
}

/// Reads the one action of a task; where it has none, an approval of the request stands in for it.
pub(super) fn read<'a>(
    read: Reader<'a>,
    map: &Map<'a>,
    id: &Spanned<Id>,
    around: &Around<'_>,
    scope: &mut Scope,
    ids: &mut Vec<Id>,
) -> Answered {
    let mut written = KINDS.into_iter().filter(|key| map.has(key));
    let first = written.next();
    for other in written {
        read.fault(&code::TOGETHER, &map.key_span(other), "a task has one action");
        map.forgive(other);
    }
    let Some(key) = first else {
        let message = format!("a task needs an action: one of `{}`", KINDS.join("`, `"));
        read.fault(&code::MISSING_KEY, &map.span, message);
        return Answered { action: Action::ApproveRequest, fields: Vec::new() };
    };
    let mut fields = Vec::new();
    let Some(node) = map.get(key) else { return Answered { action: Action::ApproveRequest, fields } };
    let action = match key {
        "provide" => Action::Provide(some(read, node, "a kind of document", &around.kinds.names)),
        "answer" => {
            let (portal, kinds) = (around.portal, Some(around.kinds));
            let of = field::Around { portal, kinds, openers: around.openers, owner: Owner::Task, last: None };
            let placed = field::list(read, node, of, scope, ids);
            fields = placed.into_iter().map(|(id, field)| (field, id.span)).collect();
            Action::Answer(fields.iter().map(|(field, _)| field.clone()).collect())
        }
        "correct" => Action::Correct(some(read, node, "a field of the form, other than files and times", around.form)),
        "approve" => approve(read, node, around.kinds),
        "read" => Action::Read(some(read, node, "a resource or a kind of document", &readable(around.kinds))),
        "reply" => Action::Reply(text_or_empty(read, node)),
        "book" => {
            scope.add(id.value.as_str(), Type::Time);
            book(read, node, around, scope)
        }
        _ => Action::Do(text_or_empty(read, node)),
    };
    Answered { action, fields }
}

/// At least one of several names.
fn some<'a>(read: Reader<'a>, node: &'a Node, what: &str, names: &Names) -> Vec<Id> {
    if node.one_or_list().is_empty() {
        read.shape(node, &format!("at least {what}"));
    }
    read.all_known(node, what, names)
}

fn approve<'a>(read: Reader<'a>, node: &'a Node, kinds: &Kinds) -> Action {
    if matches!(&node.kind, Kind::Text(word) if word == "request") {
        return Action::ApproveRequest;
    }
    read.known(node, "a kind of document, or `request`", &kinds.names)
        .map_or(Action::ApproveRequest, Action::ApproveDocument)
}

/// Whoever is asked for documents can add them.
pub(super) fn fits(read: Reader<'_>, map: &Map<'_>, action: &Action, side: Side, around: &Around<'_>) {
    let Action::Provide(asked) = action else { return };
    let (here, there) = match side {
        Side::Client => ("the client is", "the team"),
        Side::Team => ("the team is", "the client"),
    };
    for kind in asked {
        if around.kinds.by_id.get(kind).is_some_and(|found| !found.added_by.contains(&side)) {
            let message = format!("{here} asked for a `{kind}`, which only {there} adds");
            let place = map.get("provide").map_or_else(|| map.key_span("provide"), |node| node.span.clone());
            read.fault(&code::IMPOSSIBLE, &place, message);
        }
    }
}

/// What can be read: resources, and the shared documents of a kind.
fn readable(kinds: &Kinds) -> Names {
    Names::new(kinds.by_id.keys().chain(kinds.resources.keys()), kinds.names.complete)
}

/// The slots among which a time is chosen.
fn book<'a>(read: Reader<'a>, node: &'a Node, around: &Around<'_>, scope: &Scope) -> Action {
    let names = Names::new(around.portal.slots.keys(), around.portal.read);
    let slots = read.cases(node, scope, |node| read.known(node, "slots of portal.yaml", &names));
    slots.map_or(Action::ApproveRequest, Action::Book)
}
