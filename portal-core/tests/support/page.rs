//! `docs/faults.md`: each code with a broken example and its mend, from the broken folders.

use std::fmt::Write;

use portal_core::definition::{CODES, Code, Condition, Faults, Severity, Source, condition, condition::Type};

use crate::{broken, conditions};

/// The whole page.
pub fn page() -> String {
    let mut page =
        "# Faults, one by one\n\nEach code of [definitions.md](definitions.md#faults) with an example and what mends \
                    it. `portal check --explain PD009` prints one. The page is made from the folders that the tests \
                    check.\n"
            .to_owned();
    for code in CODES {
        write!(page, "\n## {}\n\n**{}.** ", code.id, code.title).expect("a text takes text");
        let stops = match code.severity {
            Severity::Error => "It stops the definition.",
            Severity::Warning => "It warns and stops nothing.",
        };
        writeln!(page, "{stops} {}", code.remedy).expect("a text takes text");
        page.push_str(&example(code).unwrap_or_default());
    }
    page.push_str("\n# Conditions\n\nThe examples know `subject` (text), `kind` (a choice of `a` and `b`) and `count` (an integer), `items` (a group with a \
         `price`); they belong to the field `own`, before `later`.\n");
    for (code, wrong, right) in conditions::examples() {
        page.push_str(&condition(code, &wrong, &right));
    }
    page
}

/// The first fault of a code in the folder that is broken in its way, and all that mends the folder.
fn example(code: &Code) -> Option<String> {
    let prefix = format!("{}_", code.id.to_lowercase());
    let name = broken::names().into_iter().find(|name| name.starts_with(&prefix))?;
    let mut faults = broken::faults(&broken::unmarked(broken::broken(&name)));
    faults.faults.retain(|fault| fault.code == code.id);
    faults.faults.truncate(1);
    let mends = mends(&broken::unmarked(broken::alone(&name)), &broken::mends(&name)?);
    Some(format!("\n```text\n{}\n```\n\n```diff\n{mends}```\n", shown(&faults)))
}

/// The faults under carets, without their count.
fn shown(faults: &Faults) -> String {
    let text = faults.to_string();
    text.rsplit_once("\n\n").map_or(text.as_str(), |(faults, _)| faults).trim_end().to_owned()
}

/// What is changed in each file, line by line.
fn mends(broken: &[Source], mended: &[Source]) -> String {
    let text = |source: &Source| String::from_utf8_lossy(&source.bytes).into_owned();
    let mut diff = String::new();
    for source in broken {
        let right = mended.iter().find(|file| file.path == source.path).map(text);
        let right = right.unwrap_or_default();
        if mended.iter().any(|file| file.path == source.path) || mended.is_empty() {
            writeln!(diff, "--- {}", source.path).expect("a text takes text");
            diff.push_str(&lines(&text(source), &right));
        }
    }
    diff
}

/// The lines that go and those that come, by the longest common subsequence.
fn lines(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let mut common = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
    for (at, old) in before.iter().enumerate().rev() {
        for (to, new) in after.iter().enumerate().rev() {
            common[at][to] = match old == new {
                true => common[at + 1][to + 1] + 1,
                false => common[at + 1][to].max(common[at][to + 1]),
            };
        }
    }
    let (mut at, mut to, mut diff) = (0, 0, String::new());
    while at < before.len() || to < after.len() {
        if at < before.len() && to < after.len() && before[at] == after[to] {
            (at, to) = (at + 1, to + 1);
        } else if at < before.len() && (to == after.len() || common[at + 1][to] >= common[at][to + 1]) {
            writeln!(diff, "-{}", before[at]).expect("a text takes text");
            at += 1;
        } else {
            writeln!(diff, "+{}", after[to]).expect("a text takes text");
            to += 1;
        }
    }
    diff
}

fn condition(code: &str, wrong: &str, right: &str) -> String {
    let what = condition::CODES.iter().find(|(id, _)| *id == code).map_or("", |(_, what)| what);
    let faults = Condition::parse(wrong, &conditions::scope(), Type::Bool).err().unwrap_or_default();
    let said = faults.first().map(|fault| format!("{}\n{}", fault.message, fault.help)).unwrap_or_default();
    let short = |text: &str| match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    format!("\n## {code}\n\n{what}\n\n```text\n{}\n```\n\n```diff\n-{}\n+{}\n```\n", said, short(wrong), short(right))
}
