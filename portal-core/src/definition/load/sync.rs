//! `sync` of a request type: what other systems are told of its requests, and when.

use indexmap::IndexMap;

use super::{
    reader::{Names, Reader},
    rule::{self, Place},
    yaml::Node,
};
use crate::{
    definition::{
        Condition, SyncRule, code,
        condition::Type,
        rules::{self, About},
    },
    id::Id,
};

/// Reads `sync`: by connector.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, place: &Place<'_>) -> IndexMap<Id, SyncRule> {
    let connectors = Names::new(place.portal.connectors.keys(), place.portal.read);
    let mut found = IndexMap::new();
    for (id, node) in read.named(node, "connectors") {
        let name = id.value.as_str();
        if connectors.complete && !connectors.has(name) {
            let what = "a connector of portal.yaml";
            read.unknown(&code::UNKNOWN_NAME, name, &id.span, what, connectors.words());
        }
        let Some(map) = read.map(node, "what a connector is told") else { continue };
        let on = map.need("on", "what a connector is told").map(Node::one_or_list).unwrap_or_default();
        let sync = SyncRule {
            on: on.iter().filter_map(|item| event(read, item, place)).collect(),
            when: read.condition_at(&map, "when", &place.scope, &Type::Bool),
            send: map.need("send", "what a connector is told").map(|node| send(read, node, place)).unwrap_or_default(),
        };
        map.finish(&[]);
        read.insert(&mut found, &id, sync);
    }
    found
}

/// An event of a request of this type.
fn event<'a>(read: Reader<'a>, node: &'a Node, place: &Place<'_>) -> Option<String> {
    let text = read.word(node, "an event")?;
    let found = rule::event(read, node, text, place)?;
    if matches!(rules::about(&found), Some(About::Draft | About::Portal)) {
        let message = format!("`{found}` is not about a request, so there is nothing to send");
        read.fault(&code::CANNOT_FIRE, &node.span, message);
        return None;
    }
    Some(found)
}

/// What is sent: names of the other system, each with an expression of any type.
fn send<'a>(read: Reader<'a>, node: &'a Node, place: &Place<'_>) -> IndexMap<Id, Condition> {
    let mut sent = IndexMap::new();
    for (id, node) in read.named(node, "values") {
        if let Some(value) = read.condition(node, &place.scope, &Type::Any) {
            read.insert(&mut sent, &id, value);
        }
    }
    if sent.is_empty() && read.named(node, "values").is_empty() {
        read.fault(&code::MISSING_KEY, &node.span, "nothing would be sent");
    }
    sent
}
