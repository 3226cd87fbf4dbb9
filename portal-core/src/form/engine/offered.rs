//! What may be answered to a choice.

use crate::{
    definition::Text,
    form::{Choice, Options, Person},
};

/// One of the answers that are offered.
#[derive(Clone, Copy, Debug)]
pub enum Offered<'f> {
    /// An option of the definition.
    Listed(&'f Choice),
    /// A text of an attribute.
    Text(&'f str),
    /// Own words.
    Other,
    /// A person.
    Person(&'f Person),
}

impl Offered<'_> {
    /// What is sent for it.
    pub fn id(&self) -> String {
        match self {
            Self::Listed(choice) => choice.id.to_string(),
            Self::Text(text) => (*text).to_owned(),
            Self::Other => Options::OTHER.to_owned(),
            Self::Person(person) => person.account.to_string(),
        }
    }

    /// Its words: of the definition, or the same in each language. `None` for own words.
    pub fn label(&self) -> Option<Text> {
        match self {
            Self::Listed(choice) => Some(choice.label.clone()),
            Self::Text(text) => Some(Text::from(*text)),
            Self::Person(person) => Some(Text::from(person.name.as_str())),
            Self::Other => None,
        }
    }
}
