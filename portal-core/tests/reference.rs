//! The reference of the language: what can be generated of it is, from the tables of the code.
//! `PORTAL_TEST_WRITE=1` writes the page anew.
#![allow(clippy::disallowed_methods, reason = "a test reads the page it checks")]

use std::{env, fmt::Write, fs, path::Path};

use portal_core::definition::{CODES, Severity, condition};

/// Everything from here on is generated.
const START: &str = "## Faults\n";

#[test]
fn the_reference_has_each_code_with_its_title_and_remedy() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/definitions.md");
    let page = fs::read_to_string(&path).expect("the reference is there");
    let (by_hand, generated) = page.split_once(START).expect("the reference has a list of faults");
    if env::var_os("PORTAL_TEST_WRITE").is_some() {
        fs::write(&path, format!("{by_hand}{START}{}", faults())).expect("the page can be written");
    } else {
        assert_eq!(generated, faults(), "write it anew with PORTAL_TEST_WRITE=1");
    }
}

fn faults() -> String {
    let warnings = CODES.iter().filter(|code| code.severity == Severity::Warning).map(|code| code.id);
    let warnings = warnings.collect::<Vec<_>>().join(", ");
    let mut page = format!("\nOf these {warnings} only warn; all others stop the definition.\n\n");
    page.push_str("| code | what | remedy |\n|---|---|---|\n");
    for code in CODES {
        writeln!(page, "| {} | {} | {} |", code.id, code.title, code.remedy).expect("a text takes text");
    }
    page.push_str("\nIn conditions:\n\n| code | what |\n|---|---|\n");
    for (code, what) in condition::CODES {
        writeln!(page, "| {code} | {what} |").expect("a text takes text");
    }
    page
}
