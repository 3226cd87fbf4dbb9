//! Differences in words.

use super::{small, with};
use crate::definition::{
    STANDARD_WORKFLOW, Source,
    plan::{Plan, differences},
};

fn told(old: &[Source], new: &[Source]) -> Vec<String> {
    differences(old, new).iter().map(ToString::to_string).collect()
}

fn after(changes: &[(&str, &str)]) -> Vec<String> {
    told(&small(), &with(changes))
}

#[test]
fn the_same_folder_differs_in_nothing() {
    assert_eq!(told(&small(), &small()), [] as [&str; 0]);
    let plan = Plan { differences: Vec::new(), effects: None };
    assert_eq!(plan.to_string(), "The two say the same.\n");
}

#[test]
fn a_status_a_move_a_field_an_option_a_kind_and_a_role_that_came_are_each_told_once() {
    let came = after(&[
        ("    completed: {}", "    later: {label: Later, explain: We come back., waits_for: team}\n    completed: {}"),
        (
            "    complete: {from: [received, check]",
            "    put_off: {from: received, to: later, by: team, label: Put off}\n    complete: {from: [received, check, later]",
        ),
        ("  - {id: plan", "  - {id: site, label: Site}\n  - {id: plan"),
        ("{id: old, label: Old}", "{id: old, label: Old}, {id: other_one, label: Other}"),
        ("  sketch:", "  photo: {label: Photo, added_by: [client]}\n  sketch:"),
        ("roles:", "roles:\n  boss: {label: Boss, like: client_admin}"),
    ]);
    for one in [
        "+ status `later` of request type `help`",
        "+ move `put_off` of request type `help`",
        "+ field `site` of request type `help`",
        "+ option `other_one` of field `kind` of request type `help`",
        "+ kind of document `photo`",
        "+ role `boss`",
        "~ move `complete` of request type `help`: from: received, check → received, check, later",
    ] {
        assert_eq!(came.iter().filter(|told| *told == one).count(), 1, "{one} in {came:#?}");
    }
    assert_eq!(came.len(), 7, "{came:#?}");
}

#[test]
fn what_went_is_told_without_what_was_in_it() {
    let went = after(&[(
        "  - {id: kind, type: choice, label: Kind, options: [{id: new, label: New}, {id: old, label: Old}]}\n",
        "",
    )]);
    assert_eq!(went, ["- field `kind` of request type `help`"]);
}

#[test]
fn what_is_said_otherwise_is_told_with_both() {
    let changed = after(&[
        ("received: {}", "received: {due: 2 business days}"),
        ("like: client_user", "like: client_admin"),
        ("label: Subject", "label: {en: About, fr: Sujet}"),
    ]);
    assert_eq!(
        changed,
        [
            "~ role `validator`: like: client_user → client_admin",
            "~ field `subject` of request type `help`: label.en: now About",
            "~ field `subject` of request type `help`: label.fr: now Sujet",
            "~ field `subject` of request type `help`: label: no longer Subject",
            "~ status `received` of request type `help`: due: now 2 business days",
        ]
    );
}

#[test]
fn another_order_of_fields_and_of_options_is_a_difference() {
    let (one, other) = ("{id: new, label: New}, {id: old, label: Old}", "{id: old, label: Old}, {id: new, label: New}");
    assert_eq!(
        after(&[(one, other)]),
        ["~ field `kind` of request type `help`: order of options: new, old → old, new"]
    );
}

#[test]
fn a_field_that_moves_to_another_step_is_the_same_field() {
    let steps = |first: &str, second: &str| {
        let text = format!(
            "request: help\nlabel: Ask\nsteps:\n  - {{id: one, label: One, fields: [{first}]}}\n  - {{id: two, label: Two, fields: [{second}]}}\n"
        );
        vec![Source { path: "requests/help.yaml".to_owned(), bytes: text.into_bytes() }]
    };
    let (a, b, c) = ("{id: a, label: A}", "{id: b, label: B}", "{id: c, label: C}");
    let moved = told(&steps(&format!("{a}, {b}"), c), &steps(a, &format!("{b}, {c}")));
    assert_eq!(moved, ["~ field `b` of request type `help`: step: one → two"]);
}

#[test]
fn writing_the_standard_workflow_out_changes_nothing() {
    let type_with = |more: &str| {
        let text = format!("request: help\nlabel: Ask\nfields: [{{id: a, label: A}}]\n{more}");
        vec![Source { path: "requests/help.yaml".to_owned(), bytes: text.into_bytes() }]
    };
    let lines: Vec<String> = STANDARD_WORKFLOW.lines().map(|line| format!("  {line}\n")).collect();
    let written = format!("workflow:\n{}", lines.concat());
    assert_eq!(told(&type_with(""), &type_with(&written)), [] as [&str; 0]);
}

#[test]
fn what_clients_notice_comes_first() {
    let changed = differences(
        &small(),
        &with(&[
            ("sales: {label: Sales}", "sales: {label: Selling}"),
            ("label: Ask us", "label: Ask us all"),
            ("    completed: {}", "    completed: {team_label: Finished}"),
        ]),
    );
    let noticed: Vec<(bool, &str)> =
        changed.iter().map(|change| (change.clients_notice, change.key.as_str())).collect();
    assert_eq!(noticed, [(true, "label"), (false, "label"), (false, "team_label")]);
    let plan = Plan { differences: changed, effects: None }.to_string();
    let (clients, team) = (plan.find("Clients notice:").unwrap(), plan.find("The team notices:").unwrap());
    assert!(clients < team, "{plan}");
}

#[test]
fn a_file_that_is_named_differs_by_its_content_and_the_demo_not_at_all() {
    let file = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.into() };
    let old = [file("brand/logo.svg", "<svg/>"), file("demo.yaml", "people: {}"), file("demo/a.pdf", "a")];
    let new = [file("brand/logo.svg", "<svg></svg>"), file("demo.yaml", "people: {a: {}}"), file("demo/a.pdf", "b")];
    let told = told(&old, &new);
    assert!(told.len() == 1 && told[0].starts_with("~ file `brand/logo.svg`: content: "), "{told:?}");
}
