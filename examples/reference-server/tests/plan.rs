//! `portal plan` as an integrator and their pipeline use it: between two folders, and against a database.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use support::{PROGRAM, Server};

fn portal(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A small definition: what its portal.yaml says besides its name, and the first field's label.
fn folder(portal: &str, label: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("requests")).unwrap();
    fs::write(folder.path().join("portal.yaml"), format!("portal: small\nname: Small\n{portal}")).unwrap();
    let request = format!("request: help\nlabel: Ask us\nfields:\n  - {{id: a, label: {label}}}\n");
    fs::write(folder.path().join("requests/help.yaml"), request).unwrap();
    let person = "people:\n  bea: {name: Bea Roy, email: bea@alpha.example, organisation: alpha, role: checker}\n";
    if portal.contains("checker") {
        let demo = format!("organisations:\n  alpha: {{name: Alpha}}\n{person}");
        fs::write(folder.path().join("demo.yaml"), demo).unwrap();
    }
    folder
}

fn path(folder: &tempfile::TempDir) -> &str {
    folder.path().to_str().unwrap()
}

const CHECKER: &str = "roles:\n  checker: {label: Checker, like: client_user}\n";

#[test]
fn two_folders_are_compared_in_words_and_as_json() {
    let (old, new) = (folder("", "Subject"), folder("", "What about?"));
    let planned = portal(&["plan", path(&old), path(&new)]);
    assert_eq!(planned.status.code(), Some(0), "{}", said(&planned));
    let expected = "Clients notice:\n  ~ field `a` of request type `help`: label: Subject → What about?\n";
    assert_eq!(said(&planned), expected);
    let json = portal(&["plan", path(&old), path(&new), "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&plan["differences"][0]["after"], &plan["effects"]), (&"What about?".into(), &().into()));
}

#[test]
fn what_cannot_be_planned_is_exit_code_2_with_the_reason() {
    let (sound, broken) = (folder("", "Subject"), folder("nonsense: 1\n", "Subject"));
    for (arguments, says) in [
        (&["plan", path(&sound)][..], "name the older folder"),
        (&["plan", path(&sound), "/nowhere"], "there is no folder"),
        (&["plan", path(&sound), path(&broken)], "a definition with faults is not published"),
        (&["plan", path(&sound), "--database", "sqlite:///nowhere/portal.db"], "there is no database"),
        (&["plan", path(&sound), "--database", "sqlite:///x", "--move", "nonsense"], "moves nothing"),
    ] {
        let planned = portal(arguments);
        assert_eq!(planned.status.code(), Some(2), "{}", said(&planned));
        assert!(said(&planned).contains(says), "{}", said(&planned));
    }
}

#[test]
fn against_a_database_the_version_in_force_is_the_older_one_and_what_breaks_is_exit_code_1() {
    let (old, new) = (folder(CHECKER, "Subject"), folder("", "What about?"));
    let server = Server::start(&[("PORTAL_DEFINITIONS", path(&old))]);
    let database = format!("sqlite://{}", Path::new(path(&server.folder)).join("portal.db").display());
    let planned = portal(&["plan", path(&new), "--database", &database]);
    assert_eq!(planned.status.code(), Some(1), "{}", said(&planned));
    for part in [
        "- role `checker`\n",
        "label: Subject → What about?",
        "breaks: 1 people with the role `checker`\n    The role `checker` is gone. Keep it below `roles` of portal.yaml",
    ] {
        assert!(said(&planned).contains(part), "{}", said(&planned));
    }
    let moved = portal(&["plan", path(&new), "--database", &database, "--move", "role.checker=client_user"]);
    assert_eq!(moved.status.code(), Some(0), "{}", said(&moved));
    assert!(said(&moved).ends_with("What is there:\n  nothing that a definition could touch\n"), "{}", said(&moved));
}
