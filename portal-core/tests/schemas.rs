//! The published schemas (`portal schema`), asked through an independent validator: they take every definition that ships
//! and every sound folder of the tests, and refuse what is spelt or shaped wrong.

#[path = "support/folder.rs"]
mod folder;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use jsonschema::Validator;
use portal_core::definition::{SCHEMAS, Source, schema};
use serde_json::Value;

fn root(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

/// The folders below a folder.
#[allow(clippy::disallowed_methods, reason = "the test reads folders")]
fn folders(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(below).expect("the folder is there");
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn validators() -> BTreeMap<&'static str, Validator> {
    let validator = |name| {
        let schema = schema(name).expect("each name has its schema");
        (name, jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    SCHEMAS.map(validator).into_iter().collect()
}

/// Which schema a file is of.
fn of(path: &str) -> Option<&str> {
    let name = path.strip_suffix(".yaml")?;
    match name.split_once('/') {
        Some(("requests", _)) => Some("request"),
        Some(("scripts", _)) => Some("script"),
        Some(_) => None,
        None => SCHEMAS.contains(&name).then_some(name),
    }
}

/// A file as JSON; `None`: it is no YAML.
fn json(source: &Source) -> Option<Value> {
    // `off` is a word in YAML 1.2, as the language has it.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_slice_with_options(&source.bytes, options).ok()
}

/// What the schemas have against a folder.
fn against(sources: &[Source]) -> Vec<String> {
    let validators = validators();
    let mut found = Vec::new();
    for source in sources {
        let Some(name) = of(&source.path) else { continue };
        let Some(value) = json(source) else { continue };
        found.extend(
            validators[name]
                .iter_errors(&value)
                .map(|error| format!("{}{}: {error}", source.path, error.instance_path())),
        );
    }
    found
}

#[test]
fn every_shipped_definition_is_valid() {
    let all = folders(&root("../examples/definitions"));
    assert!(!all.is_empty());
    for one in all {
        let sources = folder::read(&one);
        assert!(sources.iter().filter_map(|source| of(&source.path)).count() > 2, "{}", one.display());
        assert_eq!(against(&sources), [] as [&str; 0], "{}", one.display());
    }
}

#[test]
fn every_sound_folder_of_the_tests_is_valid() {
    assert_eq!(against(&folder::base()), [] as [&str; 0]);
    for one in folders(&root("tests/definitions/mended")) {
        assert_eq!(against(&folder::read(&one)), [] as [&str; 0], "{}", one.display());
    }
}

#[test]
fn what_is_spelt_or_shaped_wrong_is_refused() {
    for broken in ["pd008_shape", "pd009_unknown_key", "pd011_missing_key", "pd013_id_shape"] {
        let found = against(&folder::read(&root("tests/definitions/faults").join(broken)));
        assert!(!found.is_empty(), "{broken}");
    }
    let mut shipped = folder::shipped();
    let request = shipped.iter_mut().find(|source| source.path == "requests/quote.yaml").expect("it is there");
    let text = String::from_utf8(request.bytes.clone()).expect("text");
    for (right, wrong) in
        [("\nexplain:", "\nexplian:"), ("type: choice", "type: chioce"), ("\nopened_by: [", "\nopened_by: [7, ")]
    {
        assert!(text.contains(right), "{right}");
        let request =
            Source { path: "requests/quote.yaml".to_owned(), bytes: text.replacen(right, wrong, 1).into_bytes() };
        assert_eq!(against(&[request]).len(), 1, "{wrong}");
    }
}

#[test]
fn editors_are_told_where_the_schema_of_each_shipped_file_lies() {
    for one in folders(&root("../examples/definitions")) {
        for source in folder::read(&one) {
            let Some(name) = of(&source.path) else { continue };
            let up = if source.path.contains('/') { "../" } else { "" };
            let first = String::from_utf8_lossy(&source.bytes).lines().next().unwrap_or_default().to_owned();
            let expected = format!("# yaml-language-server: $schema={up}.schema/{name}.json");
            assert_eq!(first, expected, "{}/{}", one.display(), source.path);
        }
    }
}
