//! `attributes`, `projects` and `lists`: what is known beside the forms.

use std::sync::Arc;

use indexmap::{IndexMap, indexmap};

use super::{
    answers,
    field::{self, Around, Owner},
    file::File,
    portal::{Portal, words},
    reader::{Names, Reader},
    scopes,
    who::{Named, People},
    yaml::{self, Node},
};
use crate::{
    definition::{
        Attribute, Attributes, InProject, Opening, ProjectKind, RequestType, Who, WhoWord, Writings, code,
        condition::Scope,
    },
    form::{Choice, Field, FieldType},
    id::Id,
    identity::{Permission, Side},
};

/// What an organisation and a project have anyway.
const TAKEN: [&str; 3] = ["id", "kind", "name"];

/// Reads `attributes`.
pub(super) fn read<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal) -> Attributes {
    let Some(map) = read.map(node, "attributes") else { return Attributes::default() };
    let of = |key| map.get(key).map(|node| attributes(read, node, portal)).unwrap_or_default();
    let found = Attributes { organisation: of("organisation"), host: of("host") };
    map.finish(&[]);
    found
}

fn attributes<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal) -> IndexMap<Id, Attribute> {
    let fields = fields(read, node, portal, Owner::Attribute);
    let editors: Vec<(Id, Named)> =
        read.list(node, "attributes").iter().filter_map(|item| editors(read, item, portal)).collect();
    let attribute = |field: Field| {
        let named = editors.iter().find(|(id, _)| *id == field.id).map(|(_, named)| named.who());
        let edited_by = named.unwrap_or_else(|| Who(vec![WhoWord::Side(Side::Team)]));
        (field.id.clone(), Attribute { field, edited_by })
    };
    fields.into_iter().map(attribute).collect()
}

/// Who may change the attribute of an item. What is wrong with the item itself was reported with its field.
fn editors<'a>(read: Reader<'a>, item: &'a Node, portal: &Portal) -> Option<(Id, Named)> {
    let map = read.map(item, "a field")?;
    let id = map.get("id").and_then(|node| read.id(node))?;
    let (roles, nowhere) = (portal.role_names(), Scope::new());
    let named = read.who(map.get("edited_by")?, People { roles: &roles, scope: &nowhere, of_request: false });
    read.permitted(&named, &portal.roles, &[], |_| Permission::OrganisationEdit);
    Some((id.value, named))
}

/// Fields that stand beside the forms.
fn fields<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal, owner: Owner) -> Vec<Field> {
    let around = Around::beside(portal, owner);
    let placed = field::list(read, node, around, &mut Scope::new(), &mut Vec::new());
    for (id, _) in &placed {
        read.not_reserved(id, &TAKEN);
    }
    let mut fields: Vec<Field> = Vec::new();
    for (_, field) in placed {
        if fields.iter().all(|other| other.id != field.id) {
            fields.push(field);
        }
    }
    fields
}

/// Projects of one kind, where the portal names none.
pub(super) fn usual_projects() -> IndexMap<Id, ProjectKind> {
    indexmap! { Id::from("project") => ProjectKind { label: words("Project", "Projet"), fields: Vec::new(), opens: Vec::new() } }
}

/// Reads `projects`.
pub(super) fn projects<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal) -> Option<IndexMap<Id, ProjectKind>> {
    let mut kinds = IndexMap::new();
    for (id, node) in read.named(node, "kinds of project") {
        let Some(map) = read.map(node, "a kind of project") else { continue };
        let label = read.needed_text(&map, "label", "a kind of project");
        let fields = map.get("fields").map(|node| fields(read, node, portal, Owner::Other)).unwrap_or_default();
        let opens = map.get("opens").map(|node| read.list(node, "requests")).unwrap_or_default();
        let opens = opens.iter().filter_map(|item| opening(read, item, portal)).collect();
        map.finish(&[]);
        read.insert(&mut kinds, &id, ProjectKind { label, fields, opens });
    }
    (!kinds.is_empty()).then_some(kinds)
}

/// A request that a project opens. Its answers are read when the forms are known: see [`openings`].
fn opening<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal) -> Option<Opening> {
    let map = read.map(node, "a request to open")?;
    let types = Names::new(&portal.types, true);
    let request = map.need("request", "an opening").and_then(|node| read.known(node, "a request type", &types));
    let due = map.get("due").and_then(|node| read.duration(node));
    map.forgive("answers");
    map.finish(&[]);
    Some(Opening { request: request?, answers: Writings::new(), due })
}

/// The answers of what projects open, once the forms are known.
pub(super) fn openings(
    file: &File<'_>,
    portal: &mut Portal,
    kinds: &IndexMap<Id, crate::definition::Kind>,
    types: &IndexMap<Id, Arc<RequestType>>,
) {
    let Some(root) = yaml::parse(file) else { return };
    let read = Reader { file, locales: &portal.locales };
    let around = answers::Around { kinds, people: None };
    let Some(projects) = read.map(&root, "the portal").and_then(|map| map.get("projects")) else { return };
    for (id, node) in read.named(projects, "kinds of project") {
        let Some(opens) = read.map(node, "a kind of project").and_then(|map| map.get("opens")) else { continue };
        let written: Vec<Writings> = read
            .list(opens, "requests")
            .iter()
            .filter_map(|item| {
                let map = read.map(item, "a request to open")?;
                let request = map.get("request").and_then(|node| read.id(node))?;
                let (request, place) = (request.value, request.span);
                // Nobody is there to hand in a file, or to choose a time.
                let apart =
                    |field: &&Field| matches!(field.field_type, FieldType::Document { .. } | FieldType::Slot { .. });
                let of = types.get(&request)?;
                if of.project == InProject::None {
                    let message = format!("requests of `{request}` belong to no project");
                    read.fault(&code::NO_PROJECT, &place, message);
                }
                let fields: Vec<&Field> = of.fields().filter(|field| !apart(field)).collect();
                let answers = map.get("answers").map(|node| read.answers(node, &fields, around));
                Some(answers.unwrap_or_default())
            })
            .collect();
        // Both lists leave out what names no request type, so they are equally long unless one could not be read.
        if let Some(kind) = portal.projects.get_mut(&id.value).filter(|kind| kind.opens.len() == written.len()) {
            kind.opens.iter_mut().zip(written).for_each(|(opening, answers)| opening.answers = answers);
        }
    }
}

/// Reads `lists`: options that several forms share.
pub(super) fn lists<'a>(read: Reader<'a>, node: &'a Node, portal: &Portal) -> IndexMap<Id, Vec<Choice>> {
    let scope = scopes::facts(portal);
    let mut lists = IndexMap::new();
    for (id, node) in read.named(node, "lists") {
        read.insert(&mut lists, &id, super::types::choices(read, node, &scope));
    }
    lists
}
