//! The types of field, and what bounds their answers.

use rust_decimal::Decimal;

use super::{
    field::{Around, Owner},
    map::Map,
    portal,
    reader::Reader,
    yaml::Node,
};
use crate::{
    definition::{
        Pattern, code,
        condition::{Scope, Type},
    },
    form::{Choice, FieldType},
    identity::Side,
};

const TYPES: [&str; 17] = [
    "text",
    "long_text",
    "email",
    "phone",
    "url",
    "integer",
    "decimal",
    "money",
    "date",
    "choice",
    "choices",
    "yes_no",
    "confirm",
    "document",
    "person",
    "list",
    "info",
];
const LATER: [&str; 5] = ["date_time", "slot", "group", "address", "stop"];

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
            FieldType::Money { min, max, currency: own.unwrap_or_else(|| around.currency.to_owned()) }
        }
        "date" => FieldType::Date {
            min: read.condition_at(map, "min", scope, &Type::Date),
            max: read.condition_at(map, "max", scope, &Type::Date),
        },
        "choice" => FieldType::Choice(options(read, map, scope)),
        "choices" => FieldType::Choices(options(read, map, scope)),
        "yes_no" => FieldType::YesNo,
        "confirm" => FieldType::Confirm,
        "document" if around.owner != Owner::Form => {
            read.fault(&code::NOT_YET, &map.key_span("type"), "files are taken by the client's form alone yet");
            return None;
        }
        "document" => document(read, map, around)?,
        "person" if around.owner == Owner::Form => {
            read.fault(&code::NOT_YET, &map.key_span("type"), "people are no answers to a form yet");
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
    if read.word(node, "a type of field").is_some_and(|word| LATER.contains(&word)) {
        let word = read.word(node, "a type of field")?;
        read.fault(&code::NOT_YET, &node.span, format!("fields of type `{word}` are not supported yet"));
        return None;
    }
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
        Some(node) => read.known(node, "a kind of document", around.kind_names)?,
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

/// The side of which somebody is named.
fn side<'a>(read: Reader<'a>, map: &Map<'a>) -> Side {
    let sides = [("client", Side::Client), ("team", Side::Team)];
    map.need("side", "a person").and_then(|node| read.choice(node, "a side", &sides)).unwrap_or(Side::Client)
}

fn options<'a>(read: Reader<'a>, map: &Map<'a>, scope: &Scope) -> Vec<Choice> {
    if map.has("options_from") {
        return Vec::new();
    }
    map.need("options", "a choice").map(|node| choices(read, node, scope)).unwrap_or_default()
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
