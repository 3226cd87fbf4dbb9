//! The options of a choice by name.

use portal_core::form::{Field, Options};

use crate::tongue::Tongue;

/// The label of an option; its id when the form no longer has it.
pub(super) fn option_label(field: &Field, id: &str, tongue: &Tongue) -> String {
    let options = field.field_type.options();
    let found = options.and_then(|options| options.listed.iter().find(|option| option.id == id));
    match found {
        Some(option) => tongue.text(&option.label).to_owned(),
        None if id == Options::OTHER && options.is_some_and(|options| options.other) => tongue.say("answer-other"),
        None => id.to_owned(),
    }
}
