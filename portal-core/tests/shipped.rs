//! The shipped definitions load without a fault, and no damage to one makes the loader panic.

#[path = "support/folder.rs"]
mod folder;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use portal_core::{
    definition::{Recipient, Source, demo, load, scripts},
    simulate::simulate,
};

#[test]
fn the_shipped_folder_has_no_fault_and_no_warning() {
    let sources = folder::shipped();
    let (definition, warnings) = load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(warnings, []);
    let quote = &definition.requests["quote"];
    let starts: Vec<&str> = quote.start.values().map(portal_core::id::Id::as_str).collect();
    assert_eq!(starts, ["to_validate", "received"]);
    let statuses: Vec<&str> = quote.statuses.keys().map(portal_core::id::Id::as_str).collect();
    assert_eq!(
        statuses,
        ["received", "to_validate", "processing", "missing", "proposal", "completed", "refused", "withdrawn"]
    );
    assert_eq!(definition.rules["quote_declined"].to, [Recipient::Role("team_admin".into())]);
    let demo = demo(&sources).unwrap().unwrap();
    assert_eq!((demo.organisations.len(), demo.people.len()), (2, 6));
}

#[test]
fn each_of_the_six_businesses_has_no_fault_and_no_warning() {
    let businesses = folder::businesses();
    let names: Vec<&str> = businesses.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["agency", "b2b-provider", "back-office", "field-services", "software-publisher", "training"]);
    let found: Vec<String> = businesses
        .iter()
        .filter_map(|(name, sources)| {
            let told = match load(sources) {
                Ok((_, warnings)) => {
                    warnings.iter().map(|warning| format!("{warning:?}")).collect::<Vec<_>>().join("\n")
                }
                Err(faults) => faults.to_string(),
            };
            (!told.is_empty()).then(|| format!("{name}:\n{told}"))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Loads what may be broken and shows its faults: both must end without a panic.
fn survive(sources: &[Source]) {
    if let Err(faults) = load(sources) {
        assert!(faults.to_string().contains(" fault"));
    }
    let _ = demo(sources).map_err(|faults| faults.to_string());
}

#[test]
fn i17_a_file_cut_off_anywhere_never_panics() {
    let whole = folder::shipped();
    for at in 0..whole.len() {
        if !whole[at].path.ends_with(".yaml") {
            continue;
        }
        let length = whole[at].bytes.len();
        for step in 0..16 {
            let mut sources = whole.clone();
            sources[at].bytes.truncate((step * length / 16 + step * 7) % length);
            survive(&sources);
        }
    }
}

#[test]
fn i17_a_character_put_anywhere_never_panics() {
    let whole = folder::shipped();
    let hostile =
        [b'{', b'}', b'[', b']', b':', b',', b'"', b'\'', b'!', b'&', b'*', b'|', b'-', b'#', b'\t', b'\n', 0xc3, 0];
    let mut random: usize = 42;
    for character in hostile.iter().cycle().take(90) {
        let mut sources = whole.clone();
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (random >> 33) % sources.len();
        let place = (random >> 17) % sources[at].bytes.len();
        sources[at].bytes.insert(place, *character);
        survive(&sources);
    }
}

#[test]
fn another_byte_is_another_version_and_another_order_is_not() {
    let mut sources = folder::shipped();
    let (before, _) = load(&sources).expect("it is sound");
    sources.reverse();
    assert_eq!(load(&sources).expect("it is sound").0.hash, before.hash);
    let portal = sources.iter_mut().find(|source| source.path == "portal.yaml").expect("it is there");
    portal.bytes.push(b'\n');
    assert_ne!(load(&sources).expect("it is sound").0.hash, before.hash);
}

#[test]
fn each_business_plays_its_scripts_to_the_end_that_they_expect() {
    let mut failed = Vec::new();
    for (name, sources) in folder::businesses() {
        let (definition, _) = load(&sources).unwrap_or_else(|faults| panic!("{name}: {faults}"));
        let demo = demo(&sources).expect("a sound demo").expect("a demo");
        let scripts = scripts(&sources).unwrap_or_else(|faults| panic!("{name}: {faults}"));
        assert!(!scripts.is_empty(), "{name} has no script");
        for (id, script) in &scripts {
            assert!(script.expect.status.is_some(), "{name}/{id} expects nothing");
            // On whatever day of the week the demo is opened.
            for days in 0..5 {
                let report = simulate(&definition, &demo, id, script, monday() + TimeDelta::days(days));
                failed.extend(report.failure.is_some().then(|| format!("{name}/{report}")));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Monday, 2 March 2026, 9:00 UTC.
fn monday() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).single().expect("a moment")
}
