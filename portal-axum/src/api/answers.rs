//! Answers as JSON: every type of field has one JSON type, and nothing else is taken for it.

use std::collections::BTreeMap;

use portal_core::{
    definition::Step,
    form::{Address, Answers, Field, FieldFault, FieldType, Group, Options, RawAnswers, Reason, Value, listing},
};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, Ref, RefOr, Schema,
        schema::{AdditionalProperties, OneOfBuilder, Type},
    },
};

use super::{problem::Fault, schema::below};
use crate::{show, tongue::Tongue};

/// An answer as it is given. Dates are `YYYY-MM-DD`, moments RFC 3339; numbers and amounts are text, so that no digit is
/// lost; a choice is the id of its option. Of who chose `other`, the own words are an answer named `FIELD.other`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Answer {
    Flag(bool),
    Text(String),
    List(Vec<String>),
    Files(Vec<FileAnswer>),
    Address(AddressAnswer),
    Person(PersonAnswer),
    Slot(SlotAnswer),
    /// The rows of a group, each with its answers by field.
    #[schema(no_recursion)]
    Rows(Vec<BTreeMap<String, Answer>>),
}

/// A postal address; a part that was left empty is an empty text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddressAnswer {
    street: String,
    postal_code: String,
    city: String,
    country: String,
}

/// A person who was chosen, with their name of then.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonAnswer {
    id: uuid::Uuid,
    name: String,
}

/// A time that was chosen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SlotAnswer {
    /// Of which slot.
    slot: String,
    /// From when.
    starts: chrono::DateTime<chrono::Utc>,
    /// Until when.
    ends: chrono::DateTime<chrono::Utc>,
}

/// A file that was handed in with an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileAnswer {
    id: uuid::Uuid,
    name: String,
    /// Length in bytes.
    size: u64,
    /// Media type by content.
    media_type: String,
}

/// An answer as it is sent; read by the type of its field.
#[derive(Debug)]
pub(crate) enum SentAnswer {}

impl PartialSchema for SentAnswer {
    fn schema() -> RefOr<Schema> {
        let one = |kind: Type| ObjectBuilder::new().schema_type(kind);
        let option = one(Type::String).max_length(Some(200));
        OneOfBuilder::new()
            .item(one(Type::Boolean))
            .item(one(Type::String).max_length(Some(20_000)))
            .item(one(Type::Number))
            .item(ArrayBuilder::new().items(option).max_items(Some(200)))
            .item(one(Type::Null))
            .item(address())
            .item(ArrayBuilder::new().items(row()).max_items(Some(100)))
            .description(Some(
                "Numbers and amounts may be JSON numbers of at most 15 digits, or text. `null` takes the answer away. \
                 Moments are RFC 3339, a time of a slot is the start of one that is offered, a person is the id of one that is offered, an address is an object of its parts, \
                 a group is a list of rows. Files are attached on their own.",
            ))
            .into()
    }
}

impl ToSchema for SentAnswer {}

/// The parts of an address.
fn address() -> ObjectBuilder {
    let part = || ObjectBuilder::new().schema_type(Type::String).max_length(Some(500));
    let address = Address::PARTS
        .iter()
        .fold(ObjectBuilder::new().schema_type(Type::Object), |address, name| address.property(*name, part()));
    address.additional_properties(Some(AdditionalProperties::FreeForm(false)))
}

/// A row of a group: answers by field.
fn row() -> ObjectBuilder {
    let answer = RefOr::Ref(Ref::from_schema_name("SentAnswer"));
    ObjectBuilder::new().schema_type(Type::Object).additional_properties(Some(AdditionalProperties::RefOr(answer)))
}

/// Answers for reading.
pub(crate) fn shown(answers: &Answers) -> BTreeMap<String, Answer> {
    answers.iter().filter_map(|(id, value)| Some((id.to_string(), answer(value)?))).collect()
}

