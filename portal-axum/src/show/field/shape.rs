//! How a field is drawn.

use portal_core::form::{FieldType, ShownField};

/// The shape of a field, and the `type` of its inputs.
pub(super) fn shape(shown: &ShownField<'_>) -> (&'static str, &'static str) {
    if shown.locked || shown.field.value.is_some() {
        return ("fixed", "text");
    }
    match &shown.field.field_type {
        FieldType::Text { .. } => ("line", "text"),
        FieldType::Email => ("line", "email"),
        FieldType::Phone => ("line", "tel"),
        FieldType::Url => ("line", "url"),
        FieldType::Date { .. } => ("line", "date"),
        FieldType::DateTime { .. } => ("line", "datetime-local"),
        FieldType::LongText { .. } => ("lines", "text"),
        FieldType::Integer { .. } | FieldType::Decimal { .. } | FieldType::Money { .. } => ("number", "text"),
        FieldType::Choice(_) | FieldType::YesNo => ("choice", "radio"),
        FieldType::Choices(_) => ("choices", "checkbox"),
        FieldType::Person { .. } => ("select", "text"),
        FieldType::Slot { .. } => ("times", "radio"),
        FieldType::Confirm => ("confirm", "checkbox"),
        FieldType::Document { .. } => ("files", "file"),
        FieldType::Address => ("parts", "text"),
        FieldType::Group(_) => ("group", "text"),
        FieldType::Stop => ("stop", "text"),
        FieldType::Info | FieldType::List => ("info", "text"),
    }
}

/// Whether a browser's own box for dates can show a value; what was typed otherwise is shown as text, so that it is not
/// lost.
pub(super) fn fits(input: &str, value: &str) -> bool {
    match input {
        "date" => value.is_empty() || value.parse::<chrono::NaiveDate>().is_ok(),
        "datetime-local" => value.is_empty() || chrono::NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M").is_ok(),
        _ => true,
    }
}
