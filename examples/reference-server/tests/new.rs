//! `portal new` and `portal schema`: what an integrator begins with.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn portal(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portal")).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// The schema that a file's first line tells of is there.
fn has_its_schema(file: &Path) -> bool {
    let text = fs::read_to_string(file).unwrap();
    let told = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=").unwrap().to_owned();
    file.parent().unwrap().join(told).is_file()
}

#[test]
fn a_request_type_in_an_empty_folder_is_a_whole_definition() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("mine");
    let path = here.to_str().unwrap();
    let made = portal(&["new", "request", "ask_us", path]);
    assert!(made.status.success(), "{}", said(&made));
    let checked = portal(&["check", path, "--deny-warnings"]);
    assert!(checked.status.success(), "{}", said(&checked));
    let file = here.join("requests/ask_us.yaml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("label: Ask us") && text.contains("    take: {from: received, to: processing"), "{text}");
    assert!(
        has_its_schema(&file) && has_its_schema(&here.join("portal.yaml")) && has_its_schema(&here.join("demo.yaml"))
    );
    // A second one leaves the portal as it is.
    fs::write(here.join("portal.yaml"), "portal: own\nname: Own\n").unwrap();
    assert!(portal(&["new", "request", "other", path]).status.success());
    assert_eq!(fs::read_to_string(here.join("portal.yaml")).unwrap(), "portal: own\nname: Own\n");
    assert!(portal(&["check", path]).status.success());
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    fs::create_dir(folder.path().join("requests")).unwrap();
    let file = folder.path().join("requests/help.yaml");
    fs::write(&file, "mine").unwrap();
    let refused = portal(&["new", "request", "help", path]);
    assert!(!refused.status.success() && said(&refused).contains("is there already"), "{}", said(&refused));
    let refused = portal(&["new", "b2b-provider", path]);
    assert!(!refused.status.success() && said(&refused).contains("is not empty"), "{}", said(&refused));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert!(!folder.path().join("portal.yaml").exists());
}

#[test]
fn every_business_inside_the_program_is_written_whole_and_sound() {
    let folder = tempfile::tempdir().unwrap();
    let listed = said(&portal(&["new", "nothing_such", "x"]));
    let names = listed.rsplit_once("businesses ").unwrap().1.trim().to_owned();
    assert!(names.contains("b2b-provider"), "{listed}");
    for name in names.split(", ") {
        let here = folder.path().join(name);
        let made = portal(&["new", name, here.to_str().unwrap()]);
        assert!(made.status.success(), "{}", said(&made));
        assert!(has_its_schema(&here.join("portal.yaml")), "{name}");
        let checked = portal(&["check", here.to_str().unwrap()]);
        assert!(checked.status.success(), "{name}: {}", said(&checked));
    }
}

#[test]
fn a_wrong_name_is_refused_with_what_is_right() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for (arguments, says) in [
        (&["new", "request", "Ask-Us", path][..], "is not an id"),
        (&["new", "request"], "a name is needed"),
        (&["new", "b2b-provider"], "a folder is needed"),
        (&["schema", "quote"], "there are portal, request"),
        (&["schema"], "--out"),
    ] {
        let refused = portal(arguments);
        assert!(!refused.status.success() && said(&refused).contains(says), "{}", said(&refused));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn schemas_are_printed_and_written() {
    let printed = portal(&["schema", "request"]);
    let schema: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["required"], serde_json::json!(["request", "label"]));
    let folder = tempfile::tempdir().unwrap();
    assert!(portal(&["schema", "--out", folder.path().to_str().unwrap()]).status.success());
    for name in ["portal", "request", "documents", "script", "demo"] {
        let text = fs::read(folder.path().join(format!("{name}.json"))).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&text).unwrap()["properties"].is_object(), "{name}");
    }
}
