//! What a new version means for what is there.

use std::{collections::BTreeMap, sync::Arc};

use super::{small, with};
use crate::{
    definition::{
        Source, WhoWord, load,
        plan::{Count, Effect, Moving, OpenTask, Standing, Verdict, effects},
    },
    id::Id,
};

fn count<T>(of: T, count: u64) -> Count<T> {
    Count { of, count }
}

/// Three requests and two drafts of the small definition, with a person and a document.
fn standing() -> Standing {
    let hash = load(&small()).unwrap().0.hash.to_string();
    let (help, sales) = (Id::from("help"), Id::from("sales"));
    Standing {
        requests: vec![
            count((hash.clone(), help.clone(), Id::from("received"), sales.clone()), 2),
            count((hash.clone(), help.clone(), Id::from("check"), sales), 1),
        ],
        drafts: vec![count((hash, help.clone()), 2)],
        roles: vec![count(Id::from("validator"), 1), count(Id::from("client_user"), 4)],
        documents: vec![count((help.clone(), Id::from("plan")), 3)],
        bookings: vec![count(Id::from("visit"), 1)],
        projects: vec![count(Id::from("project"), 2)],
        tasks: vec![OpenTask {
            request_type: help,
            status: Id::from("check"),
            by: vec![WhoWord::Role(Id::from("validator"))],
            kinds: vec![Id::from("sketch")],
        }],
    }
}

fn planned(new: &[Source], moves: &[&str]) -> Vec<Effect> {
    let kept = load(&small()).unwrap().0;
    let kept = BTreeMap::from([(kept.hash.to_string(), Arc::new(kept))]);
    let new = load(new).unwrap_or_else(|faults| panic!("{faults}")).0;
    let moves: Vec<Moving> = moves.iter().map(|text| text.parse().unwrap()).collect();
    effects(&new, &kept, &standing(), &moves)
}

fn said(effects: &[Effect]) -> String {
    effects.iter().map(ToString::to_string).collect()
}

fn breaks(effects: &[Effect]) -> Vec<String> {
    effects.iter().filter(|effect| effect.verdict == Verdict::Breaks).map(|effect| effect.held.to_string()).collect()
}

#[test]
fn a_form_and_a_workflow_that_change_leave_what_is_there_untouched() {
    let effects = planned(
        &with(&[
            ("    check: {label: Check, explain: Your company checks it., waits_for: client, opens: [validate]}\n", ""),
            ("    check: {from: received, to: check, by: team, label: Have it checked}\n", ""),
            ("    checked: {from: check, to: received, on: validate.done}\n", ""),
            (
                "    not_checked: {from: check, to: refused, on: validate.refused}\n",
                "    refuse: {from: received, to: refused, by: team, needs: [comment]}\n",
            ),
            ("from: [received, check]", "from: received"),
            ("tasks:\n  validate: {approve: request, by: validator}\n", ""),
        ]),
        &[],
    );
    assert_eq!(
        said(&effects),
        "  untouched: 1 open requests of `help` in `check`\n  \
           untouched: 2 open requests of `help` in `received`\n  \
           untouched: 2 drafts of `help`\n"
    );
}

#[test]
fn a_removed_queue_breaks_what_waits_there_until_it_is_moved() {
    let new = with(&[("sales: {label: Sales}, ", ""), ("queue: sales\n", "")]);
    let effects = planned(&new, &[]);
    let told = said(&effects);
    assert_eq!(
        breaks(&effects),
        ["open requests of `help` in `check`", "open requests of `help` in `received`", "drafts of `help`"]
    );
    assert!(
        told.contains("The queue `sales` is gone. Keep it below `queues` of portal.yaml; or --move queue.sales=OTHER"),
        "{told}"
    );
    assert_eq!(breaks(&planned(&new, &["queue.sales=support", "help.draft=draft"])), [] as [&str; 0]);
}

#[test]
fn a_removed_role_breaks_its_people_the_workflows_that_name_it_and_the_tasks_it_has() {
    let new = with(&[
        ("roles:\n  validator: {label: Validator, like: client_user, can: {request.approve: organisation}}\n", ""),
        ("by: validator", "by: client_admin"),
    ]);
    assert_eq!(
        breaks(&planned(&new, &[])),
        [
            "open requests of `help` in `check`",
            "open requests of `help` in `received`",
            "drafts of `help`",
            "open tasks of requests of `help` in `check`",
            "people with the role `validator`"
        ]
    );
    let moves = ["role.validator=client_admin", "help.received=received", "help.check=check", "help.draft=draft"];
    assert_eq!(breaks(&planned(&new, &moves)), [] as [&str; 0]);
}

#[test]
fn a_removed_kind_of_document_breaks_forms_that_ask_for_it_and_documents_of_it() {
    let new = with(&[("  plan: {label: Plan, added_by: [client]}\n", ""), ("kind: plan", "kind: sketch")]);
    let broken = breaks(&planned(&new, &[]));
    assert!(broken.contains(&"documents `plan` of open requests of `help`".to_owned()), "{broken:?}");
    let moves = ["kind.plan=sketch", "help.received=received", "help.check=check", "help.draft=draft"];
    assert_eq!(breaks(&planned(&new, &moves)), [] as [&str; 0]);
}

