//! `to` of a rule: who is told, and whether what happens concerns them.

use super::{reader::Reader, rule::Place, shown::Sight, yaml::Node};
use crate::{
    definition::{Recipient, WhoWord, code, condition::Type, rules},
    id::Id,
    identity::{Permission, Side},
};

const WORDS: [(&str, Recipient); 8] = [
    ("requester", Recipient::Requester),
    ("owner", Recipient::Owner),
    ("doers", Recipient::Doers),
    ("watchers", Recipient::Watchers),
    ("readers", Recipient::Readers),
    ("other_side", Recipient::OtherSide),
    ("client", Recipient::Side(Side::Client)),
    ("team", Recipient::Side(Side::Team)),
];

/// Reads the recipients of a rule that listens to these events.
pub(super) fn several<'a>(read: Reader<'a>, node: &'a Node, on: &[String], place: &Place<'_>) -> Vec<Recipient> {
    let mut recipients = Vec::new();
    for item in node.one_or_list() {
        let Some(recipient) = one(read, item, place) else { continue };
        if !on.is_empty() && !on.iter().any(|event| reaches(&recipient, event, place)) {
            let message = format!("`{}` has no such people, or they may not see it", on.join("`, `"));
            read.fault(&code::CANNOT_FIRE, &item.span, message);
        }
        recipients.push(recipient);
    }
    if node.one_or_list().is_empty() {
        read.fault(&code::CANNOT_FIRE, &node.span, "nobody is told by this rule");
    }
    recipients
}

/// The side that reads what a rule says: clients, where one of them may be told. A channel is the team's.
pub(super) fn side(recipients: &[Recipient], place: &Place<'_>) -> Side {
    let is_client = |recipient: &Recipient| match recipient {
        Recipient::Owner => false,
        Recipient::Side(side) => *side == Side::Client,
        Recipient::Role(id) => place.portal.roles.get(id).is_none_or(|role| role.side == Side::Client),
        Recipient::Person(path) => place.scope.get(path) != Some(&Type::Person(Side::Team)),
        _ => true,
    };
    if recipients.iter().any(is_client) { Side::Client } else { Side::Team }
}

/// Whether an event concerns a recipient who may see it: notes are the team's, and without the permission to see a
/// request or a document nobody is told of it.
fn reaches(recipient: &Recipient, event: &str, place: &Place<'_>) -> bool {
    let Some(about) = rules::about(event) else { return true };
    let needed = match about {
        rules::About::Portal | rules::About::Draft => None,
        rules::About::Document => Some(Permission::DocumentView),
        _ => Some(Permission::RequestView),
    };
    let sight = Sight { roles: &place.portal.roles, openers: &[] };
    let sees = |word: WhoWord| place.seen_by.0.is_empty() || sight.sees(&place.seen_by, &word, Permission::RequestView);
    let may = match recipient {
        Recipient::Role(id) => place.portal.roles.get(id).is_none_or(|role| {
            needed.is_none_or(|needed| role.can.contains_key(&needed))
                && (about != rules::About::Note || role.side == Side::Team)
                && sees(WhoWord::Role(id.clone()))
        }),
        Recipient::Side(side) => (about != rules::About::Note || *side == Side::Team) && sees(WhoWord::Side(*side)),
        _ => true,
    };
    may && about.concerns(recipient)
}

fn one<'a>(read: Reader<'a>, node: &'a Node, place: &Place<'_>) -> Option<Recipient> {
    let text = read.word(node, "who is told")?;
    if let Some((_, known)) = WORDS.into_iter().find(|(word, _)| *word == text) {
        return Some(known);
    }
    let roles = place.portal.role_names();
    if text.contains('.') {
        return person(read, node, text, place);
    }
    if !roles.complete || roles.has(text) {
        return Some(Recipient::Role(Id::from(text)));
    }
    let known = WORDS.iter().map(|(word, _)| *word).chain(roles.words());
    read.unknown(&code::CANNOT_FIRE, text, &node.span, "a role or a word for people", known);
    None
}

/// A path to a person: `organisation.manager`, `answer.trainee`.
fn person<'a>(read: Reader<'a>, node: &'a Node, text: &str, place: &Place<'_>) -> Option<Recipient> {
    let leads = |name: &str| matches!(place.scope.get(name), Some(Type::Person(_)));
    let name = text.strip_prefix("answer.").unwrap_or(text);
    if !leads(name) {
        let written = |name: &str| if name.contains('.') { name.to_owned() } else { format!("answer.{name}") };
        let paths: Vec<String> = place.scope.names().filter(|name| leads(name)).map(written).collect();
        let known = paths.iter().map(String::as_str);
        read.unknown(&code::CANNOT_FIRE, text, &node.span, "a path to a person that is known here", known);
        return None;
    }
    Some(Recipient::Person(name.to_owned()))
}
