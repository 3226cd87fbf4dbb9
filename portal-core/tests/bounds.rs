//! What is too much is refused within a second of the processor's time, by a fault that says so, and never by a crash.

#[path = "support/folder.rs"]
mod folder;
#[path = "support/processor.rs"]
mod processor;

use std::{collections::BTreeSet, fmt::Write, time::Duration};

use portal_core::definition::{Fault, Source, load};

/// How long a refusal may take: a second of a program as it is shipped, of whose speed an unoptimised one has a tenth.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });
const HEAD: &str = "request: help\nlabel: Ask\n";

/// The faults of the sound folder with this request type, which must be told within a second, with what shows them.
fn refused(request: impl Into<Vec<u8>>) -> Vec<Fault> {
    let mut sources = folder::base();
    sources.retain(|source| source.path != "requests/help.yaml");
    sources.push(Source { path: "requests/help.yaml".into(), bytes: request.into() });
    let mut told = None;
    let took = processor::time(|| {
        let faults = load(&sources).expect_err("it is too much");
        told = Some((faults.to_string(), faults));
    });
    let (shown, faults) = told.expect("it was told");
    assert!(took < PATIENCE, "it took {took:?} to tell {} faults", faults.faults.len());
    assert!(shown.contains(" fault"));
    faults.faults
}

fn codes(faults: &[Fault]) -> Vec<&str> {
    let codes: BTreeSet<&str> = faults.iter().map(|fault| fault.code).collect();
    codes.into_iter().collect()
}

/// So many fields, each written by `more`.
fn fields(number: usize, more: impl Fn(usize) -> String) -> String {
    let mut text = format!("{HEAD}fields:\n");
    for at in 0..number {
        writeln!(text, "  - {{id: f{at}, label: F{}}}", more(at)).expect("a text takes text");
    }
    text
}

#[test]
fn ten_thousand_fields_are_refused() {
    let found = refused(fields(10_000, |_| String::new()));
    assert_eq!(codes(&found), ["PD070"]);
    assert!(found[0].message.contains("at most"), "{}", found[0].message);
}

#[test]
fn too_many_fields_on_many_pages_are_refused() {
    let mut text = format!("{HEAD}steps:\n");
    for step in 0..100 {
        writeln!(text, "  - id: s{step}\n    label: S\n    fields:").expect("a text takes text");
        for at in 0..100 {
            writeln!(text, "      - {{id: f{step}_{at}, label: F}}").expect("a text takes text");
        }
    }
    assert_eq!(codes(&refused(text)), ["PD070"]);
}

#[test]
fn cyclic_conditions_are_refused() {
    let in_a_circle = |at: usize| format!(", show_when: has(f{})", (at + 1) % 150);
    let found = refused(fields(150, in_a_circle));
    assert_eq!(codes(&found), ["PC015"]);
    assert_eq!((found.len(), found[0].message.as_str()), (149, "`f1` comes later in the form."));
}

#[test]
fn twenty_thousand_nested_brackets_are_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let found = refused(format!("{HEAD}fields: {}{}\n", open.repeat(20_000), close.repeat(20_000)));
        assert_eq!(codes(&found), ["PD002"]);
        assert!(found[0].message.contains("deep"), "{}", found[0].message);
    }
    let stairs: String = (0..900).fold(HEAD.to_owned(), |text, level| text + &" ".repeat(level) + "a:\n");
    assert_eq!(codes(&refused(stairs)), ["PD002"]);
}

#[test]
fn five_thousand_nested_parentheses_in_a_condition_are_refused() {
    let nested = |levels: usize| {
        fields(1, move |_| format!(", show_when: \"{}true{}\"", "(".repeat(levels), ")".repeat(levels)))
    };
    assert_eq!(codes(&refused(nested(5_000))), ["PC001"]);
    assert_eq!(codes(&refused(nested(200))), ["PC002"]);
}

#[test]
fn an_exponential_pattern_is_refused() {
    let pattern = "((((a{100}){100}){100}){100}){100}";
    let found = refused(fields(1, |_| format!(", pattern: \"{pattern}\"")));
    assert_eq!(codes(&found), ["PD016"]);
    assert!(found[0].message.contains("too large"), "{}", found[0].message);
    let asks = format!(
        "{HEAD}fields:\n  - {{id: a, label: A}}\n  - {{id: b, label: B, show_when: 'a.matches(\"{pattern}\")'}}\n"
    );
    assert_eq!(codes(&refused(asks)), ["PC011"]);
}

#[test]
fn a_file_of_ten_megabytes_is_refused() {
    let found = refused(vec![b'a'; 10_000_000]);
    assert_eq!(codes(&found), ["PD001"]);
    assert!(found[0].message.contains("1 MB"), "{}", found[0].message);
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in b'b'..=b'z' {
        let (this, before) = (char::from(level), char::from(level - 1));
        writeln!(text, "{this}: &{this} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}]")
            .expect("a text takes text");
    }
    assert!(codes(&refused(text)).contains(&"PD004"));
}

#[test]
fn as_many_faults_as_a_file_can_hold_are_told_up_to_a_bound() {
    let found = refused(format!("{HEAD}fields: [{}]\n", "*a, ".repeat(240_000)));
    assert_eq!((codes(&found), found.len()), (vec!["PD004", "PD071"], 201));
    let nested = format!("[{}], ", "*a, ".repeat(900)).repeat(250);
    let found = refused(format!("{HEAD}fields: [{nested}]\n"));
    assert_eq!(codes(&found), ["PD004", "PD071"]);
    assert_eq!(found.len(), 201);
    let keys: String = (0..100_000).fold(HEAD.to_owned(), |mut text, at| {
        writeln!(text, "k{at}: a").expect("a text takes text");
        text
    });
    assert!(codes(&refused(keys)).contains(&"PD070"));
}

/// So many types of so many fields, each asking for the one before it.
fn folder(types: usize, fields: usize) -> Vec<Source> {
    let mut sources = folder::base();
    sources.retain(|source| source.path != "requests/help.yaml");
    for number in 0..types {
        let mut text = format!("request: t{number}\nlabel: T\nfields:\n  - {{id: f0, label: F}}\n");
        for at in 1..fields {
            let before = at - 1;
            writeln!(text, "  - {{id: f{at}, label: F, show_when: 'size(f{before}) > 1 && f0 != \"x\"'}}")
                .expect("a text takes text");
        }
        sources.push(Source { path: format!("requests/t{number}.yaml"), bytes: text.into_bytes() });
    }
    sources
}

/// The shortest time of several loads: what else the machine does only adds to it.
fn shortest(sources: &[Source]) -> Duration {
    let once = |_| processor::time(|| drop(load(sources).unwrap_or_else(|faults| panic!("{faults}"))));
    (0..3).map(once).min().unwrap_or_default()
}

#[test]
fn four_times_as_much_takes_about_four_times_as_long() {
    for (name, small, large) in [("types", folder(15, 20), folder(60, 20)), ("fields", folder(2, 100), folder(2, 400))]
    {
        let (small, large) = (shortest(&small), shortest(&large));
        // A quadratic way would take sixteen times as long.
        assert!(large < small * 9, "{name}: {small:?} and {large:?}");
    }
}
