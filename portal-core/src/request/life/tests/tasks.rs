//! Every way in which a task opens and closes.

use super::*;
use crate::{
    definition::Definition,
    fixture::{ALINE, definition_of},
    store::Dossier,
};

const COURSE: &str = r"
request: quote
label: A course
fields:
  - {id: subject, label: Subject}
  - {id: abroad, type: yes_no, required: false, label: Abroad}
tasks:
  send: {provide: [extract], checked: true, label: Send the extract}
  visa: {do: Get a visa, when: abroad}
  read_it: {do: Read it, after: send, due: 2 days}
  agree: {approve: request, after: [send, visa], quorum: 2, by: [client_admin, validator]}
  room: {do: Book a room, by: team, required: false, client_sees: true}
  pack: {do: Pack, by: team, required: false}
  badge: {do: Print the badge, by: team, required: false, stays: true}
workflow:
  statuses:
    received: {}
    processing: {waits_for: tasks, label: Prepared, explain: We prepare., opens: [send, visa, read_it, agree, room, pack, badge]}
    completed: {}
    refused: {}
  moves:
    take: {from: received, to: processing, by: team}
    ready: {from: processing, to: completed, on: tasks_done, label: Ready}
    no: {from: processing, to: refused, on: agree.refused, label: No}
    drop: {from: processing, to: refused, by: team, label: Drop}
";

fn by<'a>(definition: &'a Definition, ids: &'a Counting, who: u128) -> Moment<'a> {
    moment(definition, ids, who)
}

/// A course in its second status.
fn taken<'a>(definition: &'a Definition, ids: &'a Counting, abroad: bool) -> Life<'a> {
    let mut given = dossier(definition, "received");
    given.request.answers.insert("abroad".into(), crate::form::Value::Bool(abroad));
    let mut life = Life::new(by(definition, ids, TOM), given);
    make(&mut life, &definition.requests["quote"], "take");
    life
}

/// Somebody else goes on with it.
fn then<'a>(definition: &'a Definition, ids: &'a Counting, who: u128, life: Life<'_>) -> Life<'a> {
    let (dossier, _): (Dossier, _) = life.into_parts();
    Life::new(by(definition, ids, who), dossier)
}

fn states(life: &Life<'_>) -> Vec<(String, TaskState)> {
    let state = |task: &Task| (task.template.as_ref().map(Id::to_string).unwrap_or_default(), task.state);
    life.tasks().iter().map(state).collect()
}

fn state(life: &Life<'_>, template: &str) -> Option<TaskState> {
    states(life).into_iter().find(|(id, _)| id == template).map(|(_, state)| state)
}

fn id(life: &Life<'_>, template: &str) -> TaskId {
    life.tasks().iter().find(|task| task.template.as_ref().is_some_and(|id| id == template)).unwrap().id
}

#[test]
fn a_task_whose_when_does_not_hold_is_never_there_and_holds_nothing_up() {
    let (definition, ids) = (definition_of(COURSE), Counting::default());
    let mut life = taken(&definition, &ids, false);
    assert_eq!(state(&life, "visa"), None);
    life = then(&definition, &ids, CLAIRE, life);
    life.close(id(&life, "send"), Ok(()));
    life = then(&definition, &ids, TOM, life);
    life.accept(id(&life, "send"));
    assert_eq!(state(&life, "agree"), Some(TaskState::Open));
    assert_eq!(state(&taken(&definition, &ids, true), "visa"), Some(TaskState::Open));
}

#[test]
fn a_task_opens_when_those_it_comes_after_are_done_and_its_time_runs_from_then() {
    let (definition, ids) = (definition_of(COURSE), Counting::default());
    let mut life = taken(&definition, &ids, true);
    assert_eq!(state(&life, "read_it"), Some(TaskState::Waiting));
    let send = id(&life, "send");
    let opened = |life: &Life<'_>, task: TaskId| {
        life.events().iter().any(|event| matches!(event.what, H::TaskOpened { task: of } if of == task))
    };
    assert!(opened(&life, send) && !opened(&life, id(&life, "read_it")));
    life = then(&definition, &ids, CLAIRE, life);
    life.close(send, Ok(()));
    assert_eq!(state(&life, "read_it"), Some(TaskState::Waiting), "the team has not accepted it");
    life = then(&definition, &ids, TOM, life);
    life.accept(send);
    let read = life.tasks().iter().find(|task| task.id == id(&life, "read_it")).unwrap();
    assert_eq!((read.state, read.due.is_some()), (TaskState::Open, true));
    assert_eq!(state(&life, "agree"), Some(TaskState::Waiting), "the visa is not there");
    life.close(id(&life, "visa"), Ok(()));
    assert_eq!(state(&life, "agree"), Some(TaskState::Open));
}

