//! The types of field, and what bounds their answers.

use rust_decimal::Decimal;

use super::{
    field::{self, Around, Owner},
    map::Map,
    portal,
    reader::{Names, Reader},
    scopes,
    yaml::Node,
};
use crate::{
    definition::{
        Pattern, code,
        condition::{Scope, Type},
    },
    form::{Choice, FieldType, Group, Options},
    identity::Side,
};

pub(super) const TYPES: [&str; 22] = [
    "text",
    "long_text",
    "email",
    "phone",
    "url",
    "integer",
    "decimal",
    "money",
    "date",
    "date_time",
    "slot",
    "address",
    "choice",
    "choices",
    "yes_no",
    "confirm",
    "document",
    "person",
    "list",
    "group",
    "info",
    "stop",
];

/// The largest number of rows of a group.
const MOST_ROWS: u32 = 100;
/// The largest number of characters that any answer may be given.
const MOST: usize = 100_000;

/// Reads `type` and its bounds; the default is `text`.
pub(super) fn read<'a>(read: Reader<'a>, map: &Map<'a>, around: Around<'_>, scope: &Scope) -> Option<FieldType> {
    let name = match map.get("type") {
        Some(node) => type_name(read, node)?,
        None => "text",
    };
    Some(match name {
        "long_text" => FieldType::LongText { max: length(read, map, 5_000) },
        "email" => FieldType::Email,
        "phone" => FieldType::Phone,
        "url" => FieldType::Url,
        "integer" => {
            let (min, max) = bounds(read, map, true);
            FieldType::Integer { min, max, unit: read.unit_at(map, "unit") }
        }
        "decimal" => {
            let (min, max) = bounds(read, map, false);
            FieldType::Decimal { min, max, unit: read.unit_at(map, "unit") }
        }
        "money" => {
            let (min, max) = bounds(read, map, false);
            let own = map.get("currency").and_then(|node| portal::currency(read, node));
            FieldType::Money { min, max, currency: own.unwrap_or_else(|| around.portal.currency.clone()) }
        }
        "date" => FieldType::Date {
            min: read.condition_at(map, "min", scope, &Type::Date),
            max: read.condition_at(map, "max", scope, &Type::Date),
        },
        "date_time" => FieldType::DateTime {
            min: read.condition_at(map, "min", scope, &Type::Time),
            max: read.condition_at(map, "max", scope, &Type::Time),
        },
        "address" => FieldType::Address,
        "choice" => FieldType::Choice(options(read, map, around, scope)),
        "choices" => FieldType::Choices(options(read, map, around, scope)),
        "yes_no" => FieldType::YesNo,
        "confirm" => FieldType::Confirm,
        "document" | "stop" | "slot" if matches!(around.owner, Owner::Row { .. }) => {
            read.fault(&code::IN_ROWS, &map.key_span("type"), format!("a `{name}` does not stand in a row"));
            return None;
        }
        "group" if matches!(around.owner, Owner::Row { inner: true }) => {
            let message = "groups stand one in another, and no deeper";
            read.fault(&code::IN_ROWS, &map.key_span("type"), message);
            return None;
        }
        "document" | "slot" | "stop" if around.owner == Owner::Task => {
            let help = match name {
                "document" => "ask for files with a task that says `provide`",
                "slot" => "ask for a time with a task that says `book`",
                _ => "let the task have a `when`, so that it opens for those it is meant for",
            };
            let message = format!("a task does not ask for a `{name}` among its answers");
            read.file.fault_with(&code::TOGETHER, map.key_span("type"), message, help);
            return None;
        }
        "group" | "stop" | "slot" if !around.owner.is_form() => {
            let message = format!("a `{name}` stands in a form alone");
            read.fault(&code::TOGETHER, &map.key_span("type"), message);
            return None;
        }
        "group" => FieldType::Group(group(read, map, around, scope)),
        "stop" => FieldType::Stop,
        "slot" => slot(read, map, around, scope)?,
        "document" if !matches!(around.owner, Owner::Form | Owner::Team) => {
            let message = "files are taken by forms and by the team's fields alone";
            let help = "give what it is about a kind of document of its own";
            read.file.fault_with(&code::TOGETHER, map.key_span("type"), message, help);
            return None;
        }
        "document" => document(read, map, around)?,
        "person" if around.owner == Owner::Document => {
            let message = "a document does not name people";
            let help = "ask for a `person` in the form or among the team's fields";
            read.file.fault_with(&code::TOGETHER, map.key_span("type"), message, help);
            return None;
        }
        "person" => FieldType::Person { side: side(read, map) },
        "list" if around.owner == Owner::Attribute => FieldType::List,
        "list" => {
            let help = "ask for a `choice` with `options_from`, or for a `group`";
            read.file.fault_with(&code::TOGETHER, map.key_span("type"), "only attributes are lists", help);
            return None;
        }
        "info" => FieldType::Info,
        _ => FieldType::Text {
            max: length(read, map, 200),
            pattern: map.get("pattern").and_then(|node| pattern(read, node)),
        },
    })
}

