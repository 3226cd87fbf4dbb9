//! Folders made of everything that ships and everything that is known to be broken.

use std::{fs, path::Path};

use chrono::DateTime;
use portal_core::{
    definition::{Definition, Faults, Source, demo, load},
    form::{Answers, Environment, Form},
};

use super::random::Random;

#[path = "../support/folder.rs"]
mod folder;

/// Pieces that mean something somewhere.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ": ",
    ", ",
    "\n",
    "\n  ",
    "\n- ",
    "\"",
    "'",
    "!",
    "&a ",
    "*a",
    "|",
    ">",
    "#",
    "\t",
    "%",
    "@",
    "---\n",
    "null",
    "~",
    "true",
    "0",
    "-1",
    "1e9",
    "99999999999999999999999999",
    "\u{feff}",
    "\u{0}",
    "é",
    "\u{1f600}",
    "\\",
    "show_when: ",
    "has(",
    "(((((((((",
    "items.sum(i, i.x)",
    "{{ requester.first_name }}",
    "{when: a, use: b}",
    "type: group",
    "fields: ",
    "when: true",
    "id: id",
    "options: []",
    "10 days",
    "1 day before visit",
    "team",
    "any: ",
];

/// All folders there are.
pub fn corpus() -> Vec<Vec<Source>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/definitions");
    let below = |root: &Path| -> Vec<_> {
        let entries = fs::read_dir(root).expect("the folder is there").map(|entry| entry.expect("an entry").path());
        let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
        folders.sort();
        folders
    };
    let base = folder::read(&tests.join("base"));
    let mut corpus: Vec<Vec<Source>> = below(&examples).iter().map(|path| folder::read(path)).collect();
    for path in below(&tests.join("faults")) {
        let mut sources = folder::read(&path);
        sources.extend(
            base.iter().filter(|sound| sources.iter().all(|own| own.path != sound.path)).cloned().collect::<Vec<_>>(),
        );
        corpus.push(sources);
    }
    for sources in &mut corpus {
        sources.retain(|source| source.path.ends_with(".yaml") || source.bytes.len() < 1_000);
    }
    corpus.retain(|sources| !sources.is_empty());
    corpus
}

/// One folder of the corpus, mutilated, loaded, shown and used.
pub fn case(corpus: &[Vec<Source>], random: &mut Random) {
    let mut sources = random.pick(corpus).clone();
    for _ in 0..=random.below(6) {
        let at = random.below(sources.len());
        let other = random.pick(corpus);
        let other = random.pick(other).bytes.clone();
        mutilate(&mut sources[at].bytes, &other, random);
    }
    match load(&sources) {
        Ok((definition, _)) => fill_in(&definition),
        Err(faults) => sound(&faults, &sources),
    }
    if let Err(faults) = demo(&sources) {
        sound(&faults, &sources);
    }
}

fn mutilate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let hole = random.range(bytes.len(), 40);
    let piece = match random.below(7) {
        0 => Vec::new(),
        1 | 2 => random.pick(PIECES).as_bytes().to_vec(),
        3 => bytes[random.range(bytes.len(), 200)].to_vec(),
        4 => other[random.range(other.len(), 400)].to_vec(),
        5 => random.pick(PIECES).repeat(1 + random.below(300)).into_bytes(),
        _ => vec![random.byte()],
    };
    let hole = if random.below(2) == 0 { hole.start..hole.start } else { hole };
    bytes.splice(hole, piece);
}

/// What is told points into its file and can be shown.
fn sound(faults: &Faults, sources: &[Source]) {
    for fault in &faults.faults {
        assert!(!fault.message.is_empty() && !fault.help.is_empty(), "{fault:?}");
        if let Some(source) = sources.iter().find(|source| source.path == fault.path) {
            assert!(fault.span.start <= fault.span.end && fault.span.end <= source.bytes.len(), "{fault:?}");
        }
    }
    assert!(faults.to_string().contains(" fault"));
}

/// Whatever loads can be begun and checked.
fn fill_in(definition: &Definition) {
    let now = DateTime::from_timestamp(1_770_000_000, 0).expect("a moment");
    let environment = Environment {
        now,
        today: now.date_naive(),
        zone: chrono_tz::UTC,
        facts: [].into(),
        people: None,
        openings: None,
    };
    for request in definition.requests.values() {
        let form = Form::new(&request.steps, &environment);
        let begun = form.prefill();
        form.check(&begun);
        form.check(&Answers::new());
    }
}
