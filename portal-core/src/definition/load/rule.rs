//! `notifications`: changes to the built-in rules by id, and own ones.

use indexmap::IndexMap;

use super::{
    file::Spanned,
    map::Map,
    portal::Portal,
    reader::{Names, Reader},
    scopes,
    yaml::Node,
};
use crate::{
    definition::{Recipient, Rule, code, condition::Scope, condition::Type, rules},
    id::Id,
    identity::Side,
};

/// Where rules stand, and what their conditions may use there.
pub(super) struct Place<'p> {
    pub request_type: Option<&'p Id>,
    pub scope: Scope,
    pub roles: Names,
}

/// Built-in rules and events of the language that nothing raises yet.
const LATER_RULES: [&str; 5] = ["due_soon", "late", "slot_changed", "draft_expiring", "trouble"];
const LATER_EVENTS: [&str; 16] = [
    "request.due_soon",
    "request.late",
    "task.due_soon",
    "task.late",
    "note.posted",
    "document.expiring",
    "slot.booked",
    "slot.changed",
    "draft.expiring",
    "person.invited",
    "person.joined",
    "account.dormant",
    "retention.due",
    "delivery.failed",
    "sync.failed",
    "measure.warning",
];
const LATER: [&str; 3] = ["merge", "through", "template"];

/// Reads the rules into `rules`.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, rules: &mut IndexMap<Id, Rule>, place: &Place<'_>) {
    let built_in = rules::built_in();
    for (id, node) in read.named(node, "rules") {
        let Some(map) = read.map(node, "a rule") else { continue };
        if LATER_RULES.contains(&id.value.as_str()) {
            read.fault(&code::NOT_YET, &id.span, format!("the rule `{}` is not supported yet", id.value));
        } else if built_in.contains_key(&id.value) && place.request_type.is_some() {
            let message = format!("`{}` is a built-in rule: it is changed in portal.yaml", id.value);
            read.fault(&code::RESERVED, &id.span, message);
        } else if built_in.contains_key(&id.value) {
            change(read, map, &id, rules, place);
        } else if let Some(rule) = own(read, map, &id, place) {
            read.insert(rules, &id, rule);
        }
    }
}

fn change<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, rules: &mut IndexMap<Id, Rule>, place: &Place<'_>) {
    let off = read.truth(&map, "off", false);
    for key in ["on", "when", "always"].into_iter().filter(|key| map.has(key)) {
        let message = format!("`{key}` of the built-in rule `{}` cannot be changed", id.value);
        let help = "turn it `off` and write a rule of your own";
        read.file.fault_with(&code::TOGETHER, map.key_span(key), message, help);
        map.forgive(key);
    }
    if let Some(rule) = rules.get_mut(&id.value) {
        if let Some(node) = map.get("to") {
            rule.to = recipients(read, node, &rule.on, &place.roles);
        }
        rule.subject = read.text_at(&map, "subject").or(rule.subject.take());
        rule.intro = read.text_at(&map, "intro").or(rule.intro.take());
    }
    map.finish(&LATER);
    if off {
        rules.shift_remove(&id.value);
    }
}

fn own<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, place: &Place<'_>) -> Option<Rule> {
    let on: Vec<String> = match map.need("on", "a rule") {
        Some(node) => node.one_or_list().iter().filter_map(|item| event(read, item)).collect(),
        None => Vec::new(),
    };
    let to = map.need("to", "a rule").map(|node| recipients(read, node, &on, &place.roles));
    let rule = Rule {
        id: id.value.clone(),
        when: read.condition_at(&map, "when", &place.scope, &Type::Bool),
        to: to.unwrap_or_default(),
        subject: read.text_at(&map, "subject"),
        intro: read.text_at(&map, "intro"),
        always: read.truth(&map, "always", false),
        request_type: place.request_type.cloned(),
        on,
    };
    let off = read.truth(&map, "off", false);
    map.finish(&LATER);
    (!off).then_some(rule)
}

fn event<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let text = read.word(node, "an event")?;
    if rules::EVENTS.iter().any(|(known, _)| *known == text) {
        return Some(text.to_owned());
    }
    if LATER_EVENTS.contains(&text) || text.contains(" before ") {
        read.fault(&code::NOT_YET, &node.span, format!("the event `{text}` is not supported yet"));
    } else {
        let known = rules::EVENTS.iter().map(|(known, _)| *known);
        read.unknown(&code::CANNOT_FIRE, text, &node.span, "an event", known);
    }
    None
}

fn recipients<'a>(read: Reader<'a>, node: &'a Node, on: &[String], roles: &Names) -> Vec<Recipient> {
    let mut recipients = Vec::new();
    for item in node.one_or_list() {
        let Some(recipient) = recipient(read, item, roles) else { continue };
        let special = matches!(recipient, Recipient::Doers | Recipient::Readers | Recipient::OtherSide);
        let fits =
            |event: &String| rules::EVENTS.iter().any(|(known, to)| known == event && to.as_ref() == Some(&recipient));
        if special && !on.is_empty() && !on.iter().all(fits) {
            let message = format!("`{}` has no such people", on.join("`, `"));
            read.fault(&code::CANNOT_FIRE, &item.span, message);
        }
        recipients.push(recipient);
    }
    if node.one_or_list().is_empty() {
        read.fault(&code::CANNOT_FIRE, &node.span, "nobody is told by this rule");
    }
    recipients
}

fn recipient<'a>(read: Reader<'a>, node: &'a Node, roles: &Names) -> Option<Recipient> {
    let text = read.word(node, "who is told")?;
    Some(match text {
        "requester" => Recipient::Requester,
        "owner" => Recipient::Owner,
        "doers" => Recipient::Doers,
        "readers" => Recipient::Readers,
        "other_side" => Recipient::OtherSide,
        "client" => Recipient::Side(Side::Client),
        "team" => Recipient::Side(Side::Team),
        role if !roles.complete || roles.has(role) => Recipient::Role(Id::from(role)),
        path if path.contains('.') || path == "watchers" => {
            read.fault(&code::NOT_YET, &node.span, format!("`{path}` is not supported yet"));
            return None;
        }
        other => {
            let words = ["requester", "owner", "doers", "readers", "other_side", "client", "team"];
            let known = words.into_iter().chain(roles.words());
            read.unknown(&code::CANNOT_FIRE, other, &node.span, "a role or a word for people", known);
            return None;
        }
    })
}

impl Place<'_> {
    /// In portal.yaml: for all types.
    pub fn portal(portal: &Portal) -> Self {
        let scope = scopes::of_event(scopes::any_request(portal));
        Self { request_type: None, scope, roles: portal.role_names() }
    }
}
