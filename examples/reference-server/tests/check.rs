//! `portal check` as an integrator and their editor or pipeline use it.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    path::Path,
    process::{Command, Output},
};

fn portal(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portal")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with this portal.yaml and a request type that is called so.
fn folder(portal: &str, label: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("requests")).unwrap();
    std::fs::write(folder.path().join("portal.yaml"), portal).unwrap();
    let request = format!("request: help\nlabel: {label}\nfields:\n  - {{id: a, label: {label}}}\n");
    std::fs::write(folder.path().join("requests/help.yaml"), request).unwrap();
    folder
}

fn path(folder: &tempfile::TempDir) -> &str {
    folder.path().to_str().unwrap()
}

#[test]
fn a_sound_folder_has_exit_code_0_and_says_what_it_defines() {
    let folder = folder("portal: small\nname: Small\n", "Ask");
    let checked = portal(&["check", path(&folder)]);
    assert_eq!(checked.status.code(), Some(0));
    assert_eq!(text(&checked.stdout), "0 faults, 0 warnings\nsmall can be served. Request types: help\n");
    let json = portal(&["check", path(&folder), "--format", "json"]);
    assert_eq!((json.status.code(), text(&json.stdout).trim()), (Some(0), "[]"));
}

#[test]
fn faults_as_json_are_an_array_of_places_with_remedies() {
    let folder = folder("portal: small\nnmae: Small\n", "Ask");
    let checked = portal(&["check", path(&folder), "--format", "json"]);
    assert_eq!(checked.status.code(), Some(1), "{}", text(&checked.stderr));
    let faults: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let codes: Vec<&str> = faults.as_array().unwrap().iter().map(|fault| fault["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["PD011", "PD009"]);
    let mut keys: Vec<&String> = faults[1].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["code", "column", "end", "file", "help", "line", "message", "severity"]);
    assert_eq!((&faults[1]["line"], &faults[1]["column"], &faults[1]["end"]), (&2.into(), &1.into(), &5.into()));
}

#[test]
fn warnings_alone_are_exit_code_0_unless_they_are_denied() {
    let folder = folder("portal: small\nname: {en: Small, fr: Petit}\nlocales: [en, fr]\n", "Ask");
    let checked = portal(&["check", path(&folder)]);
    let said = text(&checked.stdout);
    assert_eq!(checked.status.code(), Some(0), "{said}");
    assert!(said.contains("warning[PD020]") && said.contains("^^^") && said.contains("0 faults, 2 warnings"), "{said}");
    assert_eq!(portal(&["check", path(&folder), "--deny-warnings"]).status.code(), Some(1));
}

#[test]
fn a_folder_that_is_missing_empty_or_a_file_is_told_apart_with_exit_code_2() {
    let empty = tempfile::tempdir().unwrap();
    let file = empty.path().join("portal.yaml");
    let missing = empty.path().join("nowhere");
    let check = |of: &Path| portal(&["check", of.to_str().unwrap(), "--format", "json"]);
    for (of, says) in [(missing.as_path(), "there is no folder"), (empty.path(), "is empty")] {
        let checked = check(of);
        let said = text(&checked.stderr);
        assert_eq!(checked.status.code(), Some(2), "{said}");
        assert!(said.contains(says) && checked.stdout.is_empty(), "{said}");
    }
    std::fs::write(&file, "portal: small\n").unwrap();
    let checked = check(&file);
    assert!(checked.status.code() == Some(2) && text(&checked.stderr).contains("cannot be read"));
}

#[test]
fn a_code_is_explained_with_an_example_and_its_mend() {
    let explained = portal(&["check", "--explain", "pd009"]);
    let said = text(&explained.stdout);
    assert!(explained.status.success() && said.contains("Unknown key") && said.contains("+explain: Ask us"), "{said}");
    assert!(!said.contains("PD010"), "nothing of the next: {said}");
    let last = text(&portal(&["check", "--explain", "PC013"]).stdout);
    assert!(last.contains("does not take these operands"), "{last}");
    let unknown = portal(&["check", "--explain", "PD999"]);
    assert_eq!(unknown.status.code(), Some(2));
}
