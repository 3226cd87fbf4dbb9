//! Why an answer will not do, for whoever writes a script.

use std::fmt;

use crate::form::Reason;

/// A reason in a few words.
pub(super) struct Why<'a>(pub &'a Reason);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Required => f.write_str("it is needed"),
            Reason::MustConfirm => f.write_str("it must be confirmed"),
            Reason::TooLong { max } => write!(f, "it has more than {max} characters"),
            Reason::Pattern => f.write_str("it does not match the pattern"),
            Reason::NotAnEmail => f.write_str("it is not a mail address"),
            Reason::NotAPhone => f.write_str("it is not a phone number"),
            Reason::NotAUrl => f.write_str("it is not a web address"),
            Reason::NotANumber => f.write_str("it is not a number"),
            Reason::NotWhole => f.write_str("it is not a whole number"),
            Reason::TooManyDecimals { max } => write!(f, "it has more than {max} decimals"),
            Reason::TooSmall { min } => write!(f, "it is less than {min}"),
            Reason::TooLarge { max } => write!(f, "it is more than {max}"),
            Reason::NotADate => f.write_str("it is not a day"),
            Reason::TooEarly { min } => write!(f, "it is before {min}"),
            Reason::TooLate { max } => write!(f, "it is after {max}"),
            Reason::NotATime => f.write_str("it is not a moment"),
            Reason::TooSoon { min } => write!(f, "it is before {min}"),
            Reason::TooFar { max } => write!(f, "it is after {max}"),
            Reason::NotAnOption => f.write_str("it is none of the options"),
            Reason::NotFree => f.write_str("the time cannot be had"),
            Reason::TooManyFiles { max } => write!(f, "it has more than {max} files"),
            Reason::TooFewRows { min } => write!(f, "it has fewer than {min} rows"),
            Reason::TooManyRows { max } => write!(f, "it has more than {max} rows"),
            Reason::Weak(weak) => write!(f, "it is no safe password ({})", weak.name()),
            Reason::Stopped => f.write_str("the form ends there"),
            Reason::Invalid(None) => f.write_str("its `valid_when` does not hold"),
            Reason::Invalid(Some(text)) => write!(f, "its `valid_when` does not hold: {}", text.get("en")),
        }
    }
}
