//! What can be wrong with a condition: one table of stable codes.

use std::ops::Range;

/// One fault of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionFault {
    /// The offending part, in characters of the source.
    pub span: Range<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub help: String,
    /// Stable code, one of [`CODES`].
    pub code: &'static str,
}

/// Longer than [`super::MAX_CHARACTERS`].
pub(super) const TOO_LONG: &str = "PC001";
/// Deeper than [`super::MAX_LEVELS`].
pub(super) const TOO_DEEP: &str = "PC002";
/// A character or literal that cannot be read.
pub(super) const UNREADABLE: &str = "PC003";
/// Something else belongs here.
pub(super) const EXPECTED: &str = "PC004";
/// No such name in scope.
pub(super) const UNKNOWN_NAME: &str = "PC005";
/// No such function.
pub(super) const UNKNOWN_FUNCTION: &str = "PC006";
/// Arguments that a function does not take.
pub(super) const ARGUMENTS: &str = "PC007";
/// Two sides that can never be compared.
pub(super) const COMPARISON: &str = "PC008";
/// None of a choice's options.
pub(super) const OPTION: &str = "PC009";
/// The whole yields something else than its place needs.
pub(super) const RESULT: &str = "PC010";
/// A pattern that is none.
pub(super) const PATTERN: &str = "PC011";
/// No such status.
pub(super) const STATUS: &str = "PC012";
/// Operands that an operator does not take.
pub(super) const OPERANDS: &str = "PC013";
/// More steps than [`super::MAX_STEPS`].
pub(super) const TOO_MANY_STEPS: &str = "PC014";
/// A field that comes later in the form.
pub(super) const LATER: &str = "PC015";
/// The field that the condition belongs to.
pub(super) const ITSELF: &str = "PC016";

/// Every code with what it means.
pub const CODES: &[(&str, &str)] = &[
    (TOO_LONG, "The condition is longer than 500 characters."),
    (TOO_DEEP, "The condition is nested deeper than 16 levels."),
    (UNREADABLE, "A character, number or quoted text cannot be read."),
    (EXPECTED, "Something else belongs at this place."),
    (UNKNOWN_NAME, "The name is not known here."),
    (UNKNOWN_FUNCTION, "There is no such function."),
    (ARGUMENTS, "The function does not take these arguments."),
    (COMPARISON, "The two sides can never be compared."),
    (OPTION, "The text is none of the choice's options."),
    (RESULT, "The condition yields something else than its place needs."),
    (PATTERN, "The pattern is not a regular expression."),
    (STATUS, "There is no such status."),
    (OPERANDS, "The operator does not take these operands."),
    (TOO_MANY_STEPS, "With the most rows that its groups may have, the condition takes more than 100,000 steps."),
    (
        LATER,
        "The field comes later in the form: a condition depends on earlier fields alone, so none can go in a circle.",
    ),
    (ITSELF, "The field would depend on itself."),
];

impl ConditionFault {
    /// A fault at a place.
    pub(super) fn new(
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { span, message: message.into(), help: help.into(), code }
    }
}
