//! Answers and their values.

use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, BlobId, Id};

/// What a person answered, by field, in the order of the form. An unanswered field is absent.
pub type Answers = IndexMap<Id, Value>;

/// One answer. As JSON it says its type (`{"number":"12.50"}`), so that a row can be read without its definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Unanswered or hidden.
    Null,
    /// Yes or no.
    Bool(bool),
    /// Text, or the id of an option.
    Text(String),
    /// A number or an amount; never a float.
    Number(Decimal),
    /// A plain date.
    Date(NaiveDate),
    /// A moment.
    Time(DateTime<Utc>),
    /// Several options.
    List(Vec<String>),
    /// Files, by their blobs.
    Files(Vec<Attachment>),
    /// A postal address.
    Address(Address),
    /// A person of the portal.
    Person(Person),
    /// A time of the team's that was chosen.
    Slot(Appointment),
    /// The rows of a group, each with its own answers.
    Rows(Vec<Answers>),
}

impl Value {
    /// Whether nothing was answered: null, an empty text, list, address, set of files or rows.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Files(files) => files.is_empty(),
            Self::Address(address) => address.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
            Self::Bool(_) | Self::Number(_) | Self::Date(_) | Self::Time(_) | Self::Person(_) | Self::Slot(_) => false,
        }
    }
}

/// A postal address, as somebody wrote it. A part that was left empty is an empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street, number and what else stands above the town; perhaps several lines.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
    /// Country.
    pub country: String,
}

impl Address {
    /// Its parts, in the order in which they are asked. Conditions know them as `FIELD.PART`.
    pub const PARTS: [&'static str; 4] = ["street", "postal_code", "city", "country"];

    /// A part by name; `None` where it has no such part.
    pub fn part(&self, name: &str) -> Option<&str> {
        Some(match name {
            "street" => &self.street,
            "postal_code" => &self.postal_code,
            "city" => &self.city,
            "country" => &self.country,
            _ => return None,
        })
    }

    /// As it stands on a letter: the street's lines, then code and town, then the country.
    pub fn lines(&self) -> Vec<String> {
        let town = format!("{} {}", self.postal_code, self.city);
        let lines = self.street.lines().chain([town.trim(), &self.country]);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Whether no part was written.
    pub fn is_empty(&self) -> bool {
        Self::PARTS.iter().all(|part| self.part(part).is_none_or(str::is_empty))
    }
}

/// A person who was chosen: who, and how they were called then. Two are equal when they are the same account.
#[derive(Clone, Debug, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub account: AccountId,
    /// Their name when they were chosen.
    pub name: String,
}

impl PartialEq for Person {
    fn eq(&self, other: &Self) -> bool {
        self.account == other.account
    }
}

/// A time that was chosen among those the team offers. To conditions it counts as its start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Of which slot.
    pub slot: Id,
    /// From when.
    pub starts: DateTime<Utc>,
    /// Until when.
    pub ends: DateTime<Utc>,
}

/// A file that was handed in with an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where its bytes are.
    pub blob: BlobId,
    /// Its name as the person's machine calls it, cleaned.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
    /// Media type by content.
    pub media_type: String,
}