fn answer(value: &Value) -> Option<Answer> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(is) => Answer::Flag(*is),
        Value::Text(text) => Answer::Text(text.clone()),
        Value::Number(number) => Answer::Text(number.to_string()),
        Value::Date(day) => Answer::Text(day.to_string()),
        Value::Time(at) => Answer::Text(at.to_rfc3339()),
        Value::List(ids) => Answer::List(ids.clone()),
        Value::Files(files) => {
            let file = |file: &portal_core::form::Attachment| FileAnswer {
                id: file.blob.0,
                name: file.name.clone(),
                size: file.size,
                media_type: file.media_type.clone(),
            };
            Answer::Files(files.iter().map(file).collect())
        }
        Value::Address(address) => Answer::Address(AddressAnswer {
            street: address.street.clone(),
            postal_code: address.postal_code.clone(),
            city: address.city.clone(),
            country: address.country.clone(),
        }),
        Value::Person(person) => Answer::Person(PersonAnswer { id: person.account.0, name: person.name.clone() }),
        Value::Slot(chosen) => {
            Answer::Slot(SlotAnswer { slot: chosen.slot.to_string(), starts: chosen.starts, ends: chosen.ends })
        }
        Value::Rows(rows) => Answer::Rows(rows.iter().map(shown).collect()),
    })
}

/// What was sent for fields, as the form engine reads it; or what is of another type than its field.
pub(crate) fn read(
    sent: &serde_json::Map<String, Json>,
    fields: &[Field],
    place: &str,
    tongue: &Tongue,
) -> Result<RawAnswers, Vec<Fault>> {
    let mut reading = Reading { raw: RawAnswers::new(), faults: Vec::new() };
    reading.fields(sent, fields, "", place);
    let told = |(pointer, code): (String, &'static str)| Fault {
        pointer: Some(pointer),
        parameter: None,
        code,
        detail: tongue.say(&format!("api-fault-{code}")),
    };
    match reading.faults.is_empty() {
        true => Ok(reading.raw),
        false => Err(reading.faults.into_iter().map(told).collect()),
    }
}

/// What was read so far; each fault by its pointer.
struct Reading {
    raw: RawAnswers,
    faults: Vec<(String, &'static str)>,
}

impl Reading {
    /// Reads the answers of a step or of one row. `prefix` is the row's place in the form, with a point behind.
    fn fields(&mut self, sent: &serde_json::Map<String, Json>, fields: &[Field], prefix: &str, pointer: &str) {
        for (name, value) in sent {
            let (at, place) = (below(pointer, name), format!("{prefix}{name}"));
            let own = |field: &&Field| {
                let other = field.field_type.options().is_some_and(|options| options.other);
                other && Options::words(field.id.as_str()) == *name
            };
            match (fields.iter().find(|field| field.id == name.as_str()), fields.iter().find(own)) {
                (Some(field), _) => self.field(field, value, place, &at),
                (None, Some(_)) => self.texts(value, place, &at),
                (None, None) => self.faults.push((at, "unknown_field")),
            }
        }
    }

    fn field(&mut self, field: &Field, value: &Json, place: String, pointer: &str) {
        match (&field.field_type, value) {
            _ if field.value.is_some() => self.faults.push((pointer.to_owned(), "computed")),
            (FieldType::Group(group), Json::Array(rows)) => self.rows(group, rows, &place, pointer),
            (FieldType::Group(_), Json::Null) => drop(self.raw.insert(listing(&place), Vec::new())),
            (FieldType::Address, Json::Object(parts)) => {
                for (part, value) in parts {
                    let at = below(pointer, part);
                    match Address::PARTS.contains(&part.as_str()) {
                        true => self.texts(value, format!("{place}.{part}"), &at),
                        false => self.faults.push((at, "unknown_member")),
                    }
                }
            }
            (kind, value) => match typed(kind, value) {
                Ok(Some(values)) => drop(self.raw.insert(place, values)),
                Ok(None) => {}
                Err(code) => self.faults.push((pointer.to_owned(), code)),
            },
        }
    }

    fn rows(&mut self, group: &Group, rows: &[Json], place: &str, pointer: &str) {
        for (number, row) in rows.iter().enumerate() {
            let at = below(pointer, &number.to_string());
            match row {
                Json::Object(row) => self.fields(row, &group.fields, &format!("{place}.{number}."), &at),
                _ => self.faults.push((at, "type")),
            }
        }
        self.raw.insert(listing(place), (0..rows.len()).map(|number| number.to_string()).collect());
    }

