//! Each code of the table has a folder that is broken in that way. `# PD009 4:3` on the first line of a broken file
//! says which faults it must get, and nothing else may be found.

#[path = "support/broken.rs"]
mod broken;
#[path = "support/conditions.rs"]
mod conditions;
#[path = "support/folder.rs"]
mod folder;

use std::{collections::BTreeSet, path::Path};

use broken::{broken, expected, found};
use portal_core::definition::{
    CODES, Condition, Source,
    condition::{self, Type},
    load, load_stored,
};

fn here() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions")
}

#[test]
fn every_broken_folder_gets_its_faults_at_their_places_and_no_others() {
    for name in broken::names() {
        let sources = broken(&name);
        assert_eq!(found(&sources), expected(&sources), "{name}");
    }
}

#[test]
fn every_code_has_a_broken_folder_and_the_same_folder_mended() {
    // Those of what is too much are shown in `bounds.rs`, which makes the files.
    let mut shown: BTreeSet<String> = ["PD001", "PD070", "PD071"].map(str::to_owned).into();
    for name in broken::names() {
        let codes: BTreeSet<String> = expected(&broken(&name)).into_iter().map(|(_, code, ..)| code).collect();
        let own = name.split('_').next().unwrap_or_default().to_uppercase();
        if codes.contains(&own) {
            let mended = broken::mended(&name)
                .unwrap_or_else(|| panic!("write tests/definitions/mended/{name}: the same files, mended"));
            let left = broken::faults(&mended);
            assert!(left.faults.is_empty(), "{name} is not mended:\n{left}");
        }
        shown.extend(codes);
    }
    let missing: Vec<&str> = CODES.iter().map(|code| code.id).filter(|id| !shown.contains(*id)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_stored_definition_loads_when_the_checks_became_stricter_and_not_when_it_cannot_be_read() {
    let judged = broken("pd026_nothing_to_do");
    assert!(load(&judged).is_err());
    assert_eq!(load_stored(&judged).expect("judgements do not count").requests.len(), 1);
    let faults = load_stored(&broken("pd017_unknown_name")).expect_err("a name that leads nowhere cannot be read");
    assert!(faults.faults.iter().all(|fault| fault.code == "PD017"));
}

#[test]
fn every_code_of_conditions_has_one_that_gets_it_and_the_same_mended() {
    let examples = conditions::examples();
    let codes: Vec<&str> = examples.iter().map(|(code, ..)| *code).collect();
    assert_eq!(codes, condition::CODES.iter().map(|(code, _)| *code).collect::<Vec<_>>());
    for (code, wrong, right) in examples {
        let faults = Condition::parse(&wrong, &conditions::scope(), Type::Bool).expect_err(&wrong);
        assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [code], "{wrong}");
        assert!(Condition::parse(&right, &conditions::scope(), Type::Bool).is_ok(), "{right}");
    }
}

#[test]
fn a_file_that_is_no_text_or_too_large_hides_no_fault_of_the_others() {
    for bytes in [vec![0xff, 0xfe, 0x00], vec![b' '; 1_000_001]] {
        let mut sources = broken("pd009_unknown_key");
        sources.retain(|source| source.path != "portal.yaml");
        sources.push(Source { path: "portal.yaml".into(), bytes });
        let codes: Vec<String> = found(&sources).into_iter().map(|(_, code, ..)| code).collect();
        assert_eq!(codes, ["PD001", "PD009", "PD009"]);
    }
}

#[test]
fn an_empty_folder_lacks_a_portal_and_a_request_type() {
    let places = found(&[]);
    let paths: Vec<(&str, &str)> = places.iter().map(|(path, code, ..)| (path.as_str(), code.as_str())).collect();
    assert_eq!(paths, [("portal.yaml", "PD012"), ("requests", "PD012")]);
}

#[test]
fn faults_are_shown_under_carets_with_their_remedy_and_counted() {
    let shown = load(&broken("several_files")).expect_err("it is broken").to_string();
    assert_eq!(shown, include_str!("definitions/several_files.txt").trim_end());
}

#[test]
fn a_quoted_condition_is_pointed_into_and_a_requoted_one_is_shown_whole() {
    let request = |condition: &str| {
        let text = format!("request: help\nlabel: Ask\nfields:\n  - {{id: a, label: A, show_when: {condition}}}\n");
        let mut sources = folder::read(&here().join("base"));
        sources.retain(|source| source.path != "requests/help.yaml");
        sources.push(Source { path: "requests/help.yaml".into(), bytes: text.into_bytes() });
        let fault = load(&sources).expect_err("it is broken").faults.remove(0);
        let source = &sources.last().expect("the last one was added").bytes;
        String::from_utf8(source[fault.span].to_vec()).expect("text")
    };
    assert_eq!(request("\"today == unknown\""), "unknown");
    assert_eq!(request("'today == unknown'"), "unknown");
    assert_eq!(request("today == unknown"), "unknown");
    assert_eq!(request("'unknown == \"it''s\"'"), "'unknown == \"it''s\"'");
}

#[test]
fn a_fault_as_json_says_where_it_ends_and_nothing_of_this_program() {
    let faults = broken::faults(&broken("pd009_unknown_key"));
    let json = serde_json::to_value(&faults.faults).expect("faults are plain values");
    let first = serde_json::json!({
        "code": "PD009",
        "severity": "error",
        "file": "requests/help.yaml",
        "line": 4,
        "column": 1,
        "end": 8,
        "message": "`explian` is not a key that is known here.",
        "help": "Did you mean `explain`?",
    });
    assert_eq!((json[0].clone(), json[1]["end"].clone()), (first, 46.into()));
}
