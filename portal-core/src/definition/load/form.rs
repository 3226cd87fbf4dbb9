//! `steps`, or `fields` alone for a form of one page.

use std::ops::Range;

use super::{
    field::{self, Around, Placed},
    file::File,
    map::Map,
    reader::Reader,
    scopes,
};
use crate::{
    definition::{
        Step, Text, code,
        condition::{Scope, Type},
    },
    form::{Field, FieldType},
    id::Id,
};

/// The most fields of a form, groups counted as one.
const MOST_FIELDS: usize = 500;

/// A form, with the places of its fields in the same order.
#[derive(Default)]
pub(super) struct FormParts {
    pub steps: Vec<Step>,
    pub places: Vec<Range<usize>>,
}

impl FormParts {
    /// The fields of all steps, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// Reports a stop that nobody gets past: nobody could ever send the form.
    fn never_ends(&self, read: Reader<'_>) {
        let stops = |field: &Field| matches!(field.field_type, FieldType::Stop) && field.show_when.is_none();
        let fields = self.steps.iter().flat_map(|step| step.fields.iter().map(move |field| (step, field)));
        for ((step, field), span) in fields.zip(&self.places) {
            if stops(field) && step.show_when.is_none() {
                let message = format!("`{}` stops everybody: nobody could ever send the form", field.id);
                read.fault(&code::ALWAYS_STOPS, span, message);
            }
        }
    }

    fn push(&mut self, id: Id, label: Text, show_when: Option<crate::definition::Condition>, fields: Vec<Placed>) {
        self.places.extend(fields.iter().map(|(id, _)| id.span.clone()));
        self.steps.push(Step { id, label, show_when, fields: fields.into_iter().map(|(_, field)| field).collect() });
    }
}

/// Reads the form; each field is added to `scope` for those after it, and its id to `ids`.
pub(super) fn read<'a>(
    read: Reader<'a>,
    map: &Map<'a>,
    label: &Text,
    around: Around<'_>,
    scope: &mut Scope,
    ids: &mut Vec<Id>,
) -> FormParts {
    let mut form = FormParts::default();
    let (steps, fields) = (map.get("steps"), map.get("fields"));
    if map.has("steps") && map.has("fields") {
        read.fault(&code::TOGETHER, &map.key_span("fields"), "a form has `steps`, or `fields` for a single page");
    }
    let steps = steps.map(|node| read.list(node, "steps")).unwrap_or_default();
    let pages = || steps.iter().filter_map(|step| step.at("fields"));
    if pages().chain(fields).map(|fields| fields.one_or_list().len()).sum::<usize>() > MOST_FIELDS {
        let key = if map.has("steps") { "steps" } else { "fields" };
        read.fault(&code::TOO_MUCH, &map.key_span(key), format!("a form has at most {MOST_FIELDS} fields"));
        return form;
    }
    for fields in pages() {
        field::announce(fields, scope);
    }
    if let Some(node) = fields {
        let fields = field::list(read, node, around, scope, ids);
        form.push(Id::from("form"), label.clone(), None, fields);
    }
    for item in steps {
        let Some(map) = read.map(item, "a step") else { continue };
        let id = map.need("id", "a step").and_then(|node| read.id(node));
        let label = read.needed_text(&map, "label", "a step");
        let show_when = read.condition_at(&map, "show_when", scope, &Type::Bool);
        let fields = map.need("fields", "a step").map(|node| field::list(read, node, around, scope, ids));
        map.finish(&[]);
        let Some(id) = id else { continue };
        if form.steps.iter().any(|step| step.id == id.value) {
            read.fault(&code::DUPLICATE_ID, &id.span, format!("`{}` is given twice", id.value));
        }
        form.push(id.value, label, show_when, fields.unwrap_or_default());
    }
    form.never_ends(read);
    form
}

/// What a prefill knows of the newest request of the same type: all fields of the form as `last.FIELD`, also those that
/// come later. They are read for their types alone; whatever is wrong with them is told when the form itself is read.
pub(super) fn last<'a>(read: Reader<'a>, map: &Map<'a>, around: Around<'_>, scope: &Scope) -> Scope {
    let mut names = Scope::new();
    if !read.file.text.contains("last.") {
        return names;
    }
    let silent = File::new(read.file.path, read.file.text);
    let silently = Reader { file: &silent, locales: read.locales };
    let (mut scope, mut ids) = (scope.clone(), Vec::new());
    let form = self::read(silently, map, &Text::from(""), around, &mut scope, &mut ids);
    for field in form.fields() {
        scopes::add(&mut names, &format!("last.{}", field.id), field);
    }
    names
}
