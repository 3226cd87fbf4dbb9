//! What `portal.yaml` says in full, and its defaults.

#[path = "support/folder.rs"]
mod folder;

use chrono::TimeDelta;
use portal_core::{
    definition::{Definition, Duration, Slot, Source, Text, Unit, Who, WhoWord, load},
    form::FieldType,
    id::Id,
    identity::Side,
};

/// The sound folder `base`, with one that says everything of its files over it.
fn sources(name: &str) -> Vec<Source> {
    folder::over("base", name)
}

fn whole() -> Definition {
    load(&sources("portal")).unwrap_or_else(|faults| panic!("{faults}")).0
}

/// The same definition with a form of one field more.
fn asks(field: &str) -> Result<(), String> {
    let mut sources = sources("portal");
    let request = sources.iter_mut().find(|source| source.path == "requests/help.yaml").expect("it is there");
    request.bytes.extend_from_slice(format!("\n  - {field}\n").as_bytes());
    load(&sources).map(drop).map_err(|faults| faults.to_string())
}

#[test]
fn a_slot_says_where_how_long_and_until_when_and_is_silent_about_the_rest() {
    let slots = whole().slots;
    let call = Slot {
        label: Text::from("Call"),
        calendar: Id::from("weekend"),
        length: TimeDelta::hours(1),
        every: TimeDelta::minutes(30),
        places: 2,
        notice: Some(Duration { count: 1, unit: Unit::BusinessDays }),
        ahead: Duration { count: 6, unit: Unit::Weeks },
        hold: TimeDelta::minutes(10),
        change_until: Some(Duration { count: 1, unit: Unit::Days }),
    };
    assert_eq!(slots["call"], call);
    let visit = Slot {
        label: Text::from("Visit"),
        calendar: Id::from("office"),
        length: TimeDelta::hours(2),
        every: TimeDelta::hours(2),
        places: 1,
        notice: Some(Duration { count: 4, unit: Unit::Hours }),
        ahead: Duration { count: 8, unit: Unit::Weeks },
        hold: TimeDelta::minutes(15),
        change_until: Some(Duration { count: 4, unit: Unit::Hours }),
    };
    assert_eq!(slots["visit"], visit);
}

#[test]
fn attributes_are_known_with_their_types_and_who_may_edit_them() {
    let attributes = whole().attributes;
    let manager = &attributes.organisation["manager"];
    assert!(matches!(manager.field.field_type, FieldType::Person { side: Side::Team }));
    assert_eq!(manager.edited_by, Who(vec![WhoWord::Side(Side::Team)]));
    let sites = &attributes.organisation["sites"];
    assert!(matches!(sites.field.field_type, FieldType::List));
    assert_eq!(sites.edited_by, Who(vec![WhoWord::Role("client_admin".into()), WhoWord::Side(Side::Team)]));
    assert_eq!(attributes.host.keys().map(Id::as_str).collect::<Vec<_>>(), ["contracts", "credit"]);
}

#[test]
fn conditions_know_attributes_and_the_fields_of_projects() {
    for condition in [
        "organisation.tier == 'gold'",
        "'Paris' in organisation.sites",
        "has(organisation.manager)",
        "host.credit > 500",
        "organisation.manager == project.approver",
        "project.kind == 'website'",
        "project.size == null",
    ] {
        let field = format!("{{id: more, label: More, show_when: {:?}}}", condition.replace('\'', "\u{22}"));
        assert_eq!(asks(&field), Ok(()), "{condition}");
    }
    for (condition, code) in [
        ("organisation.tier == 'silver'", "PC009"),
        ("host.credit == 'much'", "PC008"),
        ("organisation.manager < project.approver", "PC008"),
        ("host.tier == 'gold'", "PC005"),
        ("project.kind == 'house'", "PC009"),
    ] {
        let field = format!("{{id: more, label: More, show_when: {:?}}}", condition.replace('\'', "\u{22}"));
        assert!(asks(&field).expect_err("it is broken").contains(code), "{condition}");
    }
}

#[test]
fn a_portal_without_kinds_of_project_has_one_and_lists_keep_their_order() {
    assert_eq!(
        load(&sources("base")).expect("it is sound").0.projects.keys().map(Id::as_str).collect::<Vec<_>>(),
        ["project"]
    );
    let whole = whole();
    assert_eq!(whole.projects["website"].fields.len(), 2);
    assert_eq!(whole.lists["region"].iter().map(|option| option.id.as_str()).collect::<Vec<_>>(), ["north", "south"]);
}