    /// A text of its own: a part of an address, somebody's own words.
    fn texts(&mut self, value: &Json, place: String, pointer: &str) {
        match value {
            Json::String(text) => drop(self.raw.insert(place, vec![text.clone()])),
            Json::Null => {}
            _ => self.faults.push((pointer.to_owned(), "type")),
        }
    }
}

/// What a browser would have sent; `None` for no answer.
fn typed(kind: &FieldType, value: &Json) -> Result<Option<Vec<String>>, &'static str> {
    let one = |text: String| Ok(Some(vec![text]));
    match (kind, value) {
        (FieldType::Document { .. }, _) => Err("file_field"),
        (FieldType::Info | FieldType::Stop | FieldType::List, _) => Err("unknown_field"),
        (_, Json::Null) => Ok(None),
        (
            FieldType::Text { .. }
            | FieldType::LongText { .. }
            | FieldType::Email
            | FieldType::Phone
            | FieldType::Url
            | FieldType::Choice(_)
            | FieldType::Person { .. },
            Json::String(text),
        ) => one(text.clone()),
        (FieldType::Date { .. }, Json::String(text)) if text.is_empty() || is_date(text) => one(text.clone()),
        (FieldType::DateTime { .. } | FieldType::Slot { .. }, Json::String(text))
            if text.is_empty() || is_moment(text) =>
        {
            one(text.clone())
        }
        (FieldType::Date { .. } | FieldType::DateTime { .. } | FieldType::Slot { .. }, Json::String(_)) => {
            Err("format")
        }
        (FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. }, value) => number(value),
        (FieldType::YesNo | FieldType::Confirm, Json::Bool(is)) => one(if *is { "yes" } else { "no" }.to_owned()),
        (FieldType::Choices(_), Json::Array(items)) => {
            let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
            texts.map(Some).ok_or("type")
        }
        _ => Err("type"),
    }
}

/// A moment with its offset (RFC 3339).
fn is_moment(text: &str) -> bool {
    chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// A plain decimal: no exponent, no grouping, no more digits than a JSON number keeps.
fn number(value: &Json) -> Result<Option<Vec<String>>, &'static str> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            let text = format!("{number}");
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            if digits > 15 {
                return Err("inexact");
            }
            text
        }
        Json::Number(number) => number.to_string(),
        _ => return Err("type"),
    };
    let plain = text.strip_prefix('-').unwrap_or(&text);
    let (whole, decimals) = plain.split_once('.').map_or((plain, None), |(whole, rest)| (whole, Some(rest)));
    let digits = |part: &str| !part.is_empty() && part.len() <= 24 && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.is_empty() || digits(whole) && decimals.is_none_or(digits) {
        true => Ok(Some(vec![text])),
        false => Err("format"),
    }
}

/// A fault of an answer, with where it stands.
pub(crate) fn fault(fault: &FieldFault, label: &str, place: &str, tongue: &Tongue) -> Fault {
    let place = match fault.field.as_str().strip_suffix(Options::words("").as_str()) {
        Some(_) => below(place, fault.field.as_str()),
        None => fault.field.as_str().split('.').fold(place.to_owned(), |place, part| below(&place, part)),
    };
    Fault {
        pointer: Some(place),
        parameter: None,
        code: fault.reason.code(),
        detail: show::field_fault(fault, label, tongue),
    }
}

/// Faults of a form, each with the label of its field.
pub(crate) fn faults(found: &[FieldFault], steps: &[Step], place: &str, tongue: &Tongue) -> Vec<Fault> {
    let label = |found: &FieldFault| {
        show::place_label(steps.iter().flat_map(|step| &step.fields), found.field.as_str(), tongue)
    };
    found.iter().map(|found| fault(found, &label(found), place, tongue)).collect()
}

/// Whether an answer could not be read at all, so that keeping it is not possible.
pub(crate) fn unreadable(fault: &FieldFault) -> bool {
    matches!(
        fault.reason,
        Reason::NotADate | Reason::NotATime | Reason::NotANumber | Reason::NotAnOption | Reason::NotFree
    )
}

#[cfg(test)]
mod tests;
