//! Fields of a form.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Answers, Value};
use crate::{
    definition::{Cases, Condition, Pattern, Text, Who, WhoWord},
    id::Id,
    identity::Side,
};

/// One question of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its id: the name under which conditions and answers know it.
    pub id: Id,
    /// The question.
    pub label: Text,
    /// A line of help.
    pub hint: Option<Text>,
    /// What an answer looks like.
    pub field_type: FieldType,
    /// Whether it must be answered when shown.
    pub required: Requirement,
    /// When it is shown.
    pub show_when: Option<Condition>,
    /// What must hold of an answer that was given.
    pub valid_when: Option<Condition>,
    /// What to say when `valid_when` or the type's own check fails.
    pub error: Option<Text>,
    /// Prefills a new draft.
    pub prefill: Option<Condition>,
    /// Whether what it is prefilled with stays, whatever is sent.
    pub locked: bool,
    /// Its answer, which is computed and never asked.
    pub value: Option<Condition>,
    /// WHATWG autocomplete token (WCAG 2.2, 1.3.5).
    pub autocomplete: Option<String>,
    /// Whether the answer is personal data.
    pub personal: bool,
    /// Who sees the answer once it was submitted, beside the permission; empty: whoever sees the request.
    pub seen_by: Who,
    /// Whether clients see the team's answer.
    pub client_sees: bool,
}

impl Field {
    /// Whether somebody answers it: neither text alone nor computed.
    pub fn is_asked(&self) -> bool {
        self.value.is_none() && self.field_type.has_answer()
    }

    /// Whether everybody of a side who sees the request sees the answer.
    pub fn is_for_all(&self, side: Side) -> bool {
        self.seen_by.0.is_empty() || self.seen_by.0.contains(&WhoWord::Side(side))
    }

    /// [`Field::is_for_all`] of a field that the team fills in: kept from clients unless they are to see it.
    pub fn of_team_is_for_all(&self, side: Side) -> bool {
        self.is_for_all(side) && (side == Side::Team || self.client_sees)
    }

    /// The fields of a row, where it is a group.
    pub fn row_fields(&self) -> &[Field] {
        match &self.field_type {
            FieldType::Group(group) => &group.fields,
            _ => &[],
        }
    }

    /// The dotted names of all that it depends on: in its conditions, in those of its options and rows, and the attribute
    /// that its options come from.
    pub(crate) fn names(&self, into: &mut BTreeSet<String>) {
        let required = match &self.required {
            Requirement::When(condition) => Some(condition),
            Requirement::Always | Requirement::Never => None,
        };
        let bounds = match &self.field_type {
            FieldType::Date { min, max } | FieldType::DateTime { min, max } => [min.as_ref(), max.as_ref()],
            _ => [None, None],
        };
        let own = [&self.show_when, &self.valid_when, &self.prefill, &self.value].map(Option::as_ref);
        let options = self.field_type.options();
        let of_options =
            options.iter().flat_map(|options| &options.listed).filter_map(|option| option.show_when.as_ref());
        let conditions = own.into_iter().chain(bounds).chain([required]).flatten().chain(of_options);
        into.extend(conditions.flat_map(Condition::names));
        if let FieldType::Slot { of } = &self.field_type {
            into.extend(of.conditions().flat_map(Condition::names));
        }
        into.extend(options.and_then(|options| options.from.clone()));
        self.row_fields().iter().for_each(|field| field.names(into));
    }
}

/// The names that the conditions of these fields ask for.
pub(crate) fn asked_for<'f>(fields: impl IntoIterator<Item = &'f Field>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for field in fields {
        let required = match &field.required {
            Requirement::When(condition) => Some(condition),
            _ => None,
        };
        let (least, most) = match &field.field_type {
            FieldType::Date { min, max } | FieldType::DateTime { min, max } => (min.as_ref(), max.as_ref()),
            _ => (None, None),
        };
        let options = field.field_type.options().into_iter().flat_map(|options| &options.listed);
        let own = [&field.show_when, &field.valid_when, &field.prefill, &field.value].into_iter().flatten();
        let own = own.chain(required).chain(least).chain(most);
        names.extend(own.chain(options.filter_map(|option| option.show_when.as_ref())).flat_map(Condition::names));
        names.extend(asked_for(field.row_fields()));
    }
    names
}

/// The sides of which the fields name somebody.
pub(crate) fn sides<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Vec<Side> {
    let mut sides = Vec::new();
    for field in fields {
        match &field.field_type {
            FieldType::Person { side } => sides.push(*side),
            FieldType::Group(group) => sides.extend(self::sides(&group.fields)),
            _ => {}
        }
    }
    sides
}

/// The place of an answer in a form, as faults and pages name it: `subject`, `items.0.price`, `site.city`. `None`
/// where the fields have no such place. With it, the field there, and the number of its row if it stands in one.
pub fn find<'f>(fields: impl IntoIterator<Item = &'f Field>, place: &str) -> Option<(&'f Field, Option<usize>)> {
    let (id, rest) = place.split_once('.').map_or((place, None), |(id, rest)| (id, Some(rest)));
    let field = fields.into_iter().find(|field| field.id == id)?;
    let Some(inner) = rest else { return Some((field, None)) };
    if !matches!(field.field_type, FieldType::Group(_)) {
        return Some((field, None));
    }
    let (row, inner) = inner.split_once('.').map_or((inner, None), |(row, inner)| (row, Some(inner)));
    let row: usize = row.parse().ok()?;
    match inner {
        None => Some((field, Some(row))),
        Some(inner) => find(field.row_fields(), inner).map(|(field, deeper)| (field, deeper.or(Some(row)))),
    }
}

