//! The options of a choice by name.

use portal_core::form::{Field, FieldType};

use crate::tongue::Tongue;

/// The label of an option; its id when the form no longer has it.
pub(super) fn option_label(field: &Field, id: &str, tongue: &Tongue) -> String {
    let options = match &field.field_type {
        FieldType::Choice(options) | FieldType::Choices(options) => options.as_slice(),
        _ => &[],
    };
    let found = options.iter().find(|option| option.id == id);
    found.map_or_else(|| id.to_owned(), |option| tongue.text(&option.label).to_owned())
}
