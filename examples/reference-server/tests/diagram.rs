//! `portal diagram` on the shipped folder and on faulty ones.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::process::{Command, Output};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../definitions/b2b-provider");

fn diagram(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portal")).arg("diagram").args(arguments).output().unwrap()
}

#[test]
fn one_type_is_printed_as_a_picture_in_the_chosen_language() {
    let drawn = diagram(&[SHIPPED, "quote", "--locale", "fr"]);
    let svg = String::from_utf8(drawn.stdout).unwrap();
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && svg.contains("Devis à valider"), "{svg}");
    let unknown = diagram(&[SHIPPED, "quote", "--locale", "de"]);
    assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("en, fr"));
}

#[test]
fn all_types_are_written_a_file_each() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("pictures");
    for (format, ending, begins) in [("svg", "svg", "<svg "), ("mermaid", "mmd", "flowchart TD")] {
        let drawn = diagram(&[SHIPPED, "--out", folder.to_str().unwrap(), "--format", format]);
        assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
        let text = std::fs::read_to_string(folder.join(format!("quote.{ending}"))).unwrap();
        assert!(text.starts_with(begins), "{text}");
    }
}

#[test]
fn an_unknown_type_and_a_faulty_folder_are_refused_with_the_reason() {
    let unknown = diagram(&[SHIPPED, "quot"]);
    let said = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(!unknown.status.success() && said.contains("there is no request type quot; there are"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("portal.yaml"), "portal: x\n").unwrap();
    let faulty = diagram(&[folder.path().to_str().unwrap()]);
    let said = String::from_utf8_lossy(&faulty.stderr).into_owned();
    assert!(!faulty.status.success() && said.contains("PD011") && faulty.stdout.is_empty(), "{said}");
}
