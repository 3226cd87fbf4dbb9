//! `documents.yaml`: kinds of document.

use std::ops::Range;

use indexmap::IndexMap;

use super::{
    field::{self, Around, Owner, Placed},
    file::File,
    map::Map,
    portal::{Portal, words},
    reader::{Names, Reader},
    resources, scopes, settings,
    who::{Named, People},
    yaml::{self, Node},
};
use crate::{
    definition::{BelongsTo, Keep, KeepFrom, KeepThen, Kind, Resource, Text, Who, WhoWord, code, condition::Scope},
    document::Family,
    form::FieldType,
    id::Id,
    identity::{Permission, Role, Side},
};

/// Kinds by id, whether they are all that there are, and what ships with the definition.
pub(super) struct Kinds {
    pub by_id: IndexMap<Id, Kind>,
    pub names: Names,
    pub resources: IndexMap<Id, Resource>,
}

/// Largest size unless said otherwise, in bytes: 25 MB.
const MAX_SIZE: u64 = 25_000_000;
const USUAL: [Family; 4] = [Family::Pdf, Family::Image, Family::Office, Family::Text];
const SIDES: [WhoWord; 2] = [WhoWord::Side(Side::Client), WhoWord::Side(Side::Team)];

/// What a kind may accept: families of content, and links.
pub(super) const FAMILIES: [(&str, Option<Family>); 7] = [
    ("pdf", Some(Family::Pdf)),
    ("image", Some(Family::Image)),
    ("office", Some(Family::Office)),
    ("text", Some(Family::Text)),
    ("archive", Some(Family::Archive)),
    ("video", Some(Family::Video)),
    ("link", None),
];

impl Kinds {
    /// The kinds without a file: `attachment` alone.
    pub fn built_in(portal: &Portal, complete: bool) -> Self {
        let attachment = Kind {
            label: words("Attachment", "Pièce jointe"),
            belongs_to: BelongsTo::Request,
            added_by: vec![Side::Client, Side::Team],
            adders: Who(SIDES.to_vec()),
            seen_by: Who::default(),
            starts_internal: false,
            accepts: USUAL.to_vec(),
            accepts_links: false,
            max_size: MAX_SIZE,
            fields: Vec::new(),
            expires: None,
            model: None,
            personal: false,
            keep: usual_keep(portal),
        };
        let by_id = IndexMap::from([(Id::from("attachment"), attachment)]);
        let names = Names::new(by_id.keys(), complete);
        Self { by_id, names, resources: IndexMap::new() }
    }

    /// What a kind is called.
    pub fn label(&self, id: &Id) -> Option<&Text> {
        self.by_id.get(id).map(|kind| &kind.label).or_else(|| self.resources.get(id).map(|found| &found.label))
    }

    /// Reads the file.
    pub fn read(file: &File<'_>, portal: &Portal) -> Self {
        let mut kinds = Self::built_in(portal, false);
        let Some(root) = yaml::parse(file) else { return kinds };
        let read = Reader { file, locales: &portal.locales };
        let Some(map) = read.map(&root, "documents") else { return kinds };
        for (id, node) in map.get("kinds").map(|node| read.named(node, "kinds")).unwrap_or_default() {
            if let Some(kind) = read.map(node, "a kind of document").map(|map| one(read, map, &id.span, portal)) {
                kinds.by_id.insert(id.value, kind);
            }
        }
        kinds.names = Names::new(kinds.by_id.keys(), true);
        if let Some(node) = map.get("resources") {
            kinds.resources = resources::read(read, node, &kinds, portal);
        }
        map.finish(&[]);
        kinds
    }
}

/// How long documents are kept of which nothing is said.
fn usual_keep(portal: &Portal) -> Keep {
    Keep { period: Some(portal.retention.documents), from: KeepFrom::Shared, then: KeepThen::Erase }
}

