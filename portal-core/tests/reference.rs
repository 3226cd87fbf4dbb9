//! The reference names every code as the tables of the code do.
#![allow(clippy::disallowed_methods, reason = "a test reads the page it checks")]

use std::{fs, path::Path};

use portal_core::definition::{CODES, Severity, condition};

fn reference() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/definitions.md");
    fs::read_to_string(page).expect("the reference is there")
}

#[test]
fn the_reference_has_each_code_with_its_title_and_remedy() {
    let page = reference();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| PD") || line.starts_with("| PC")).collect();
    let definition = CODES.iter().map(|code| format!("| {} | {} | {} |", code.id, code.title, code.remedy));
    let conditions = condition::CODES.iter().map(|(code, what)| format!("| {code} | {what} |"));
    let expected: Vec<String> = definition.chain(conditions).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_reference_names_the_warnings() {
    let warnings: Vec<&str> =
        CODES.iter().filter(|code| code.severity == Severity::Warning).map(|code| code.id).collect();
    assert!(reference().contains(&format!("{} is a warning", warnings.join(", "))), "{warnings:?}");
}
