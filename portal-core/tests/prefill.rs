//! What a prefill may name: the answers of last time, each with the type of its field.

use portal_core::definition::{Source, load};

/// Loads a form of these fields; gives its faults.
fn faults(fields: &str) -> String {
    let portal = "portal: test\nname: Test\n";
    let request = format!("request: help\nlabel: Help\nfields:\n{fields}");
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let loaded = load(&[source("portal.yaml", portal), source("requests/help.yaml", &request)]);
    loaded.map_or_else(|faults| faults.to_string(), |_| String::new())
}

const DETAILS: &str = "  - {id: details, label: Details}\n  - {id: seats, type: integer, label: Seats}\n";

#[test]
fn a_prefill_knows_the_last_answers_of_all_fields_also_of_later_ones_and_of_its_own() {
    assert_eq!(faults(&format!("  - {{id: again, label: Again, prefill: last.details}}\n{DETAILS}")), "");
    assert_eq!(
        faults(&format!("  - {{id: more, type: integer, label: More, prefill: last.seats + 1}}\n{DETAILS}")),
        ""
    );
    assert_eq!(faults("  - {id: same, label: Same, prefill: last.same}\n"), "");
}

#[test]
fn a_last_answer_has_the_type_of_its_field() {
    let found = faults(&format!("  - {{id: again, label: Again, prefill: last.seats}}\n{DETAILS}"));
    assert!(found.contains("last.seats"), "{found}");
    let found = faults(&format!("  - {{id: again, type: date, label: Again, prefill: last.details}}\n{DETAILS}"));
    assert!(found.contains("last.details"), "{found}");
}

#[test]
fn a_last_answer_of_no_field_is_unknown() {
    let found = faults(&format!("  - {{id: again, label: Again, prefill: last.detail}}\n{DETAILS}"));
    assert!(found.contains("last.detail") && found.contains("details"), "{found}");
}

#[test]
fn only_a_prefill_knows_the_last_answers() {
    for key in ["show_when", "required_when", "valid_when"] {
        let found = faults(&format!("  - {{id: again, label: Again, {key}: 'last.seats > 1'}}\n{DETAILS}"));
        assert!(found.contains("last.seats"), "{key}: {found}");
    }
}

#[test]
fn what_is_wrong_with_a_form_is_told_once_even_if_it_knows_the_last_answers() {
    let found = faults("  - {id: a, label: A, prefill: last.b}\n  - {id: b, label: B, colour: red}\n");
    assert_eq!(found.matches("colour: red").count(), 1, "{found}");
}
