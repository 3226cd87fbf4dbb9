//! `roles`: own ones beside the built-in ones, and changes to those.

use std::{collections::BTreeMap, ops::Range};

use indexmap::IndexMap;

use super::{
    map::Map,
    reader::{Names, Reader},
    unused::Given,
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::code,
    id::Id,
    identity::{Permission, Reach, Role, Side},
};

/// Words for people that are no roles.
const RESERVED: [&str; 5] = ["doers", "watchers", "readers", "other_side", "open"];

/// Reads the roles into `roles`; the permissions they are given are returned with their places.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, roles: &mut IndexMap<Id, Role>) -> Vec<Given> {
    let mut given = Vec::new();
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
            let written = permissions(read, node, &mut role);
            given.extend(written.into_iter().map(|(permission, span)| Given {
                role: id.value.clone(),
                permission,
                span,
            }));
        }
        map.finish(&[]);
        roles.insert(id.value, role);
    }
    given
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

fn permissions<'a>(read: Reader<'a>, node: &'a Node, role: &mut Role) -> Vec<(Permission, Range<usize>)> {
    let mut written = Vec::new();
    let Kind::Map(entries) = &node.kind else {
        read.shape(node, "a map of permissions and their reach");
        return written;
    };
    for Entry { key, value } in entries {
        match Permission::ALL.iter().find(|known| known.name() == key.value) {
            Some(permission) => {
                reach(read, value, role, *permission);
                written.push((*permission, key.span.clone()));
            }
            None => {
                let known = Permission::ALL.iter().map(|known| known.name());
                read.unknown(&code::UNKNOWN_NAME, &key.value, &key.span, "a permission", known);
            }
        }
    }
    written
}

/// Gives the permission as far as is written; `none` takes it away.
fn reach<'a>(read: Reader<'a>, node: &'a Node, role: &mut Role, permission: Permission) {
    let (side, far) = match role.side {
        Side::Client => ("client", [("projects", Reach::Projects), ("organisation", Reach::Organisation)].as_slice()),
        Side::Team => {
            ("team", [("projects", Reach::Projects), ("queues", Reach::Queues), ("all", Reach::All)].as_slice())
        }
    };
    let far = far.iter().map(|(word, reach)| (*word, Some(*reach)));
    let known: Vec<_> = [("none", None), ("own", Some(Reach::Own))].into_iter().chain(far).collect();
    match read.choice(node, &format!("a reach for the {side} side"), &known) {
        Some(Some(reach)) => drop(role.can.insert(permission, reach)),
        Some(None) => drop(role.can.remove(&permission)),
        None => {}
    }
}
