//! Which fields of a page decide what else it shows.

use portal_core::{
    definition::Condition,
    form::{Field, FieldType, Requirement},
};

/// Whether another field of the page names this one in a condition. Too often is harmless: it only offers to look again.
pub(super) fn controls(field: &Field, all: &[Field]) -> bool {
    let names = |source: &str| {
        let mut words = source.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        words.any(|word| word == field.id.as_str())
    };
    let others = all.iter().filter(|other| other.id != field.id);
    others.flat_map(conditions).any(names)
}

/// The conditions that decide what of a field is shown.
fn conditions(field: &Field) -> Vec<&str> {
    let options = field.field_type.options();
    let of_options =
        options.into_iter().flat_map(|options| &options.listed).filter_map(|option| option.show_when.as_ref());
    let required = if let Requirement::When(condition) = &field.required { Some(condition) } else { None };
    let cases = if let FieldType::Slot { of } = &field.field_type { of.cases() } else { &[] };
    let of_cases = cases.iter().filter_map(|case| case.when.as_ref());
    let own = field.show_when.iter().chain(of_options).chain(required).chain(of_cases).map(Condition::source);
    own.chain(field.row_fields().iter().flat_map(conditions)).collect()
}
