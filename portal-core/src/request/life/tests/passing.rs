//! What people are told of deadlines, and when the portal is woken.

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::fixture::definition_with;

const ASKED: &str = r"
request: quote
label: Something that waits
fields: [{id: subject, label: Subject}]
tasks: {send: {provide: [extract], due: 10 days}}
workflow:
  statuses:
    received: {due: 5 business days}
    asked: {label: Asked, explain: We ask., waits_for: tasks, opens: [send]}
    completed: {}
  moves:
    ask: {from: received, to: asked, by: team}
    got: {from: asked, to: completed, on: tasks_done, label: Got it}
    lapse: {from: asked, to: completed, on: after 30 days, label: Lapse}
";
const REMINDERS: &str = "reminders: {before: [4 days, 2 days], after: [1 day, 3 days]}";

/// What is told on the way from a moment on, each time at which the portal is woken, in days and hours.
fn told(definition: &Definition, mut dossier: Dossier, mut now: DateTime<Utc>) -> Vec<(String, Vec<&'static str>)> {
    let ids = Counting::default();
    let mut told = Vec::new();
    loop {
        let at = |now| Moment { now, actor: None, ..moment(definition, &ids, TOM) };
        let Some(wakes) = Life::new(at(now), dossier.clone()).wakes() else { return told };
        now = wakes;
        let mut life = Life::new(at(now), dossier.clone());
        let came = life.time_passed();
        let (next, events) = life.into_parts();
        assert_eq!(came, !events.is_empty());
        told.push((now.format("%d %H:%M").to_string(), events.iter().map(|event| event.what.kind()).collect()));
        dossier = next;
    }
}

#[test]
fn people_are_reminded_before_and_after_the_day_of_a_task_and_a_status_is_late_once() {
    let (definition, ids) = (definition_with(REMINDERS, ASKED), Counting::default());
    let begun = moment(&definition, &ids, TOM);
    let mut life = Life::new(begun, dossier(&definition, "received"));
    life.enter(&Id::from("received"), &[]);
    let (waiting, _) = life.into_parts();
    let due = waiting.request.due.unwrap();
    assert_eq!(due.format("%d %H:%M").to_string(), "09 18:00");
    let expected = [
        ("05 23:59".to_owned(), vec!["request.due_soon"]),
        ("07 23:59".to_owned(), vec!["request.due_soon"]),
        ("09 18:00".to_owned(), vec!["request.late"]),
    ];
    assert_eq!(told(&definition, waiting.clone(), monday()), expected);

    let mut life = Life::new(begun, waiting);
    make(&mut life, begun.workflow, "ask");
    let (asked, _) = life.into_parts();
    let of_task = |days: &str, word| (format!("{days} 23:59"), vec![word]);
    let expected = [
        of_task("08", "task.due_soon"),
        of_task("10", "task.due_soon"),
        of_task("13", "task.late"),
        of_task("15", "task.late"),
        ("01 23:59".to_owned(), vec!["request.moved", "task.ended", "request.closed"]),
    ];
    assert_eq!(told(&definition, asked, monday()), expected);
}

#[test]
fn what_is_done_in_time_is_not_told_of_and_what_was_slept_through_is_told_once() {
    let (definition, ids) = (definition_with(REMINDERS, ASKED), Counting::default());
    let begun = moment(&definition, &ids, TOM);
    let mut life = Life::new(begun, dossier(&definition, "received"));
    make(&mut life, begun.workflow, "ask");
    let (asked, _) = life.into_parts();
    let task = asked.tasks[0].id;

    let mut done = Life::new(begun, asked.clone());
    done.close(task, Ok(()));
    assert_eq!(done.wakes(), None);

    let at = |days| Moment { now: monday() + TimeDelta::days(days), actor: None, ..begun };
    let mut slept = Life::new(at(12), asked.clone());
    assert!(slept.time_passed());
    assert_eq!(kinds(&slept), [("task.late", Side::Client)], "the last counts");
    let (told, _) = slept.into_parts();
    assert!(told.request.activity == asked.request.activity, "nothing has changed");
    let mut again = Life::new(at(12), told);
    assert!(!again.time_passed());
}

