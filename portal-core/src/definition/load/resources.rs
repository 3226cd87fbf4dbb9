//! `resources`: documents that ship with the definition.

use indexmap::IndexMap;

use super::{branding::web_address, documents::Kinds, map::Map, portal::Portal, reader::Reader, scopes, yaml::Node};
use crate::{
    definition::{BelongsTo, Kind, Resource, ResourceContent, code, condition::Type},
    document::{Judgement, judge},
    id::Id,
};

/// How much of the two ends of a file is looked at.
const ENDS: usize = 4_096;

/// Reads the resources.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, kinds: &Kinds, portal: &Portal) -> IndexMap<Id, Resource> {
    let scope = scopes::facts(portal);
    let mut resources = IndexMap::new();
    for (id, node) in read.named(node, "resources") {
        if kinds.names.has(id.value.as_str()) {
            read.fault(&code::DUPLICATE_ID, &id.span, format!("`{}` is a kind of document already", id.value));
        }
        let Some(map) = read.map(node, "a resource") else { continue };
        let kind = map.need("kind", "a resource").and_then(|node| read.known(node, "a kind of document", &kinds.names));
        let label = read.needed_text(&map, "label", "a resource");
        let content = content(read, &map, kind.as_ref().and_then(|kind| kinds.by_id.get(kind)));
        let offered_when = read.condition_at(&map, "offered_when", &scope, &Type::Bool);
        map.finish(&[]);
        if let (Some(kind), Some(content)) = (kind, content) {
            read.insert(&mut resources, &id, Resource { kind, label, content, offered_when });
        }
    }
    resources
}

fn content<'a>(read: Reader<'a>, map: &Map<'a>, kind: Option<&Kind>) -> Option<ResourceContent> {
    if kind.is_some_and(|kind| kind.belongs_to != BelongsTo::Everyone) {
        let message = "what ships with the definition is of a kind that belongs to everyone";
        read.fault(&code::TOGETHER, &map.key_span("kind"), message);
    }
    match (map.get("file"), map.get("link")) {
        (Some(_), Some(_)) => {
            read.fault(&code::TOGETHER, &map.key_span("link"), "a resource is a `file` or a `link`");
            None
        }
        (Some(node), None) => file(read, node, kind).map(ResourceContent::File),
        (None, Some(node)) => {
            if kind.is_some_and(|kind| !kind.accepts_links) {
                read.fault(&code::TOGETHER, &map.key_span("link"), "this kind does not accept `link`");
            }
            web_address(read, node).map(ResourceContent::Link)
        }
        (None, None) => {
            if !map.has("file") && !map.has("link") {
                read.fault(&code::MISSING_KEY, &map.span, "a resource needs `file` or `link`");
            }
            None
        }
    }
}

/// The path of a file of the folder that the kind accepts, judged by its content.
pub(super) fn file<'a>(read: Reader<'a>, node: &'a Node, kind: Option<&Kind>) -> Option<String> {
    let path = read.existing(node, "a document", &[])?;
    let source = read.file.folder.iter().find(|source| source.path == path)?;
    let bytes = &source.bytes;
    let (head, tail) = (&bytes[..bytes.len().min(ENDS)], &bytes[bytes.len().saturating_sub(ENDS)..]);
    let Some(kind) = kind else { return Some(path) };
    match judge(head, tail, &path) {
        Judgement::Is(family, _) if kind.accepts.contains(&family) => {}
        _ => read.fault(&code::VALUE, &node.span, format!("`{path}` is no file that this kind accepts")),
    }
    if bytes.len() as u64 > kind.max_size {
        read.fault(&code::VALUE, &node.span, format!("`{path}` is larger than this kind accepts"));
    }
    Some(path)
}
