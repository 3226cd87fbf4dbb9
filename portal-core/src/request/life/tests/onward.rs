//! What a request does by itself.

use chrono::TimeDelta;

use super::*;
use crate::fixture::definition_of;

const SLOW: &str = r"
request: quote
label: Something slow
fields: [{id: subject, label: Subject}, {id: vip, type: yes_no, required: false, label: VIP}, {id: visit, type: date, required: false, label: Visit}]
tasks:
  send: {provide: [extract], when: vip}
  look: {do: Look, by: team, due: 1 day before visit}
  call: {do: Call them, by: team}
workflow:
  statuses:
    received: {due: 2 days}
    processing: {}
    asked: {label: Asked, explain: We ask., waits_for: tasks, opens: [send]}
    waiting: {label: Waiting, explain: We wait., waits_for: nobody, opens: [look]}
    completed: {}
    withdrawn: {}
  moves:
    forget: {from: received, to: withdrawn, on: late, when: vip, label: Forget}
    escalate: {from: received, to: processing, on: late, opens: [call], label: Escalate}
    begin: {from: received, to: processing, by: team, label: Begin}
    wake: {from: processing, to: received, on: message, label: Wake}
    lapse: {from: processing, to: withdrawn, on: after 7 days, label: Lapse}
    ask: {from: processing, to: asked, by: team}
    got: {from: asked, to: waiting, on: tasks_done, label: Got it}
    done: {from: waiting, to: completed, on: look.done, label: Done}
    finish: {from: processing, to: completed, by: team, label: Finish}
    over: {from: waiting, to: withdrawn, on: late, label: Over}
";

fn on(life: &Life<'_>) -> String {
    life.request().status.to_string()
}

#[test]
fn lateness_takes_the_first_move_whose_when_holds_and_opens_what_the_move_opens() {
    let (definition, ids) = (definition_of(SLOW), Counting::default());
    let mut begun = Life::new(moment(&definition, &ids, TOM), dossier(&definition, "received"));
    begun.enter(&Id::from("received"), &[]);
    let late = begun.late_at().expect("it has a due");
    assert_eq!(begun.wakes(), Some(late));
    let (dossier, _) = begun.into_parts();
    let at = |now| Moment { now, actor: None, ..moment(&definition, &ids, TOM) };
    let mut early = Life::new(at(late - TimeDelta::seconds(1)), dossier.clone());
    assert!(!early.time_passed());
    let mut life = Life::new(at(late), dossier.clone());
    assert!(life.time_passed());
    assert_eq!(on(&life), "processing");
    assert_eq!(life.tasks()[0].template.as_ref().map(Id::as_str), Some("call"));
    let mut vip = dossier;
    vip.request.answers.insert("vip".into(), crate::form::Value::Bool(true));
    let mut life = Life::new(at(late), vip);
    life.time_passed();
    assert_eq!(on(&life), "withdrawn");
}

#[test]
fn so_long_after_the_status_was_entered_a_move_goes() {
    let (definition, ids) = (definition_of(SLOW), Counting::default());
    let given = dossier(&definition, "processing");
    let ends = Life::new(moment(&definition, &ids, TOM), given.clone()).wakes().expect("it lapses");
    assert_eq!(ends.to_string(), "2026-03-09 23:59:59 UTC");
    let mut life = Life::new(Moment { now: ends, actor: None, ..moment(&definition, &ids, TOM) }, given);
    assert!(life.time_passed());
    assert_eq!(on(&life), "withdrawn");
}

#[test]
fn what_the_client_writes_sets_a_move_off() {
    let (definition, ids) = (definition_of(SLOW), Counting::default());
    let mut life = Life::new(moment(&definition, &ids, CLAIRE), dossier(&definition, "processing"));
    life.say(Side::Client, account(CLAIRE), "Hello?".to_owned());
    life.heard();
    assert_eq!(on(&life), "received");
}

