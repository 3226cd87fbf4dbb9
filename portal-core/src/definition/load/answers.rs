//! Answers that an integrator writes: in scripts, in the demo, in what a project opens. Each fits its field.

use chrono::{NaiveDate, NaiveDateTime};
use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::{
    reader::{Names, Reader},
    resources,
    yaml::{Entry, Kind, Node},
};
use crate::{
    definition::{Day, Demo, Writings, Written, code},
    form::{Field, FieldType},
    id::Id,
    identity::Side,
};

/// What answers refer to.
#[derive(Clone, Copy)]
pub(super) struct Around<'c> {
    pub kinds: &'c IndexMap<Id, crate::definition::Kind>,
    /// The people who may be named, with the sides they stand on; `None`: nobody is known.
    pub people: Option<&'c IndexMap<Id, Side>>,
}

impl Around<'_> {
    /// The sides of the demo's people.
    pub fn people(demo: &Demo, portal: &super::portal::Portal) -> IndexMap<Id, Side> {
        let side = |role: &Id| portal.roles.get(role).map_or(Side::Client, |role| role.side);
        demo.people.iter().map(|(id, person)| (id.clone(), side(&person.role))).collect()
    }
}

impl<'a> Reader<'a> {
    /// Answers by field. What no field has, and what does not fit its field, is reported and left out.
    pub fn answers(&self, node: &'a Node, fields: &[&Field], around: Around<'_>) -> Writings {
        let Kind::Map(entries) = &node.kind else {
            self.shape(node, "a map of answers by field");
            return Writings::new();
        };
        let mut answers = Writings::new();
        for Entry { key, value } in entries {
            match fields.iter().find(|field| field.id == key.value.as_str()) {
                Some(field) => {
                    answers.extend(self.answer(value, field, around).map(|answer| (field.id.clone(), answer)));
                }
                None => {
                    let known: Vec<&str> = fields.iter().map(|field| field.id.as_str()).collect();
                    self.unknown(
                        &code::UNKNOWN_NAME,
                        &key.value,
                        &key.span,
                        "a field that is asked here",
                        known.into_iter(),
                    );
                }
            }
        }
        answers
    }

    /// One answer.
    pub fn answer(&self, node: &'a Node, field: &Field, around: Around<'_>) -> Option<Written> {
        match &field.field_type {
            FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => {
                self.value::<Decimal>(node, "a number").map(Written::Number)
            }
            FieldType::Text { .. } | FieldType::LongText { .. } => {
                self.word(node, "a text").map(|text| Written::Text(text.to_owned()))
            }
            FieldType::YesNo | FieldType::Confirm => self.value(node, "`true` or `false`").map(Written::Truth),
            FieldType::Date { .. } | FieldType::Slot { .. } => self.day(node).map(Written::Day),
            FieldType::Choice(options) => {
                let names = Names::new(&options.ids(), options.from.is_none());
                self.known(node, "one of its options", &names).map(|id| Written::Text(id.to_string()))
            }
            FieldType::Choices(options) => {
                let names = Names::new(&options.ids(), options.from.is_none());
                let chosen = self.all_known(node, "one of its options", &names);
                Some(Written::List(chosen.iter().map(Id::to_string).collect()))
            }
            FieldType::Document { kind, .. } => {
                let kind = around.kinds.get(kind);
                let files = node.one_or_list().iter().filter_map(|item| resources::file(*self, item, kind));
                Some(Written::Files(files.collect()))
            }
            FieldType::Person { side, .. } => self.person(node, *side, around.people).map(Written::Person),
            FieldType::List => {
                let items = self.list(node, "texts").iter().filter_map(|item| self.line(item, "a text", 200));
                Some(Written::List(items.collect()))
            }
            FieldType::Info | FieldType::Stop => {
                self.fault(&code::TOGETHER, &node.span, "this field has no answer");
                None
            }
            _ => self.loose(node),
        }
    }

    /// Somebody of the demo.
    fn person(&self, node: &'a Node, side: Side, people: Option<&IndexMap<Id, Side>>) -> Option<Id> {
        let Some(people) = people else {
            self.fault(&code::TOGETHER, &node.span, "people are known in the demo alone");
            return None;
        };
        let of_side = people.iter().filter(|(_, stands)| **stands == side).map(|(id, _)| id);
        let what = if side == Side::Team { "somebody of the team in demo.yaml" } else { "a client of demo.yaml" };
        self.known(node, what, &Names::new(of_side, true))
    }

    /// `2026-01-31`, `2026-01-31 10:00`, `today`, `30 days after today`, `2 business days after now`.
    pub fn day(&self, node: &'a Node) -> Option<Day> {
        let text = self.word(node, "a day")?;
        let found = day(text);
        if found.is_none() {
            let message = format!("`{text}` is not a day such as 2026-01-31 or `30 days after today`");
            self.fault(&code::VALUE, &node.span, message);
        }
        found
    }

    /// An answer whose field gives it no shape: a text, a moment, parts or rows as they are written.
    pub fn loose(&self, node: &'a Node) -> Option<Written> {
        match &node.kind {
            Kind::Nothing => None,
            Kind::Text(text) => Some(day(text).map_or_else(|| Written::Text(text.clone()), Written::Day)),
            Kind::Map(entries) => {
                let part =
                    |entry: &'a Entry| Some((entry.key.value.clone(), self.word(&entry.value, "a text")?.to_owned()));
                Some(Written::Parts(entries.iter().filter_map(part).collect()))
            }
            Kind::List(items) if items.iter().any(|item| matches!(item.kind, Kind::Map(_))) => {
                Some(Written::Rows(items.iter().map(|item| self.row(item)).collect()))
            }
            Kind::List(items) => Some(Written::List(
                items.iter().filter_map(|item| self.word(item, "a text")).map(str::to_owned).collect(),
            )),
        }
    }

    fn row(&self, node: &'a Node) -> Writings {
        let cells = self.named(node, "answers");
        cells.into_iter().filter_map(|(id, node)| Some((id.value, self.loose(node)?))).collect()
    }
}

fn day(text: &str) -> Option<Day> {
    if matches!(text, "today" | "now") {
        return Some(Day::Today);
    }
    for (words, shifted) in [("after", Day::After as fn(_) -> _), ("before", Day::Before)] {
        if let Some((by, "today" | "now")) = text.split_once(&format!(" {words} ")) {
            return by.parse().ok().map(shifted);
        }
    }
    let moment = |format| NaiveDateTime::parse_from_str(text, format).ok().map(Day::At);
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
    date.map(Day::On).or_else(|| moment("%Y-%m-%d %H:%M")).or_else(|| moment("%Y-%m-%dT%H:%M"))
}
