//! A request that goes on with the version that is published.

use super::*;
use crate::{
    definition::{Definition, plan::Moving},
    fixture::definition_of,
    request::life::migrate::Migration,
};

const KEPT: &str = r"
request: quote
label: Kept
fields: [{id: subject, label: Subject}]
tasks:
  sign: {do: Sign it, by: client}
  look: {do: Look at it, by: team}
workflow:
  statuses:
    waiting: {label: Waiting, explain: It waits., waits_for: tasks, opens: [sign, look]}
    completed: {}
  moves:
    complete: {from: waiting, to: completed, by: team}
";

const NEWER: &str = r"
request: quote
label: Newer
fields: [{id: subject, label: Subject}]
tasks:
  sign: {do: Sign it, by: client}
  call: {do: Call them, by: team}
workflow:
  statuses:
    signing: {label: Being signed, explain: It is signed., waits_for: tasks, opens: [sign, call]}
    completed: {}
  moves:
    complete: {from: signing, to: completed, by: team}
";

/// A request that waits with a task of each template, and one that the team asked for by hand.
fn waiting(kept: &Definition, ids: &Counting) -> Dossier {
    let moment = moment(kept, ids, TOM);
    let mut life = Life::new(moment, dossier(kept, "completed"));
    life.enter(&Id::from("waiting"), &[]);
    let by_hand = provide(&life);
    life.open(by_hand);
    life.dossier
}

fn moved(moves: &[Moving]) -> (bool, Dossier, Vec<(&'static str, Side)>) {
    let (kept, newer, ids) = (definition_of(KEPT), definition_of(NEWER), Counting::default());
    let mut life = Life::new(moment(&newer, &ids, TOM), waiting(&kept, &ids));
    let any = life.migrate(Migration { published: "newer", kept: &kept.requests["quote"], moves });
    let events = kinds(&life);
    (any, life.dossier, events)
}

#[test]
fn in_its_new_status_it_keeps_the_tasks_that_open_there_ends_the_others_and_opens_what_is_missing() {
    let to_signing = Moving::Requests { request_type: "quote".into(), from: "waiting".into(), to: "signing".into() };
    let (any, dossier, events) = moved(&[to_signing]);
    assert!(any);
    assert_eq!((dossier.request.status.as_str(), dossier.request.definition.as_str()), ("signing", "newer"));
    let task = |task: &Task| (task.template.as_ref().map(ToString::to_string), task.state);
    let named = |id: &str, state| (Some(id.to_owned()), state);
    assert_eq!(
        dossier.tasks.iter().map(task).collect::<Vec<_>>(),
        [
            named("sign", TaskState::Open),
            named("look", TaskState::Ended),
            (None, TaskState::Open),
            named("call", TaskState::Open)
        ]
    );
    assert_eq!(dossier.request.waits_for, WaitsFor::Client);
    assert_eq!(
        events,
        [
            ("task.ended", Side::Team),
            ("request.moved", Side::Client),
            ("task.opened", Side::Team),
            ("request.migrated", Side::Team)
        ]
    );
}

#[test]
fn what_no_move_names_stays_as_it_is() {
    let elsewhere = Moving::Requests { request_type: "quote".into(), from: "signing".into(), to: "completed".into() };
    let (any, dossier, events) = moved(&[elsewhere, Moving::Queue { from: "nowhere".into(), to: "inbox".into() }]);
    assert!(!any && events.is_empty());
    assert_eq!(dossier.request.status, "waiting");
}

#[test]
fn in_another_queue_it_keeps_its_workflow_and_the_client_hears_nothing() {
    let (kept, ids) = (definition_of(KEPT), Counting::default());
    let queue = waiting(&kept, &ids).request.queue;
    let (any, dossier, events) = moved(&[Moving::Queue { from: queue, to: "elsewhere".into() }]);
    assert!(any);
    assert_eq!((dossier.request.status.as_str(), dossier.request.queue.as_str()), ("waiting", "elsewhere"));
    assert_eq!(events, [("request.migrated", Side::Team)]);
}