#[test]
fn a_status_whose_required_tasks_are_none_of_them_needed_is_left_at_once() {
    let (definition, ids) = (definition_of(SLOW), Counting::default());
    let mut life = Life::new(moment(&definition, &ids, TOM), dossier(&definition, "processing"));
    make(&mut life, &definition.requests["quote"], "ask");
    assert_eq!(on(&life), "waiting");
}

#[test]
fn a_deadline_before_a_day_that_is_known_ends_the_day_before_and_one_that_is_not_known_is_none() {
    let (definition, ids) = (definition_of(SLOW), Counting::default());
    let mut given = dossier(&definition, "processing");
    let due = |given| {
        let mut life = Life::new(moment(&definition, &ids, TOM), given);
        make(&mut life, &definition.requests["quote"], "ask");
        (life.tasks()[0].due, life.late_at())
    };
    assert_eq!(due(given.clone()), (None, None));
    let visit = chrono::NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
    given.request.answers.insert("visit".into(), crate::form::Value::Date(visit));
    let eve = chrono::NaiveDate::from_ymd_opt(2026, 3, 19).unwrap().and_hms_opt(23, 59, 59).unwrap().and_utc();
    assert_eq!(due(given), (Some(eve), Some(eve)), "what the task is due by is what the status is late by");
}

#[test]
fn a_deadline_at_a_time_that_was_chosen_is_its_beginning_and_one_before_it_ends_the_day_before() {
    let booked = r"
request: quote
label: A visit
fields: [{id: subject, label: Subject}, {id: visit, type: slot, of: visit, required: false, label: Visit}]
tasks: {prepare: {do: Prepare, by: team, due: 1 day before visit}}
workflow:
  statuses:
    received: {}
    booked: {label: Booked, explain: We come., waits_for: nobody, due: visit, opens: [prepare]}
    completed: {}
  moves:
    book: {from: received, to: booked, by: team, label: Book}
    held: {from: booked, to: completed, by: team, label: Held}
    passed: {from: booked, to: completed, on: late, label: Passed}
";
    let slots = "slots: {visit: {label: Visit, length: 1 hour}}\nreminders: {before: [], after: []}";
    let (definition, ids) = (crate::fixture::definition_with(slots, booked), Counting::default());
    let mut given = dossier(&definition, "received");
    let due = |given| {
        let mut life = Life::new(moment(&definition, &ids, TOM), given);
        make(&mut life, &definition.requests["quote"], "book");
        (life.request().due, life.late_at(), life.tasks()[0].due)
    };
    assert_eq!(due(given.clone()), (None, None, None), "no time was chosen");
    let (booking, chosen) = visit();
    given.request.answers.insert("visit".into(), chosen);
    given.bookings = vec![booking.clone()];
    let eve = monday().date_naive().and_hms_opt(23, 59, 59).unwrap().and_utc();
    assert_eq!(due(given), (Some(booking.starts), Some(booking.starts), Some(eve)));
}

#[test]
fn a_ring_of_moves_by_themselves_comes_to_an_end() {
    let ring = r"
request: quote
label: A ring
fields: [{id: subject, label: Subject}, {id: never, type: yes_no, required: false, label: Never}]
tasks: {one: {provide: [extract], when: never}}
workflow:
  statuses:
    received: {}
    here: {label: Here, explain: Here., waits_for: tasks, opens: [one]}
    there: {label: There, explain: There., waits_for: tasks, opens: [one]}
    completed: {}
  moves:
    go: {from: received, to: here, by: team, label: Go}
    ping: {from: here, to: there, on: tasks_done, label: Ping}
    pong: {from: there, to: here, on: tasks_done, label: Pong}
    end: {from: [here, there], to: completed, by: team, label: End}
";
    let (definition, ids) = (definition_of(ring), Counting::default());
    let mut life = Life::new(moment(&definition, &ids, TOM), dossier(&definition, "received"));
    make(&mut life, &definition.requests["quote"], "go");
    assert_eq!(on(&life), "here");
    assert!(life.events().len() < 20);
}
