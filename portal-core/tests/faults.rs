//! Each code of the table has a folder that is broken in that way. `# PD009 4:3` on the first line of a broken file
//! says which faults it must get, and nothing else may be found.

#[path = "support/folder.rs"]
mod folder;

use std::{collections::BTreeSet, fs, path::Path};

use portal_core::definition::{CODES, Faults, Source, load, load_stored};

type Place = (String, String, usize, usize);

fn here() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions")
}

/// The sound folder `base`, with the files of a broken one over its own.
fn broken(name: &str) -> Vec<Source> {
    folder::over("base", &format!("faults/{name}"))
}

/// Every fault and warning of a folder.
fn found(sources: &[Source]) -> BTreeSet<Place> {
    let faults = match load(sources) {
        Ok((_, warnings)) => warnings,
        Err(Faults { faults, .. }) => faults,
    };
    faults.into_iter().map(|fault| (fault.path, fault.code.to_owned(), fault.line, fault.column)).collect()
}

/// What the first line of each file says.
fn expected(sources: &[Source]) -> BTreeSet<Place> {
    let mut expected = BTreeSet::new();
    for source in sources {
        let text = String::from_utf8_lossy(&source.bytes);
        let Some(marks) = text.lines().next().and_then(|line| line.strip_prefix("# ")) else { continue };
        let words: Vec<&str> = marks.split(' ').collect();
        for mark in words.chunks(2) {
            let (line, column) = mark[1].split_once(':').expect("a line and a column");
            let (line, column) = (line.parse().expect("a line"), column.parse().expect("a column"));
            expected.insert((source.path.clone(), mark[0].to_owned(), line, column));
        }
    }
    expected
}

#[test]
fn every_broken_folder_gets_its_faults_at_their_places_and_no_others() {
    for entry in fs::read_dir(here().join("faults")).expect("the folder is there") {
        let name = entry.expect("an entry").file_name().into_string().expect("a plain name");
        let sources = broken(&name);
        assert_eq!(found(&sources), expected(&sources), "{name}");
    }
}

#[test]
fn every_code_has_a_broken_folder() {
    // Those of what is too much are shown in `bounds.rs`, which makes the files.
    let mut shown: BTreeSet<String> = ["PD001", "PD070", "PD071"].map(str::to_owned).into();
    for entry in fs::read_dir(here().join("faults")).expect("the folder is there") {
        let sources = folder::read(&entry.expect("an entry").path());
        shown.extend(expected(&sources).into_iter().map(|(_, code, ..)| code));
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
