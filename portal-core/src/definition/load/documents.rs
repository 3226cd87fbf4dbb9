//! `documents.yaml`: kinds of document.

use indexmap::IndexMap;

use super::{
    field::{self, Around, Owner},
    file::File,
    map::Map,
    portal::{Portal, words},
    reader::{Names, Reader},
    scopes,
    yaml::{self, Node},
};
use crate::{
    definition::{Duration, Kind, code},
    document::Family,
    id::Id,
    identity::Side,
};

/// Kinds by id, and whether they are all that there are.
pub(super) struct Kinds {
    pub by_id: IndexMap<Id, Kind>,
    pub names: Names,
}

/// Largest size unless said otherwise, in bytes: 25 MB.
const MAX_SIZE: u64 = 25_000_000;
const USUAL: [Family; 4] = [Family::Pdf, Family::Image, Family::Office, Family::Text];
const LATER: [&str; 5] = ["belongs_to", "seen_by", "expires", "model", "personal"];

impl Kinds {
    /// The kinds without a file: `attachment` alone.
    pub fn built_in(complete: bool) -> Self {
        let attachment = Kind {
            label: words("Attachment", "Pièce jointe"),
            added_by: vec![Side::Client, Side::Team],
            starts_internal: false,
            accepts: USUAL.to_vec(),
            max_size: MAX_SIZE,
            fields: Vec::new(),
            keep: None,
        };
        let by_id = IndexMap::from([(Id::from("attachment"), attachment)]);
        let names = Names::new(by_id.keys(), complete);
        Self { by_id, names }
    }

    /// Reads the file.
    pub fn read(file: &File<'_>, portal: &Portal) -> Self {
        let mut kinds = Self::built_in(false);
        let Some(root) = yaml::parse(file) else { return kinds };
        let read = Reader { file, locales: &portal.locales };
        let Some(map) = read.map(&root, "documents") else { return kinds };
        for (id, node) in map.get("kinds").map(|node| read.named(node, "kinds")).unwrap_or_default() {
            if let Some(kind) = read.map(node, "a kind of document").map(|map| one(read, map, portal)) {
                kinds.by_id.insert(id.value, kind);
            }
        }
        map.finish(&["resources"]);
        kinds.names = Names::new(kinds.by_id.keys(), true);
        kinds
    }
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, portal: &Portal) -> Kind {
    let sides = [("client", Side::Client), ("team", Side::Team)];
    let side = |item| read.choice(item, "a side: kinds are added by `client`, `team` or both", &sides);
    let starts = [("shared", false), ("internal", true)];
    let none = Names::default();
    let around = Around { kinds: &IndexMap::new(), kind_names: &none, currency: &portal.currency, owner: Owner::Other };
    let mut scope = scopes::facts(portal);
    let fields = map.get("fields").map(|node| field::list(read, node, around, &mut scope, &mut Vec::new()));
    let kind = Kind {
        label: read.needed_text(&map, "label", "a kind of document"),
        added_by: map
            .get("added_by")
            .map_or_else(|| vec![Side::Team], |node| node.one_or_list().iter().filter_map(side).collect()),
        starts_internal: map
            .get("starts")
            .and_then(|node| read.choice(node, "`shared` or `internal`", &starts))
            .unwrap_or(false),
        accepts: map.get("accepts").map_or_else(|| USUAL.to_vec(), |node| families(read, node)),
        max_size: map.get("max_size").and_then(|node| size(read, node)).unwrap_or(MAX_SIZE),
        fields: fields.unwrap_or_default().into_iter().map(|(_, field)| field).collect(),
        keep: map.get("keep").and_then(|node| keep(read, node)),
    };
    map.finish(&LATER);
    kind
}

fn families<'a>(read: Reader<'a>, node: &'a Node) -> Vec<Family> {
    let words = [
        ("pdf", Family::Pdf),
        ("image", Family::Image),
        ("office", Family::Office),
        ("text", Family::Text),
        ("archive", Family::Archive),
        ("video", Family::Video),
    ];
    let mut families = Vec::new();
    for item in node.one_or_list() {
        if read.word(item, "a family of content").is_some_and(|word| word == "link") {
            read.fault(&code::NOT_YET, &item.span, "`link` is not supported yet");
        } else if let Some(family) = read.choice(item, "a family of content", &words) {
            families.push(family);
        }
    }
    if node.one_or_list().is_empty() {
        read.shape(node, "at least one family of content");
    }
    families
}

/// `500 kB`, `25 MB`: powers of ten, as people read them.
fn size<'a>(read: Reader<'a>, node: &'a Node) -> Option<u64> {
    let text = read.word(node, "a size")?;
    let parts = text.split_once(' ').and_then(|(count, unit)| {
        let unit = [("kB", 1_000_u64), ("MB", 1_000_000), ("GB", 1_000_000_000)]
            .into_iter()
            .find(|(name, _)| *name == unit)?
            .1;
        count.parse::<u64>().ok()?.checked_mul(unit).filter(|size| (1..=5_000_000_000).contains(size))
    });
    if parts.is_none() {
        read.fault(&code::VALUE, &node.span, format!("`{text}` is not a size such as `25 MB`, of at most 5 GB"));
    }
    parts
}

/// `keep: 12 months`, or `keep: {for: 12 months, then: erase}`.
pub(super) fn keep<'a>(read: Reader<'a>, node: &'a Node) -> Option<Duration> {
    if matches!(node.kind, yaml::Kind::Text(_)) {
        return read.duration(node);
    }
    let map = read.map(node, "a duration, or a map")?;
    let duration = map.need("for", "`keep`").and_then(|node| read.duration(node));
    if let Some(then) = map.get("then")
        && read.word(then, "`erase`").is_some_and(|word| word != "erase")
    {
        read.fault(&code::NOT_YET, &then.span, "only `then: erase` is supported yet");
    }
    map.finish(&["from"]);
    duration
}
