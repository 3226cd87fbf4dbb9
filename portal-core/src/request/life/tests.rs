//! The life of a request, told as given / when / then.

mod migrate;
mod onward;
mod owner;
mod passing;
mod tasks;

use chrono::TimeDelta;

use super::*;
use crate::{
    booking::{Booking, BookingState},
    definition::WaitsFor,
    fixture::{CLAIRE, Counting, TOM, account, definition, dossier, make, moment, monday, quote},
    form::{Appointment, Value},
    id::BookingId,
    request::{Happening as H, Item, TaskAction, TaskState},
};

fn kinds(life: &Life<'_>) -> Vec<(&'static str, Side)> {
    life.events.iter().map(|event| (event.what.kind(), event.audience)).collect()
}

fn provide(life: &Life<'_>) -> Task {
    let item = Item { name: "Last extract".into(), ..Item::new(Id::from("extract")) };
    life.blank_task(TaskAction::Provide, vec![item], None)
}

/// A time tomorrow, as it is booked and as it was answered.
fn visit() -> (Booking, Value) {
    let (starts, ends) = (monday() + TimeDelta::days(1), monday() + TimeDelta::hours(25));
    let booking = Booking {
        id: BookingId(uuid::Uuid::from_u128(900)),
        organisation: crate::fixture::organisation(1),
        slot: Id::from("visit"),
        starts,
        ends,
        counted: vec![uuid::Uuid::from_u128(901)],
        draft: None,
        request: Some(crate::id::RequestId(uuid::Uuid::from_u128(300))),
        field: Id::from("visit"),
        account: account(CLAIRE),
        state: BookingState::Booked,
        held_until: None,
        created: monday(),
        version: crate::id::Version::FIRST,
    };
    (booking, Value::Slot(Appointment { slot: Id::from("visit"), starts, ends }))
}

#[test]
fn a_time_is_given_back_when_the_request_ends_before_it_and_kept_when_it_is_over() {
    let (definition, ids) = (definition(), Counting::default());
    let ended = |state: &Booking| {
        let moment = moment(&definition, &ids, CLAIRE);
        let mut life = Life::new(moment, Dossier { bookings: vec![state.clone()], ..dossier(&definition, "received") });
        make(&mut life, moment.workflow, "withdraw");
        let changes = life.into_changes(Expect::Loaded(crate::id::Version::FIRST));
        let back = |change: &&Change| matches!(change, Change::Count(_, -1));
        changes.as_slice().iter().filter(back).count()
    };
    let (booking, _) = visit();
    let over =
        Booking { starts: monday() - TimeDelta::hours(2), ends: monday() - TimeDelta::hours(1), ..booking.clone() };
    assert_eq!((ended(&booking), ended(&over)), (1, 0));
}

#[test]
fn a_request_that_is_opened_again_has_no_time_that_was_given_back() {
    let (definition, ids) = (definition(), Counting::default());
    let (booking, answer) = visit();
    for (bookings, left) in [(Vec::new(), 1), (vec![booking], 2)] {
        let mut dossier = dossier(&definition, "withdrawn");
        dossier.request.ended = Some(crate::definition::End::Withdrawn);
        dossier.request.answers.insert(Id::from("visit"), answer.clone());
        dossier.request.answers.insert(Id::from("subject"), Value::Text("Pump".into()));
        let mut life = Life::new(moment(&definition, &ids, CLAIRE), Dossier { bookings, ..dossier });
        life.enter(&Id::from("received"), &[]);
        assert_eq!(life.request().answers.len(), left);
    }
}

#[test]
fn taking_a_request_makes_the_taker_its_owner() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "received"));
    make(&mut life, moment.workflow, "take");
    assert_eq!(life.request().owner, Some(account(TOM)));
    assert_eq!(life.request().status, "processing");
    assert_eq!(life.request().waits_for, WaitsFor::Team);
    let three_business_days = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).unwrap().and_hms_opt(18, 0, 0).unwrap();
    assert_eq!(life.request().due, Some(three_business_days.and_utc()));
    assert_eq!(kinds(&life), [("request.moved", Side::Client), ("request.assigned", Side::Team)]);
}

#[test]
fn a_request_that_misses_something_waits_for_the_client_until_it_is_there() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "processing"));
    make(&mut life, moment.workflow, "ask");
    let task = provide(&life);
    let id = task.id;
    life.open(task);
    assert_eq!((life.request().status.as_str(), life.request().waits_for), ("missing", WaitsFor::Client));
    life.close(id, Ok(()));
    assert_eq!((life.request().status.as_str(), life.request().waits_for), ("processing", WaitsFor::Team));
    assert_eq!(life.tasks()[0].state, TaskState::Done);
}

#[test]
fn the_request_goes_on_only_when_the_last_required_task_is_done() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "processing"));
    make(&mut life, moment.workflow, "ask");
    let tasks = [provide(&life), provide(&life)];
    let [first, second] = [tasks[0].id, tasks[1].id];
    tasks.into_iter().for_each(|task| life.open(task));
    life.close(first, Ok(()));
    assert_eq!(life.request().status, "missing");
    life.close(second, Ok(()));
    assert_eq!(life.request().status, "processing");
}

