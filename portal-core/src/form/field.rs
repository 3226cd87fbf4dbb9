//! Fields of a form.

use rust_decimal::Decimal;

use crate::{
    definition::{Condition, Pattern, Text},
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
    /// WHATWG autocomplete token (WCAG 2.2, 1.3.5).
    pub autocomplete: Option<String>,
    /// Whether the answer is personal data.
    pub personal: bool,
}

impl Field {
    /// Everything of it that depends on what is known.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let required = match &self.required {
            Requirement::When(condition) => Some(condition),
            Requirement::Always | Requirement::Never => None,
        };
        let (bounds, options): ([Option<&Condition>; 2], &[Choice]) = match &self.field_type {
            FieldType::Date { min, max } => ([min.as_ref(), max.as_ref()], &[]),
            FieldType::Choice(options) | FieldType::Choices(options) => ([None, None], options),
            _ => ([None, None], &[]),
        };
        let own = [self.show_when.as_ref(), self.valid_when.as_ref(), self.prefill.as_ref(), required];
        let of_options = options.iter().filter_map(|option| option.show_when.as_ref());
        own.into_iter().chain(bounds).flatten().chain(of_options)
    }
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
    /// One of several options.
    Choice(Vec<Choice>),
    /// Any number of several options.
    Choices(Vec<Choice>),
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
    /// Texts of which forms may offer one as an option; of attributes only.
    List,
    /// Text to read, no answer.
    Info,
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
