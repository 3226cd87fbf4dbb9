//! Answers and their values.

use chrono::{DateTime, NaiveDate, Utc};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{BlobId, Id};

/// What a person answered, by field, in the order of the form. An unanswered field is absent.
pub type Answers = IndexMap<Id, Value>;

/// One answer. As JSON it says its type (`{"number":"12.50"}`), so that a row can be read without its definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
}

impl Value {
    /// Whether nothing was answered: null, an empty text, list or set of files.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Files(files) => files.is_empty(),
            _ => false,
        }
    }
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