#[test]
fn a_removed_slot_breaks_forms_that_offer_it_and_what_was_booked() {
    let slot = "slots: {visit: {label: Visit, calendar: office, length: 1 hour}}\n";
    let new = with(&[(slot, ""), ("  - {id: at, type: slot, of: visit, required: false, label: When}\n", "")]);
    let broken = breaks(&planned(&new, &[]));
    assert!(broken.contains(&"open requests of `help` in `received`".to_owned()), "{broken:?}");
    assert!(broken.contains(&"bookings of the slot `visit`".to_owned()), "{broken:?}");
    let moves = ["help.received=received", "help.check=check", "help.draft=draft"];
    assert_eq!(breaks(&planned(&new, &moves)), ["bookings of the slot `visit`"]);
}

#[test]
fn a_kind_that_the_team_asked_for_by_hand_breaks_too() {
    let new = with(&[("  sketch: {label: Sketch, added_by: [client]}\n", "")]);
    assert_eq!(breaks(&planned(&new, &[])), ["open tasks of requests of `help` in `check`"]);
    assert_eq!(breaks(&planned(&new, &["kind.sketch=plan"])), [] as [&str; 0]);
}

#[test]
fn a_removed_calendar_breaks_what_counts_on_it_but_the_first_is_whichever_is_the_first() {
    let new = with(&[(", field: {}", ""), ("calendar: field\n", "")]);
    assert!(said(&planned(&new, &[])).contains("The calendar `field` is gone."));
    let other_first = with(&[("{office: {}, field: {}}", "{field: {}}"), ("calendar: office, ", "")]);
    assert_eq!(breaks(&planned(&other_first, &[])), [] as [&str; 0]);
}

#[test]
fn a_field_that_is_newly_asked_needs_an_answer_in_drafts_and_in_requests_that_are_moved() {
    let new = with(&[("  - {id: plan", "  - {id: site, label: Site}\n  - {id: plan")]);
    let told = said(&planned(&new, &[]));
    assert!(told.starts_with("  needs an answer: 2 drafts of `help`\n    The new form also asks `site`."), "{told}");
    assert!(told.contains("untouched: 2 open requests of `help` in `received`"), "{told}");
    let moved = said(&planned(&new, &["help.received=received"]));
    assert!(moved.contains("needs an answer: 2 open requests of `help` in `received`"), "{moved}");
}

#[test]
fn an_answer_is_not_taken_over_into_a_field_of_another_type() {
    let new = with(&[("{id: subject, label: Subject}", "{id: subject, type: integer, label: Subject}")]);
    assert_eq!(breaks(&planned(&new, &[])), [] as [&str; 0]);
    let moved = planned(&new, &["help.received=received"]);
    assert_eq!(breaks(&moved), ["open requests of `help` in `received`"]);
    assert!(said(&moved).contains("Give the new field an id of its own."), "{}", said(&moved));
}

#[test]
fn a_move_to_nowhere_is_refused_with_what_there_is() {
    let cases = [
        ("help.received=completed", "has no open status `completed`. Name one of received, check."),
        ("order.received=received", "The new version has no request type `order`."),
        ("order.draft=draft", "The new version has no request type `order`."),
        ("queue.sales=nowhere", "The new version has no queue `nowhere`."),
        ("kind.plan=nowhere", "The new version has no kind of document `nowhere`."),
        ("role.validator=team_member", "`validator` and `team_member` are roles of different sides."),
    ];
    for (moving, says) in cases {
        let told = said(&planned(&small(), &[moving]));
        assert!(told.contains(&format!("breaks: --move {moving}")) && told.contains(says), "{told}");
    }
}

#[test]
fn a_move_of_what_no_version_has_moves_nothing_and_says_so() {
    for moving in ["help.nowhere=received", "queue.nowhere=sales", "role.nowhere=client_user", "kind.nowhere=plan"] {
        let effects = planned(&small(), &[moving]);
        assert_eq!(breaks(&effects), [] as [&str; 0]);
        assert!(
            said(&effects).contains(&format!("untouched: --move {moving}\n    No version has")),
            "{}",
            said(&effects)
        );
    }
}

#[test]
fn what_moves_is_said_as_of_and_from_and_to() {
    for text in ["help.received=check", "help.draft=draft", "queue.a=b", "role.a=b", "kind.a=b"] {
        assert_eq!(text.parse::<Moving>().unwrap().to_string(), text);
    }
    for wrong in ["", "help", "help.received", "help=check", ".a=b", "help.Received=check", "queue.a="] {
        assert!(wrong.parse::<Moving>().unwrap_err().to_string().contains("quote.missing=processing"), "{wrong}");
    }
}

#[test]
fn a_kind_of_project_stays_while_open_projects_have_it() {
    let kinds = ("slots:", "projects: {website: {label: Website}}\nslots:");
    let effects = planned(&with(&[kinds]), &[]);
    assert_eq!(breaks(&effects), ["open projects of the kind `project`"]);
    assert!(
        said(&effects)
            .contains("The kind of project `project` is gone. Keep it below `projects` of portal.yaml; or close")
    );
}