#[test]
fn each_change_leaves_the_job_that_wakes_the_request_next_and_one_for_each_moment() {
    let (definition, ids) = (definition_with(REMINDERS, ASKED), Counting::default());
    let begun = moment(&definition, &ids, TOM);
    let mut life = Life::new(begun, dossier(&definition, "received"));
    make(&mut life, begun.workflow, "ask");
    let (asked, _) = life.into_parts();
    let woken = |now: DateTime<Utc>| {
        let mut life = Life::new(Moment { now, ..begun }, asked.clone());
        life.say(Side::Team, account(TOM), "They will send it.".to_owned());
        let changes = life.into_changes(Expect::Loaded(crate::id::Version::FIRST));
        let job = |change: &Change| match change {
            Change::Write(record, _) => match record.as_ref() {
                Record::Job(job) if job.kind == JobKind::Wake => Some((job.id, job.due)),
                _ => None,
            },
            _ => None,
        };
        changes.as_slice().iter().filter_map(job).collect::<Vec<_>>()
    };
    let (first, again) = (woken(monday()), woken(monday() + TimeDelta::hours(5)));
    assert_eq!((first.len(), &first), (1, &again));
    let later = woken(monday() + TimeDelta::days(8));
    assert!(later[0].0 != first[0].0 && later[0].1 > first[0].1);
}

const PAST: &str = r"
request: quote
label: Something with a day
fields: [{id: subject, label: Subject}, {id: visit, type: date, label: Visit}]
tasks:
  ask: {reply: Shall we come?}
  prepare: {do: Prepare, by: team, due: 1 day before visit, after: [ask]}
workflow:
  statuses:
    received: {due: 5 business days}
    planned: {label: Planned, explain: We come., waits_for: team, due: 1 day before visit}
    asked: {label: Asked, explain: We ask., waits_for: tasks, opens: [ask, prepare]}
    missed: {label: Missed, explain: We were late., waits_for: team, due: 1 day before visit}
    completed: {}
  moves:
    plan: {from: received, to: planned, by: team, label: Plan}
    ask: {from: received, to: asked, by: team}
    miss: {from: [planned, asked], to: missed, on: late, label: Miss}
    again: {from: missed, to: planned, on: late, when: subject == 'ring', label: Again}
    done: {from: [planned, asked, missed], to: completed, by: team, label: Done}
";

/// A request for today, where a day before is already over.
fn for_today(definition: &Definition, subject: &str) -> Dossier {
    let mut dossier = dossier(definition, "received");
    let answers = [("subject", Value::Text(subject.to_owned())), ("visit", Value::Date(monday().date_naive()))];
    dossier.request.answers.extend(answers.map(|(id, value)| (Id::from(id), value)));
    dossier
}

#[test]
fn a_deadline_that_had_passed_when_it_was_set_is_late_at_once() {
    let (definition, ids) = (crate::fixture::definition_of(PAST), Counting::default());
    let begun = moment(&definition, &ids, TOM);
    let mut life = Life::new(begun, for_today(&definition, "Roof"));
    make(&mut life, begun.workflow, "plan");
    assert_eq!((life.request().status.as_str(), life.wakes()), ("missed", None), "of a status");

    let mut life = Life::new(begun, for_today(&definition, "Roof"));
    make(&mut life, begun.workflow, "ask");
    assert_eq!(life.request().status.as_str(), "asked");
    let ask = life.tasks()[0].id;
    life.close(ask, Ok(()));
    assert_eq!(life.request().status.as_str(), "missed", "of a task whose turn came");
}

#[test]
fn a_ring_of_statuses_that_are_late_at_once_ends() {
    let (definition, ids) = (crate::fixture::definition_of(PAST), Counting::default());
    let begun = moment(&definition, &ids, TOM);
    let mut life = Life::new(begun, for_today(&definition, "ring"));
    make(&mut life, begun.workflow, "plan");
    assert_eq!(life.events().iter().filter(|event| event.what.kind() == "request.moved").count(), 11);
    assert_eq!(life.wakes(), None);
}