/// The answer at a place.
pub fn answer_at<'a>(answers: &'a Answers, place: &str) -> Option<&'a Value> {
    if let Some(found) = answers.get(place) {
        return Some(found);
    }
    let (id, rest) = place.split_once('.')?;
    let Value::Rows(rows) = answers.get(id)? else { return None };
    let (row, inner) = rest.split_once('.')?;
    answer_at(rows.get(row.parse::<usize>().ok()?)?, inner)
}

/// Whether a shown field must be answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// Always.
    Always,
    /// Never.
    Never,
    /// When the condition holds.
    When(Condition),
}

/// The types of field, with what bounds them.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// One line, at most `max` characters, matching `pattern` as a whole.
    Text {
        /// Largest number of characters; default 200.
        max: usize,
        /// A regular expression for the whole answer.
        pattern: Option<Pattern>,
    },
    /// Several lines.
    LongText {
        /// Largest number of characters; default 5,000.
        max: usize,
    },
    /// A mail address.
    Email,
    /// A phone number.
    Phone,
    /// A web address.
    Url,
    /// A whole number.
    Integer {
        /// Smallest.
        min: Option<Decimal>,
        /// Largest.
        max: Option<Decimal>,
        /// Shown behind the box.
        unit: Option<Text>,
    },
    /// A number with decimals.
    Decimal {
        /// Smallest.
        min: Option<Decimal>,
        /// Largest.
        max: Option<Decimal>,
        /// Shown behind the box.
        unit: Option<Text>,
    },
    /// An amount with two decimals.
    Money {
        /// Smallest.
        min: Option<Decimal>,
        /// Largest.
        max: Option<Decimal>,
        /// ISO 4217 code.
        currency: String,
    },
    /// A plain date.
    Date {
        /// Earliest, as a condition's value (`today`, `date("2026-01-31")`).
        min: Option<Condition>,
        /// Latest.
        max: Option<Condition>,
    },
    /// A moment, typed in the portal's time zone.
    DateTime {
        /// Earliest, as a condition's value (`now`, `now + hours(48)`).
        min: Option<Condition>,
        /// Latest.
        max: Option<Condition>,
    },
    /// A postal address.
    Address,
    /// One of several options.
    Choice(Options),
    /// Any number of several options.
    Choices(Options),
    /// Yes or no.
    YesNo,
    /// A box that must be ticked.
    Confirm,
    /// Files of a kind.
    Document {
        /// The kind of document they become.
        kind: Id,
        /// Largest number of files.
        max: u32,
    },
    /// Somebody who has an account on this side.
    Person {
        /// The side they stand on.
        side: Side,
    },
    /// A time of the team's, held while the form is filled in and booked when it is sent.
    Slot {
        /// Which slot of the portal it is a time of.
        of: Cases<Id>,
    },
    /// Texts of which forms may offer one as an option; of attributes only.
    List,
    /// Rows that have the same fields each.
    Group(Group),
    /// Text to read, no answer.
    Info,
    /// Text to read, after which nothing more is asked: a form in which it is shown is not submitted.
    Stop,
}

impl FieldType {
    /// Whether there is anything to answer.
    pub fn has_answer(&self) -> bool {
        !matches!(self, Self::Info | Self::Stop)
    }

    /// The options of a choice.
    pub fn options(&self) -> Option<&Options> {
        match self {
            Self::Choice(options) | Self::Choices(options) => Some(options),
            _ => None,
        }
    }
}

/// The rows of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What one row is called.
    pub row: Text,
    /// Fewest rows, where it is answered.
    pub min: u32,
    /// Most rows.
    pub max: u32,
    /// The fields of each row.
    pub fields: Vec<Field>,
}

/// What a choice offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The options that the definition names.
    pub listed: Vec<Choice>,
    /// An attribute whose texts are options too, by its dotted name.
    pub from: Option<String>,
    /// Whether one may answer [`Options::OTHER`], in own words.
    pub other: bool,
}

impl Options {
    /// The option of those who find none. What they write instead is an answer of its own, named by [`Options::words`].
    pub const OTHER: &'static str = "other";

    /// The ids that the definition knows: those it names, and `other`.
    pub fn ids(&self) -> Vec<Id> {
        let listed = self.listed.iter().map(|option| option.id.clone());
        listed.chain(self.other.then(|| Id::from(Self::OTHER))).collect()
    }

    /// The place of the own words of whoever answered a choice with [`Options::OTHER`].
    pub fn words(field: &str) -> String {
        format!("{field}.{}", Self::OTHER)
    }

    /// Whether a place is one of own words: no field's id has a dot.
    pub fn is_words(place: &str) -> bool {
        place.strip_suffix(Self::OTHER).is_some_and(|field| field.ends_with('.'))
    }
}

impl From<Vec<Choice>> for Options {
    fn from(listed: Vec<Choice>) -> Self {
        Self { listed, from: None, other: false }
    }
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: Id,
    /// What the person reads.
    pub label: Text,
    /// When it is offered.
    pub show_when: Option<Condition>,
}