#[test]
fn leaving_a_status_ends_its_open_tasks() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "processing"));
    make(&mut life, moment.workflow, "ask");
    life.open(provide(&life));
    make(&mut life, moment.workflow, "resume");
    assert_eq!(life.tasks()[0].state, TaskState::Ended);
    assert_eq!(life.request().waits_for, WaitsFor::Team);
}

#[test]
fn proposing_shares_the_quote_and_asks_for_a_decision_on_it() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut given = dossier(&definition, "processing");
    given.documents.push(quote(Side::Team));
    let mut life = Life::new(moment, given);
    make(&mut life, moment.workflow, "propose");
    assert_eq!(life.documents()[0].audience, Side::Client);
    let task = &life.tasks()[0];
    assert_eq!(task.items[0].documents, [quote(Side::Team).id], "the task names the document to decide on");
    assert_eq!(life.request().waits_for, WaitsFor::Client);
    let shared_first = kinds(&life);
    assert_eq!(shared_first[0], ("document.shared", Side::Client));
}

#[test]
fn an_approval_completes_the_request_and_a_refusal_sends_it_back() {
    let (definition, ids) = (definition(), Counting::default());
    for (outcome, status, ended) in
        [(Ok(()), "completed", Some(crate::definition::End::Done)), (Err("Too dear.".to_owned()), "processing", None)]
    {
        let moment = moment(&definition, &ids, TOM);
        let mut given = dossier(&definition, "processing");
        given.documents.push(quote(Side::Team));
        let mut life = Life::new(moment, given);
        make(&mut life, moment.workflow, "propose");
        let task = life.tasks()[0].id;
        life.close(task, outcome);
        assert_eq!((life.request().status.as_str(), life.request().ended), (status, ended));
    }
}

#[test]
fn a_move_that_changes_nothing_for_the_client_is_silent() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "processing"));
    make(&mut life, moment.workflow, "consult");
    assert_eq!(kinds(&life), [("request.moved", Side::Team)]);
    assert_eq!(life.request().waits_for, WaitsFor::ThirdParty);
}

#[test]
fn an_ended_request_waits_for_nobody_and_has_no_deadline() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, CLAIRE);
    let mut life = Life::new(moment, dossier(&definition, "received"));
    make(&mut life, moment.workflow, "withdraw");
    assert_eq!(life.request().waits_for, WaitsFor::Nobody);
    assert_eq!(life.request().due, None);
    assert_eq!(life.request().ended, Some(crate::definition::End::Withdrawn));
}

#[test]
fn the_history_has_no_gap_and_one_act() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "received"));
    make(&mut life, moment.workflow, "take");
    life.say(Side::Client, account(TOM), "We are on it.".into());
    life.say(Side::Team, account(TOM), "Call them back.".into());
    let seqs: Vec<i64> = life.events.iter().map(|event| event.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4]);
    assert!(life.events.iter().all(|event| event.act == life.act && event.at == monday()));
    assert!(matches!(life.events[3], Event { audience: Side::Team, what: H::NotePosted { .. }, .. }));
    assert_eq!(life.request().events, 4);
}

#[test]
fn times_in_counts_how_often_a_status_was_entered() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "processing"));
    for by in ["consult", "resume", "consult", "resume"] {
        make(&mut life, moment.workflow, by);
    }
    let facts = Facts::new(&moment, life.dossier());
    let times = |status| crate::definition::condition::Lookup::times_in(&facts, status);
    assert_eq!((times("supplier"), times("processing"), times("proposal")), (2, 2, 0));
}

#[test]
fn what_happened_leaves_a_job_to_tell_of_it_and_one_to_be_woken() {
    let (definition, ids) = (definition(), Counting::default());
    let moment = moment(&definition, &ids, TOM);
    let mut life = Life::new(moment, dossier(&definition, "received"));
    make(&mut life, moment.workflow, "take");
    let changes = life.into_changes(Expect::Asked(crate::id::Version(1)));
    let kind = |change: &Change| match change {
        Change::Write(record, Expect::New) => match record.as_ref() {
            Record::Job(job) => Some(job.kind),
            _ => None,
        },
        _ => None,
    };
    let jobs: Vec<JobKind> = changes.as_slice().iter().filter_map(kind).collect();
    assert_eq!(jobs, [JobKind::Wake, JobKind::Notify], "to tell of it, and to be woken at its due");
}

#[test]
fn what_is_computed_from_what_is_computed_is_worked_out_once_each() {
    let field = |place: u32| match place {
        0 => "{id: f0, type: decimal, label: First, value: budget + 1}".to_owned(),
        place => format!("{{id: f{place}, type: decimal, label: Next, value: f{0} + f{0}}}", place - 1),
    };
    let fields: Vec<String> = (0..41).map(field).collect();
    let quote = format!(
        "request: quote\nlabel: Sums\nfields: [{{id: subject, label: Subject}}, {{id: budget, type: money, label: Budget}}]\n\
         team_fields:\n  - {}\n",
        fields.join("\n  - ")
    );
    let (definition, ids) = (crate::fixture::definition_of(&quote), Counting::default());
    let mut dossier = dossier(&definition, "received");
    dossier.request.answers.insert("budget".into(), Value::Number(0.into()));
    let moment = moment(&definition, &ids, TOM);
    let facts = Facts::new(&moment, &dossier);
    assert_eq!(facts.derived("f40"), Some(Value::Number((1_i64 << 40).into())));
    assert_eq!(facts.derived("budget"), None, "it is not the team's");
}
