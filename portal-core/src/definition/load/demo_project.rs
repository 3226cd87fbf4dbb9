//! The projects of the demo's organisations.

use indexmap::IndexMap;

use super::{
    answers::Around,
    file::Spanned,
    portal::Portal,
    reader::{Names, Reader},
    yaml::Node,
};
use crate::{
    definition::{Demo, DemoProject, code},
    id::Id,
};

/// A project as it is written: whose, its id, and the rest.
pub(super) type Found<'a> = (Id, Spanned<Id>, &'a Node);

/// The projects that a membership may name: those of its organisation, or in the team all.
pub(super) fn near(found: &[Found<'_>], organisation: Option<&Id>) -> Names {
    let near = found.iter().filter(|(of, ..)| organisation.is_none_or(|organisation| of == organisation));
    Names::new(near.map(|(_, id, _)| &id.value), true)
}

/// Reads them, once all people are known.
pub(super) fn read<'a>(read: Reader<'a>, demo: &mut Demo, found: Vec<Found<'a>>, portal: &Portal) {
    let people = Around::people(demo, portal);
    let around = Around { kinds: &IndexMap::new(), people: Some(&people) };
    let kinds = Names::new(portal.projects.keys(), portal.read);
    let mut seen: Vec<Id> = Vec::new();
    for (of, id, node) in found {
        let Some(map) = read.map(node, "a project") else { continue };
        if seen.contains(&id.value) {
            read.fault(&code::DUPLICATE_ID, &id.span, format!("another project is called `{}`", id.value));
        }
        seen.push(id.value.clone());
        let only = portal.projects.keys().next().filter(|_| portal.projects.len() == 1).cloned();
        let kind = match &only {
            Some(_) => map.get("kind"),
            None => map.need("kind", "a project"),
        };
        let kind = kind.and_then(|node| read.known(node, "a kind of project", &kinds)).or(only);
        let name = map.need("name", "a project").and_then(|node| read.line(node, "a name", 120));
        let fields: Vec<_> =
            kind.iter().filter_map(|kind| portal.projects.get(kind)).flat_map(|kind| &kind.fields).collect();
        let fields = map.get("fields").map(|node| read.answers(node, &fields, around)).unwrap_or_default();
        map.finish(&[]);
        let (Some(kind), Some(name)) = (kind, name) else { continue };
        if let Some(organisation) = demo.organisations.get_mut(&of) {
            organisation.projects.insert(id.value, DemoProject { kind, name, fields });
        }
    }
}
