//! The reference of the language: what can be generated of it is, from the tables of the code.
//! `PORTAL_TEST_WRITE=1` writes the page anew.
#![allow(clippy::disallowed_methods, reason = "a test reads the page it checks")]

#[path = "support/broken.rs"]
mod broken;
#[path = "support/conditions.rs"]
mod conditions;
#[path = "support/folder.rs"]
mod folder;
#[path = "support/page.rs"]
mod page;

use std::{env, fmt::Write, fs, path::Path};

use portal_core::definition::{CODES, Severity, condition};

/// Everything from here on is generated.
const START: &str = "## Faults\n";

fn docs(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)
}

/// Compares a page with what it should be, or writes it anew.
fn is_written(name: &str, wanted: &str) {
    if env::var_os("PORTAL_TEST_WRITE").is_some() {
        fs::write(docs(name), wanted).expect("the page can be written");
    }
    let page = fs::read_to_string(docs(name)).expect("the page is there");
    assert_eq!(page, wanted, "write it anew with PORTAL_TEST_WRITE=1");
}

#[test]
fn the_reference_has_each_code_with_its_title_and_remedy() {
    let page = fs::read_to_string(docs("definitions.md")).expect("the reference is there");
    let (by_hand, _) = page.split_once(START).expect("the reference has a list of faults");
    is_written("definitions.md", &format!("{by_hand}{START}{}", faults()));
}

#[test]
fn each_code_is_explained_by_a_broken_example_and_its_mend() {
    is_written("faults.md", &page::page());
}

fn faults() -> String {
    let warnings = CODES.iter().filter(|code| code.severity == Severity::Warning).map(|code| code.id);
    let warnings = warnings.collect::<Vec<_>>().join(", ");
    let mut page = format!(
        "\nEach is explained with an example and its mend in [faults.md](faults.md). Of these {warnings} only warn; all \
         others stop the definition.\n\n"
    );
    page.push_str("| code | what | remedy |\n|---|---|---|\n");
    for code in CODES {
        writeln!(page, "| [{}](faults.md#{}) | {} | {} |", code.id, code.id.to_lowercase(), code.title, code.remedy)
            .expect("a text takes text");
    }
    page.push_str("\nIn conditions:\n\n| code | what |\n|---|---|\n");
    for (code, what) in condition::CODES {
        writeln!(page, "| [{code}](faults.md#{}) | {what} |", code.to_lowercase()).expect("a text takes text");
    }
    page
}
