//! `docs/security.md` keeps its word: each requirement of ASVS 5.0 at level 1 and 2, and each of our own list, stands there once and
//! is answered, and every test that it names is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// How many requirements each chapter of OWASP ASVS 5.0.0 has at level 1 and at level 2
/// (`OWASP_Application_Security_Verification_Standard_5.0.0_en.csv`): 70 and 183 in all.
const CHAPTERS: [(u32, usize, usize); 17] = [
    (1, 8, 19),
    (2, 4, 7),
    (3, 8, 11),
    (4, 2, 8),
    (5, 4, 5),
    (6, 13, 22),
    (7, 6, 12),
    (8, 4, 3),
    (9, 4, 3),
    (10, 5, 24),
    (11, 3, 11),
    (12, 3, 6),
    (13, 1, 12),
    (14, 2, 7),
    (15, 3, 10),
    (16, 0, 16),
    (17, 0, 7),
];

/// Our own list: the letter of each group, and how many it has.
const OWN: [(char, usize); 10] =
    [('T', 20), ('A', 24), ('S', 11), ('X', 20), ('R', 10), ('U', 22), ('I', 18), ('W', 16), ('E', 8), ('P', 12)];

const ASVS: &str = "ASVS 5.0, level 1 and 2";
const OWN_LIST: &str = "Our own list";

/// How a row may begin that names no test.
const WITHOUT_TEST: [&str; 4] = ["written: ", "not applicable: ", "the host: ", "open: "];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/security.md")).expect("the page is there")
}

/// The rows of all tables below a heading, without their heads.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let begin = format!("\n## {heading}\n");
    let (_, below) = page.split_once(&begin).unwrap_or_else(|| panic!("there is no heading {heading:?}"));
    let section = below.split("\n## ").next().unwrap_or_default();
    let cells = |line: &str| -> Vec<String> {
        let inside = line.trim_start_matches('|').trim_end().trim_end_matches('|');
        inside.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let is_row = |cells: &Vec<String>| cells[0].chars().any(|c| c.is_ascii_digit());
    section.lines().filter(|line| line.starts_with("| ")).map(cells).filter(is_row).collect()
}

/// What stands in backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "docs/security.md:\n{}", faults.join("\n"));
}

#[test]
fn each_requirement_of_level_1_and_2_stands_once_and_is_answered() {
    let (mut faults, mut seen, mut counts) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    for row in rows(&page(), ASVS) {
        let [id, level, what, how] = &row[..] else {
            faults.push(format!("{row:?}: a row has four cells"));
            continue;
        };
        let place: Vec<u32> = id.split('.').filter_map(|part| part.parse().ok()).collect();
        if place.len() != 3 || !seen.insert(place.clone()) {
            faults.push(format!("{id}: it is no number, or stands twice"));
            continue;
        }
        if !(1..=10).contains(&what.split_whitespace().count()) {
            faults.push(format!("{id}: it is told in one to ten words, not {what:?}"));
        }
        let said =
            WITHOUT_TEST.iter().any(|begin| how.strip_prefix(*begin).is_some_and(|rest| !rest.trim().is_empty()));
        let names = how.starts_with('`') && quoted(how).next().is_some_and(|name| !name.is_empty());
        if !said && !names {
            faults.push(format!("{id}: {how:?} is no answer"));
        }
        *counts.entry((place[0], level.clone())).or_insert(0_usize) += 1;
    }
    for (chapter, one, two) in CHAPTERS {
        let there = ["1", "2"].map(|level| counts.remove(&(chapter, level.to_owned())).unwrap_or_default());
        if there != [one, two] {
            faults.push(format!("V{chapter}: {there:?} at level 1 and 2 are there, not {:?}", [one, two]));
        }
    }
    faults.extend(counts.keys().map(|(chapter, level)| format!("V{chapter}: there is no level {level:?} of it")));
    none(&faults);
}

#[test]
fn each_of_our_own_list_stands_once_and_is_answered() {
    let mut faults = Vec::new();
    let mut expected: BTreeSet<String> =
        OWN.iter().flat_map(|(letter, many)| (1..=*many).map(move |number| format!("{letter}{number:02}"))).collect();
    for row in rows(&page(), OWN_LIST) {
        if !expected.remove(&row[0]) {
            faults.push(format!("{}: it is none of the list, or stands twice", row[0]));
        }
        if row.len() != 3 || row.iter().any(String::is_empty) {
            faults.push(format!("{}: a row has three cells, none of them empty", row[0]));
        }
    }
    faults.extend(expected.iter().map(|id| format!("{id}: it is missing")));
    none(&faults);
}

#[test]
fn each_test_that_is_named_is_there() {
    let (known, page) = (known(), page());
    let (mut faults, mut named) = (Vec::new(), 0);
    for row in rows(&page, ASVS).into_iter().chain(rows(&page, OWN_LIST)) {
        for name in row.last().into_iter().flat_map(|cell| quoted(cell)) {
            named += 1;
            if !known.contains(name) {
                faults.push(format!("{}: there is no test `{name}`", row[0]));
            }
        }
    }
    none(&faults);
    assert!(named > 300, "only {named} tests are named");
}

/// Every test by the name that the page gives it: functions, scenarios of the browser by their path, steps of scripts/test.
fn known() -> BTreeSet<String> {
    let root = root();
    let mut known = BTreeSet::new();
    for path in files(&root) {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("rs") => known.extend(tests_of(&fs::read_to_string(&path).unwrap())),
            Some("mjs") => {
                known.insert(path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
            _ => {}
        }
    }
    let steps = fs::read_to_string(root.join("scripts/lib/steps.sh")).unwrap();
    let steps = steps.lines().filter_map(|line| line.strip_prefix("step_")?.split_once("()"));
    known.extend(steps.map(|(step, _)| format!("scripts/test {}", step.replace('_', "-"))));
    known
}

fn files(below: &Path) -> Vec<PathBuf> {
    let foreign = |path: &Path| ["target", "node_modules", ".git"].iter().any(|name| path.ends_with(name));
    let entries = fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path()).filter(|path| !foreign(path));
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The functions that are marked as tests, and those that a macro makes for each database.
fn tests_of(source: &str) -> Vec<String> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let name = |(place, line): (usize, &&str)| -> Option<String> {
        let made = ["on_both!(", "on_each!("].iter().find_map(|begin| line.strip_prefix(*begin));
        let function = ["async fn ", "fn "].iter().find_map(|begin| line.strip_prefix(*begin));
        let above = &lines[place.saturating_sub(3)..place];
        let marked = above.iter().any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"));
        let rest = made.or(function.filter(|_| marked))?;
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().map(str::to_owned)
    };
    lines.iter().enumerate().filter_map(name).collect()
}