fn type_name<'a>(read: Reader<'a>, node: &'a Node) -> Option<&'static str> {
    read.choice(node, "a type of field", &TYPES.map(|name| (name, name)))
}

fn length<'a>(read: Reader<'a>, map: &Map<'a>, usual: usize) -> usize {
    let Some(node) = map.get("max") else { return usual };
    let max = read.value(node, "a number of characters").unwrap_or(usual);
    if max == 0 || max > MOST {
        read.fault(&code::IMPOSSIBLE, &node.span, format!("an answer has 1 to {MOST} characters"));
    }
    max
}

fn bounds<'a>(read: Reader<'a>, map: &Map<'a>, whole: bool) -> (Option<Decimal>, Option<Decimal>) {
    let number = |key| {
        let node: &Node = map.get(key)?;
        let number: Decimal = read.value(node, "a number")?;
        if whole && !number.fract().is_zero() {
            read.fault(&code::VALUE, &node.span, "a whole number is expected here");
        }
        Some(number)
    };
    let (min, max) = (number("min"), number("max"));
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        read.fault(&code::IMPOSSIBLE, &map.key_span("min"), format!("no number is at least {min} and at most {max}"));
    }
    (min, max)
}

fn pattern<'a>(read: Reader<'a>, node: &'a Node) -> Option<Pattern> {
    let text = read.line(node, "a regular expression", 200)?;
    let pattern = Pattern::whole(&text);
    if let Err(error) = &pattern {
        read.fault(&code::VALUE, &node.span, format!("`{text}` is not a pattern: {error}"));
    }
    pattern.ok()
}

fn document<'a>(read: Reader<'a>, map: &Map<'a>, around: Around<'_>) -> Option<FieldType> {
    let kind = match map.get("kind") {
        Some(node) => {
            read.known(node, "a kind of document", around.kinds.map_or(&Names::default(), |kinds| &kinds.names))?
        }
        None => "attachment".into(),
    };
    let max = match map.get("max") {
        Some(node) => read.value(node, "a number of files").unwrap_or(10),
        None => 10,
    };
    if max == 0 || max > 100 {
        read.fault(&code::IMPOSSIBLE, &map.key_span("max"), "a field takes 1 to 100 files");
    }
    Some(FieldType::Document { kind, max })
}

/// A time of one of the portal's slots, perhaps by cases.
fn slot<'a>(read: Reader<'a>, map: &Map<'a>, around: Around<'_>, scope: &Scope) -> Option<FieldType> {
    let names = Names::new(around.portal.slots.keys(), around.portal.read);
    let node = map.need("of", "a slot")?;
    let of = read.cases(node, scope, |node| read.known(node, "a slot of portal.yaml", &names))?;
    Some(FieldType::Slot { of })
}

/// The side of which somebody is named.
fn side<'a>(read: Reader<'a>, map: &Map<'a>) -> Side {
    let sides = [("client", Side::Client), ("team", Side::Team)];
    map.need("side", "a person").and_then(|node| read.choice(node, "a side", &sides)).unwrap_or(Side::Client)
}

