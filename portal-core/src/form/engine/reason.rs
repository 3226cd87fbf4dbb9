//! Why an answer will not do, and where.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{definition::Text, id::Id, identity::Weak};

/// An answer that will not do.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldFault {
    /// The step it stands on; empty for fields that belong to no step.
    pub step: Id,
    /// Its place: a field, a field of a row (`items.0.price`), a part of an answer (`site.city`, `kind.other`).
    pub field: Id,
    /// Why.
    pub reason: Reason,
}

/// Why an answer will not do.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Reason {
    Required,
    MustConfirm,
    TooLong {
        max: usize,
    },
    Pattern,
    NotAnEmail,
    NotAPhone,
    NotAUrl,
    NotANumber,
    NotWhole,
    TooManyDecimals {
        max: u32,
    },
    /// As typed: `1200.5`.
    TooSmall {
        min: String,
    },
    /// As typed: `1200.5`.
    TooLarge {
        max: String,
    },
    NotADate,
    TooEarly {
        min: NaiveDate,
    },
    TooLate {
        max: NaiveDate,
    },
    NotATime,
    /// Before the earliest moment.
    TooSoon {
        min: DateTime<Utc>,
    },
    /// After the latest moment.
    TooFar {
        max: DateTime<Utc>,
    },
    NotAnOption,
    /// The time cannot be had: it is taken, too near or too far, or was never offered.
    NotFree,
    TooManyFiles {
        max: u32,
    },
    TooFewRows {
        min: u32,
    },
    TooManyRows {
        max: u32,
    },
    /// A password that may not be chosen.
    Weak(Weak),
    /// The form ends here.
    Stopped,
    /// The field's own `error` text, or the general words when it has none.
    Invalid(Option<Text>),
}

impl Reason {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::MustConfirm => "must_confirm",
            Self::TooLong { .. } => "too_long",
            Self::Pattern => "pattern",
            Self::NotAnEmail => "email",
            Self::NotAPhone => "phone",
            Self::NotAUrl => "url",
            Self::NotANumber => "number",
            Self::NotWhole => "whole",
            Self::TooManyDecimals { .. } => "decimals",
            Self::TooSmall { .. } => "too_small",
            Self::TooLarge { .. } => "too_large",
            Self::NotADate => "date",
            Self::TooEarly { .. } | Self::TooSoon { .. } => "too_early",
            Self::TooLate { .. } | Self::TooFar { .. } => "too_late",
            Self::NotATime => "date_time",
            Self::TooFewRows { .. } => "too_few",
            Self::Weak(_) => "password",
            Self::Stopped => "stopped",
            Self::NotAnOption => "option",
            Self::NotFree => "not_free",
            Self::TooManyFiles { .. } | Self::TooManyRows { .. } => "too_many",
            Self::Invalid(_) => "invalid",
        }
    }
}
