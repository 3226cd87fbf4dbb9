//! `portal simulate` as an integrator and their pipeline use it.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn portal(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portal")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn provider() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../definitions/b2b-provider")
}

#[test]
fn a_script_is_told_line_by_line_from_the_moment_that_was_named() {
    let folder = provider();
    let played = portal(&["simulate", folder.to_str().unwrap(), "quote", "--from", "2026-03-02T09:30"]);
    let said = text(&played.stdout);
    assert_eq!(played.status.code(), Some(0), "{said}{}", text(&played.stderr));
    let first =
        "quote\nMon 2026-03-02 09:30  Bruno Keller sends the request\n    status  to_validate “To be validated”";
    assert!(said.starts_with(first), "{said}");
    assert!(said.contains("mail    to Ingrid Sauer:") && said.ends_with("as expected\n"), "{said}");
}

#[test]
fn what_happens_is_told_to_programs_as_json() {
    let folder = provider();
    let played = portal(&["simulate", folder.to_str().unwrap(), "quote", "invoice", "--format", "json"]);
    let reports: serde_json::Value = serde_json::from_slice(&played.stdout).unwrap();
    let scripts: Vec<&str> = reports.as_array().unwrap().iter().map(|it| it["script"].as_str().unwrap()).collect();
    assert_eq!(scripts, ["invoice", "quote"]);
    assert!(reports[0]["failure"].is_null());
    let line = &reports[0]["lines"][0];
    assert_eq!((&line["kind"], &line["does"]), (&"act".into(), &"sends the request".into()));
}

#[test]
fn a_script_that_ends_otherwise_is_exit_code_1_and_says_how() {
    let folder = tempfile::tempdir().unwrap();
    for source in portal::read_folder(&provider()).unwrap() {
        let path = folder.path().join(&source.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let bytes = match source.path.as_str() {
            "scripts/invoice.yaml" => text(&source.bytes).replace("status: received", "status: completed").into_bytes(),
            _ => source.bytes,
        };
        std::fs::write(path, bytes).unwrap();
    }
    let played = portal(&["simulate", folder.path().to_str().unwrap()]);
    assert_eq!(played.status.code(), Some(1));
    let why = "scripts/invoice.yaml: at the end it stands in `received`, and `completed` is expected\n";
    assert_eq!(text(&played.stderr), why);
}

#[test]
fn a_script_that_is_not_there_is_said_with_those_that_are() {
    let folder = provider();
    let played = portal(&["simulate", folder.to_str().unwrap(), "qoute"]);
    assert_eq!(played.status.code(), Some(1));
    assert_eq!(text(&played.stderr), "there is no script qoute; there are contract_change, invoice, quote\n");
}