fn one<'a>(read: Reader<'a>, map: Map<'a>, place: &Range<usize>, portal: &Portal) -> Kind {
    let starts = [("shared", false), ("internal", true)];
    let belongs = [
        ("request", BelongsTo::Request),
        ("project", BelongsTo::Project),
        ("organisation", BelongsTo::Organisation),
        ("everyone", BelongsTo::Everyone),
    ];
    let around = Around::beside(portal, Owner::Document);
    let mut scope: Scope = scopes::facts(portal);
    let fields = map.get("fields").map(|node| field::list(read, node, around, &mut scope, &mut Vec::new()));
    let fields = fields.unwrap_or_default();
    let roles = portal.role_names();
    let people = People { roles: &roles, scope: &scope, of_request: true };
    let who = |key| map.get(key).map(|node| read.who(node, people));
    let permitted = |named: &Named, needed| {
        if portal.read {
            read.permitted(named, &portal.roles, &[], |_| needed);
        }
    };
    let adders = who("added_by").unwrap_or_else(|| Named(vec![(SIDES[1].clone(), 0..0)]));
    permitted(&adders, Permission::DocumentAdd);
    let seen_by = who("seen_by").unwrap_or_default();
    permitted(&seen_by, Permission::DocumentView);
    read.no_paths(&seen_by, "a kind of document");
    let (accepts, accepts_links) =
        map.get("accepts").map_or_else(|| (USUAL.to_vec(), false), |node| families(read, node));
    let kind = Kind {
        label: read.needed_text(&map, "label", "a kind of document"),
        belongs_to: map
            .get("belongs_to")
            .and_then(|node| read.choice(node, "whose it is", &belongs))
            .unwrap_or(BelongsTo::Request),
        added_by: sides(&adders, &portal.roles),
        adders: adders.who(),
        seen_by: seen_by.who(),
        starts_internal: map
            .get("starts")
            .and_then(|node| read.choice(node, "`shared` or `internal`", &starts))
            .unwrap_or(false),
        accepts,
        accepts_links,
        max_size: map.get("max_size").and_then(|node| size(read, node)).unwrap_or(MAX_SIZE),
        expires: map.get("expires").and_then(|node| expires(read, node, &fields)),
        model: map.get("model").and_then(|node| read.existing(node, "a model", &[])),
        personal: read.truth(&map, "personal", false),
        keep: map
            .get("keep")
            .and_then(|node| settings::keep_document(read, node))
            .unwrap_or_else(|| usual_keep(portal)),
        fields: fields.into_iter().map(|(_, field)| field).collect(),
    };
    if kind.keep.period.is_none() && (kind.personal || kind.fields.iter().any(|field| field.personal)) {
        let place = if map.has("keep") { map.key_span("keep") } else { place.clone() };
        read.fault(&code::NO_END, &place, "what is personal in these documents would be kept for ever");
    }
    map.finish(&[]);
    kind
}

/// The sides on which these people stand.
fn sides(named: &Named, roles: &IndexMap<Id, Role>) -> Vec<Side> {
    let is_on = |word: &WhoWord, side: Side| word.side(roles) == Some(side);
    [Side::Client, Side::Team].into_iter().filter(|side| named.0.iter().any(|(word, _)| is_on(word, *side))).collect()
}

/// The field that says until when a document holds: a date of its own.
fn expires<'a>(read: Reader<'a>, node: &'a Node, fields: &[Placed]) -> Option<Id> {
    let dates = fields.iter().filter(|(_, field)| matches!(field.field_type, FieldType::Date { .. }));
    read.known(node, "a date field of this kind", &Names::new(dates.map(|(_, field)| &field.id), true))
}

/// The families of content that are accepted, and whether links are.
fn families<'a>(read: Reader<'a>, node: &'a Node) -> (Vec<Family>, bool) {
    let found: Vec<Option<Family>> =
        node.one_or_list().iter().filter_map(|item| read.choice(item, "a family of content", &FAMILIES)).collect();
    if node.one_or_list().is_empty() {
        read.shape(node, "at least one family of content");
    }
    (found.iter().copied().flatten().collect(), found.contains(&None))
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
