//! `roles`: own ones beside the built-in ones, and changes to those.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::{
    map::Map,
    reader::{Names, Reader},
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::code,
    id::Id,
    identity::{Permission, Reach, Role, Side},
};

/// Words for people that are no roles.
const RESERVED: [&str; 5] = ["doers", "watchers", "readers", "other_side", "open"];

/// Permissions of the language that nothing asks for yet.
const LATER: [&str; 14] = [
    "people.view",
    "request.share",
    "people.manage",
    "organisation.edit",
    "request.export",
    "document.remove",
    "project.manage",
    "slot.manage",
    "measure.view",
    "audit.view",
    "access.explain",
    "token.manage",
    "privacy.manage",
    "definition.publish",
];

pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, roles: &mut IndexMap<Id, Role>) {
    for (id, node) in read.named(node, "roles") {
        read.not_reserved(&id, &RESERVED);
        let Some(map) = read.map(node, "a role") else { continue };
        let mut role = match roles.get(&id.value) {
            Some(built_in) => {
                if map.has("like") || map.has("side") {
                    let message = format!("`{}` is built in and keeps its side", id.value);
                    read.fault(&code::TOGETHER, &map.key_span(if map.has("like") { "like" } else { "side" }), message);
                }
                built_in.clone()
            }
            None => begin(read, &map, roles),
        };
        let _ = (map.get("like"), map.get("side"));
        if let Some(label) = read.text_at(&map, "label") {
            role.label = label;
        } else if !roles.contains_key(&id.value) {
            map.need("label", "a role");
        }
        if let Some(node) = map.get("can") {
            permissions(read, node, &mut role);
        }
        map.finish(&[]);
        roles.insert(id.value, role);
    }
}

/// A role that begins like another, or on a side without permissions.
fn begin<'a>(read: Reader<'a>, map: &Map<'a>, roles: &IndexMap<Id, Role>) -> Role {
    let sides = [("client", Side::Client), ("team", Side::Team)];
    let side = map.get("side").and_then(|node| read.choice(node, "a side", &sides));
    let names = Names::new(roles.keys(), true);
    let like = map.get("like").and_then(|node| read.known(node, "a role", &names));
    if map.has("like") && map.has("side") {
        read.fault(&code::TOGETHER, &map.key_span("side"), "`like` gives the side already");
    } else if !map.has("like") && !map.has("side") {
        read.fault(&code::MISSING_KEY, &map.span, "a role needs `like` or `side`");
    }
    match like.and_then(|like| roles.get(&like)) {
        Some(role) => role.clone(),
        None => Role { label: "".into(), side: side.unwrap_or(Side::Client), can: BTreeMap::new() },
    }
}

fn permissions<'a>(read: Reader<'a>, node: &'a Node, role: &mut Role) {
    let Kind::Map(entries) = &node.kind else {
        return read.shape(node, "a map of permissions and their reach");
    };
    for Entry { key, value } in entries {
        let Some(permission) = Permission::ALL.into_iter().find(|known| known.name() == key.value) else {
            if LATER.contains(&key.value.as_str()) {
                read.fault(&code::NOT_YET, &key.span, format!("`{}` is not supported yet", key.value));
            } else {
                let known = Permission::ALL.iter().map(|known| known.name());
                read.unknown(&code::UNKNOWN_NAME, &key.value, &key.span, "a permission", known);
            }
            continue;
        };
        reach(read, value, role, permission);
    }
}

/// Gives the permission as far as is written; `none` takes it away.
fn reach<'a>(read: Reader<'a>, node: &'a Node, role: &mut Role, permission: Permission) {
    let Some(text) = read.word(node, "a reach") else { return };
    let (side, known): (_, &[(&str, Option<Reach>)]) = match role.side {
        Side::Client => {
            ("client", &[("own", Some(Reach::Own)), ("organisation", Some(Reach::Organisation)), ("none", None)])
        }
        Side::Team => ("team", &[("all", Some(Reach::All)), ("none", None)]),
    };
    if matches!(text, "projects" | "queues") || (role.side == Side::Team && text == "own") {
        read.fault(&code::NOT_YET, &node.span, format!("the reach `{text}` is not supported yet"));
    } else if let Some(found) = read.choice(node, &format!("a reach for the {side} side"), known) {
        match found {
            Some(reach) => role.can.insert(permission, reach),
            None => role.can.remove(&permission),
        };
    }
}