fn options<'a>(read: Reader<'a>, map: &Map<'a>, around: Around<'_>, scope: &Scope) -> Options {
    let mut found = match map.get("options_from") {
        Some(node) => shared(read, node, around, scope),
        None if map.has("options_from") => Options::default(),
        None => {
            let node = map.need("options", "a choice");
            node.map(|node| choices(read, node, scope)).unwrap_or_default().into()
        }
    };
    if map.has("options_from") && map.has("options") {
        read.fault(&code::TOGETHER, &map.key_span("options"), "a choice has `options`, or `options_from`");
        map.forgive("options");
    }
    found.other = read.truth(map, "other", false);
    if found.other && found.listed.iter().any(|option| option.id == Options::OTHER) {
        let message = "`other: true` adds an option of that id, so none of its own may be called so";
        read.fault(&code::TOGETHER, &map.key_span("other"), message);
    }
    found
}

/// Options that stand elsewhere: `lists.ID`, or the texts of an attribute.
fn shared<'a>(read: Reader<'a>, node: &'a Node, around: Around<'_>, scope: &Scope) -> Options {
    let Some(name) = read.word(node, "`lists.ID`, or an attribute of type list") else { return Options::default() };
    let lists = &around.portal.lists;
    if let Some(listed) = name.strip_prefix("lists.").and_then(|id| lists.get(id)) {
        return listed.clone().into();
    }
    if matches!(scope.get(name), Some(Type::List)) && name.contains('.') {
        return Options { from: Some(name.to_owned()), ..Options::default() };
    }
    if around.portal.read {
        let known: Vec<String> = lists.keys().map(|id| format!("lists.{id}")).collect();
        let texts = scope.names().filter(|name| name.contains('.') && scope.get(name) == Some(&Type::List));
        let known = known.iter().map(String::as_str).chain(texts);
        read.unknown(&code::UNKNOWN_NAME, name, &node.span, "a list, or an attribute of type list", known);
    }
    Options::default()
}

/// The rows of a group. Within a row its own fields come first.
fn group<'a>(read: Reader<'a>, map: &Map<'a>, around: Around<'_>, scope: &Scope) -> Group {
    let row = read.needed_text(map, "row", "a group");
    let number = |key, usual| map.get(key).and_then(|node| read.value(node, "a number of rows")).unwrap_or(usual);
    let (min, max) = (number("min", 0), number("max", 20));
    if !(1..=MOST_ROWS).contains(&max) || min > max {
        let key = if map.has("max") { "max" } else { "min" };
        let message = format!("a group has 1 to {MOST_ROWS} rows, and no more than its `max`");
        read.fault(&code::IMPOSSIBLE, &map.key_span(key), message);
    }
    let owner = Owner::Row { inner: matches!(around.owner, Owner::Row { .. }) };
    let around = Around { owner, ..around };
    let node = map.need("fields", "a group");
    let ids = node.map(field::ids).unwrap_or_default();
    let mut inner = scopes::remove(scope, &ids);
    let fields = node.map(|node| field::list(read, node, around, &mut inner, &mut Vec::new())).unwrap_or_default();
    if let Some(node) = node.filter(|_| !fields.iter().any(|(_, field)| field.is_asked())) {
        read.fault(&code::IMPOSSIBLE, &node.span, "a row in which nothing is asked cannot be filled in");
    }
    Group { row, min, max, fields: fields.into_iter().map(|(_, field)| field).collect() }
}

/// Options as they are written: `[{id, label, show_when}]`.
pub(super) fn choices<'a>(read: Reader<'a>, node: &'a Node, scope: &Scope) -> Vec<Choice> {
    let mut options: Vec<Choice> = Vec::new();
    for item in read.list(node, "options") {
        let Some(map) = read.map(item, "an option") else { continue };
        let id = map.need("id", "an option").and_then(|node| read.id(node));
        let label = read.needed_text(&map, "label", "an option");
        let show_when = read.condition_at(&map, "show_when", scope, &Type::Bool);
        map.finish(&[]);
        let Some(id) = id else { continue };
        if options.iter().any(|option| option.id == id.value) {
            read.fault(&code::DUPLICATE_ID, &id.span, format!("`{}` is given twice", id.value));
        }
        options.push(Choice { id: id.value, label, show_when });
    }
    if options.is_empty() {
        read.fault(&code::IMPOSSIBLE, &node.span, "a choice without an option cannot be answered");
    }
    options
}