#[test]
fn what_is_checked_goes_to_the_team_which_accepts_it_or_gives_parts_back() {
    let (definition, ids) = (definition_of(COURSE), Counting::default());
    let mut life = then(&definition, &ids, CLAIRE, taken(&definition, &ids, false));
    let send = id(&life, "send");
    life.close(send, Ok(()));
    assert_eq!(state(&life, "send"), Some(TaskState::Checking));
    assert_eq!(life.request().waits_for, WaitsFor::Team);
    assert_eq!(kinds(&life), [("task.handed_in", Side::Client)]);
    life = then(&definition, &ids, TOM, life);
    life.give_back(send, &[(0, "It is a year old.".to_owned())]);
    assert_eq!(state(&life, "send"), Some(TaskState::Open));
    assert_eq!(life.request().waits_for, WaitsFor::Client);
    let item = &life.tasks().iter().find(|task| task.id == send).unwrap().items[0];
    assert_eq!((item.returned.as_str(), item.done), ("It is a year old.", false));
    life.close(send, Ok(()));
    life.accept(send);
    let task = life.tasks().iter().find(|task| task.id == send).unwrap();
    assert_eq!((task.state, task.items[0].done, task.items[0].returned.as_str()), (TaskState::Done, true, ""));
    life.accept(send);
    assert_eq!(life.events().iter().filter(|event| event.what.kind() == "task.done").count(), 1);
}

#[test]
fn a_quorum_counts_different_people_and_one_refusal_ends_it() {
    for refused in [false, true] {
        let (definition, ids) = (definition_of(COURSE), Counting::default());
        let mut life = taken(&definition, &ids, false);
        life.waive(id(&life, "send"), "Known.".to_owned());
        life.waive(id(&life, "read_it"), "Known.".to_owned());
        let agree = id(&life, "agree");
        life = then(&definition, &ids, CLAIRE, life);
        life.close(agree, Ok(()));
        life.close(agree, Ok(()));
        assert_eq!(state(&life, "agree"), Some(TaskState::Open), "Claire counts once");
        assert!(life.tasks().iter().find(|task| task.id == agree).unwrap().approved_by(account(CLAIRE)));
        life = then(&definition, &ids, ALINE, life);
        life.close(agree, if refused { Err("Too far.".to_owned()) } else { Ok(()) });
        assert_eq!(life.request().status, if refused { "refused" } else { "completed" });
    }
}

#[test]
fn only_required_tasks_are_waited_for_and_those_that_stay_outlive_the_status() {
    let (definition, ids) = (definition_of(COURSE), Counting::default());
    let mut life = taken(&definition, &ids, false);
    for template in ["send", "read_it", "agree"] {
        assert_eq!(life.request().status, "processing");
        life.waive(id(&life, template), "Not needed.".to_owned());
    }
    assert_eq!(life.request().status, "completed");
    assert_eq!(state(&life, "room"), Some(TaskState::Ended));
    assert_eq!(state(&life, "badge"), Some(TaskState::Open));
}

#[test]
fn a_planned_task_that_never_opened_ends_without_a_word() {
    let (definition, ids) = (definition_of(COURSE), Counting::default());
    let mut life = taken(&definition, &ids, false);
    let (send, read) = (id(&life, "send"), id(&life, "read_it"));
    make(&mut life, &definition.requests["quote"], "drop");
    let ended =
        |task: TaskId| life.events().iter().any(|event| matches!(event.what, H::TaskEnded { task: of } if of == task));
    assert!(ended(send) && !ended(read));
    assert_eq!(state(&life, "read_it"), Some(TaskState::Ended));
}

#[test]
fn a_task_of_the_team_is_the_teams_own_unless_the_client_sees_it() {
    let (definition, ids) = (definition_of(COURSE), Counting::default());
    let life = taken(&definition, &ids, false);
    let audience = |template: &str| {
        let task = id(&life, template);
        let opened = |event: &&Event| matches!(event.what, H::TaskOpened { task: of } if of == task);
        life.events().iter().find(opened).map(|event| event.audience)
    };
    assert_eq!(audience("room"), Some(Side::Client));
    assert_eq!(audience("pack"), Some(Side::Team));
}

#[test]
fn waiving_an_approval_makes_no_decision() {
    let workflow =
        COURSE.replace("required: false, stays", "required: true, stays").replace("on: tasks_done", "on: agree.done");
    let (definition, ids) = (definition_of(&workflow), Counting::default());
    let mut life = taken(&definition, &ids, false);
    life.waive(id(&life, "agree"), "We know that they agree.".to_owned());
    assert_eq!((life.request().status.as_str(), state(&life, "agree")), ("processing", Some(TaskState::Waived)));
}
