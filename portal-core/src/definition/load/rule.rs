//! `notifications`: changes to the built-in rules by id, and own ones.

use indexmap::IndexMap;

use super::{
    documents::Kinds,
    file::Spanned,
    map::Map,
    naming::Naming,
    outside::MAIL,
    portal::Portal,
    reader::{Names, Reader},
    recipient, scopes,
    yaml::Node,
};
use crate::{
    definition::{Ahead, Phrase, Rule, Who, code, condition::Scope, condition::Type, rules},
    id::Id,
};

/// Where rules stand, and what they may name there.
pub(super) struct Place<'p> {
    pub request_type: Option<&'p Id>,
    /// Who sees requests of that type.
    pub seen_by: Who,
    pub scope: Scope,
    pub naming: Naming,
    pub portal: &'p Portal,
}

impl<'p> Place<'p> {
    /// In portal.yaml: for all types.
    pub fn portal(portal: &'p Portal, kinds: &Kinds) -> Self {
        let scope = scopes::any_request(portal).with_all(&scopes::of_documents(&kinds.by_id));
        let naming = Naming::of_any_request(portal, &scope);
        Self {
            request_type: None,
            seen_by: Who::default(),
            scope: scopes::of_event(scope, &[], &[], &[]),
            naming,
            portal,
        }
    }
}

/// Reads the rules into `rules`.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, rules: &mut IndexMap<Id, Rule>, place: &Place<'_>) {
    let built_in = rules::built_in();
    for (id, node) in read.named(node, "rules") {
        let Some(map) = read.map(node, "a rule") else { continue };
        if built_in.contains_key(&id.value) && place.request_type.is_some() {
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
            rule.to = recipient::several(read, node, &rule.on, place);
        }
        manner(read, &map, rule, place);
    }
    map.finish(&[]);
    if off {
        rules.shift_remove(&id.value);
    }
}

fn own<'a>(read: Reader<'a>, map: Map<'a>, id: &Spanned<Id>, place: &Place<'_>) -> Option<Rule> {
    let (mut on, mut before) = (Vec::new(), Vec::new());
    for item in map.need("on", "a rule").map(Node::one_or_list).unwrap_or_default() {
        let Some(text) = read.word(item, "an event") else { continue };
        match text.split_once(" before ") {
            Some((by, of)) => before.extend(ahead(read, item, by, of, place)),
            None => on.extend(event(read, item, text, place)),
        }
    }
    let mut rule = Rule {
        id: id.value.clone(),
        when: read.condition_at(&map, "when", &place.scope, &Type::Bool),
        to: map.get("to").map(|node| recipient::several(read, node, &on, place)).unwrap_or_default(),
        through: vec![Id::from(MAIL)],
        merge: None,
        subject: None,
        intro: None,
        template: None,
        always: read.truth(&map, "always", false),
        request_type: place.request_type.cloned(),
        on,
        before,
    };
    manner(read, &map, &mut rule, place);
    if !map.has("to") && rule.mails() {
        map.need("to", "a rule that goes through mail");
    } else if map.has("to") && !rule.mails() {
        read.fault(&code::TOGETHER, &map.key_span("to"), "only mail has people it goes to; a channel has none");
    }
    let off = read.truth(&map, "off", false);
    map.finish(&[]);
    (!off).then_some(rule)
}

/// How the rule speaks: through what, how often, in which words.
fn manner<'a>(read: Reader<'a>, map: &Map<'a>, rule: &mut Rule, place: &Place<'_>) {
    if let Some(node) = map.get("through") {
        let mail = Id::from(MAIL);
        let channels = Names::new(place.portal.channels.keys().chain([&mail]), place.portal.read);
        rule.through = read.all_known(node, "a channel of portal.yaml", &channels);
    }
    rule.merge = map.get("merge").and_then(|node| read.duration(node)).or(rule.merge);
    let readers = recipient::side(&rule.to, place);
    let own = |key, before: &mut Option<Phrase>| read.phrase_at(map, key, &place.naming, readers).or(before.take());
    rule.subject = own("subject", &mut rule.subject);
    rule.intro = own("intro", &mut rule.intro);
    if let Some(node) = map.get("template") {
        rule.template = template(read, node);
        for key in ["subject", "intro"].into_iter().filter(|key| map.has(key)) {
            read.fault(&code::TOGETHER, &map.key_span(key), format!("a `template` says everything, `{key}` too"));
        }
    }
}

/// A template of `mails/`: `NAME.html` or `NAME.txt`.
fn template<'a>(read: Reader<'a>, node: &'a Node) -> Option<String> {
    let name = read.id(node)?.value;
    let paths = [format!("mails/{name}.html"), format!("mails/{name}.txt")];
    if !read.file.folder.iter().any(|source| paths.contains(&source.path)) {
        let message = format!("there is neither `{}` nor `{}`", paths[0], paths[1]);
        read.fault(&code::FILE, &node.span, message);
        return None;
    }
    Some(name.to_string())
}

/// An event of the language that can happen in this portal.
pub(super) fn event<'a>(read: Reader<'a>, node: &'a Node, text: &str, place: &Place<'_>) -> Option<String> {
    if rules::about(text).is_none() {
        read.unknown(&code::CANNOT_FIRE, text, &node.span, "an event", rules::EVENTS.iter().map(|(known, _)| *known));
        return None;
    }
    let portal = place.portal;
    let lacking = match text {
        "slot.booked" | "slot.changed" if portal.slots.is_empty() => "`slots`",
        "sync.failed" if portal.connectors.is_empty() => "`connectors`",
        "measure.warning" if portal.measures.values().all(|measure| measure.warn.is_none()) => "a measure with `warn`",
        _ => return Some(text.to_owned()),
    };
    if portal.read {
        read.fault(&code::CANNOT_FIRE, &node.span, format!("`{text}` never happens without {lacking}"));
    }
    None
}

/// `1 day before visit`.
fn ahead<'a>(read: Reader<'a>, node: &'a Node, by: &str, of: &str, place: &Place<'_>) -> Option<Ahead> {
    let Ok(by) = by.parse() else {
        read.fault(&code::VALUE, &node.span, format!("`{by}` is not a duration such as `1 day`"));
        return None;
    };
    let is_day = |is: &Type| matches!(is, Type::Date | Type::Time);
    if !place.scope.get(of).is_some_and(is_day) {
        let days: Vec<&str> = place.scope.names().filter(|name| place.scope.get(name).is_some_and(is_day)).collect();
        read.unknown(&code::CANNOT_FIRE, of, &node.span, "a date that is known here", days.into_iter());
        return None;
    }
    Some(Ahead { by, of: of.to_owned() })
}
