//! Times that the team offers: which can be chosen, and what becomes of one that is gone.

use chrono::{TimeDelta, Utc};

use super::*;
use crate::{
    booking::Opening,
    definition::{Cases, condition::Lookup},
    form::Appointment,
};

fn start(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

fn opening(starts: &str) -> Opening {
    let starts = start(starts);
    Opening { starts, ends: starts + TimeDelta::hours(1), left: 1 }
}

fn offering(openings: &[(&str, &[&str])]) -> Environment {
    let openings =
        openings.iter().map(|(slot, starts)| (Id::from(*slot), starts.iter().map(|at| opening(at)).collect()));
    Environment { openings: Some(openings.collect()), ..environment() }
}

fn chosen(slot: &str, starts: &str) -> Value {
    let Opening { starts, ends, .. } = opening(starts);
    Value::Slot(Appointment { slot: slot.into(), starts, ends })
}

fn visit() -> FieldType {
    FieldType::Slot { of: Cases::always("visit".into()) }
}

const NINE: &str = "2026-03-02T08:00:00Z";
const TEN: &str = "2026-03-02T09:00:00Z";

#[test]
fn a_time_is_chosen_by_its_start_among_those_that_can_be_had() {
    let steps = [step("s", vec![field("visit", visit())])];
    let environment = offering(&[("visit", &[NINE])]);
    let form = Form::new(&steps, &environment);
    let send = |text: &str| form.read_step(&steps[0], &sent(&[("visit", text)]), &Answers::new());
    for text in [NINE, "2026-03-02T09:00:00+01:00", "2026-03-02T09:00"] {
        assert_eq!(send(text).answers["visit"], chosen("visit", NINE), "{text}");
    }
    assert_eq!(as_sent(&send(NINE).answers, environment.zone)["visit"], [NINE]);
    for (text, reason) in [(TEN, Reason::NotFree), ("tomorrow", Reason::NotATime), ("", Reason::Required)] {
        let read = send(text);
        assert_eq!(read.faults.iter().map(|fault| &fault.reason).collect::<Vec<_>>(), [&reason], "{text}");
        assert_eq!((read.answers.len(), &read.typed["visit"][0]), (0, &text.to_owned()));
    }
}

#[test]
fn a_time_that_was_taken_meanwhile_is_told_and_the_other_answers_stay() {
    let mut visit = field("visit", visit());
    visit.error = Some("Too far away.".into());
    let steps = [step("s", vec![field("subject", text()), visit])];
    let whole = answers(&[("subject", word("Pump")), ("visit", chosen("visit", NINE))]);
    let taken = offering(&[("visit", &[TEN])]);
    let form = Form::new(&steps, &taken);
    let reasons: Vec<Reason> = form.check(&whole).into_iter().map(|fault| fault.reason).collect();
    assert_eq!(reasons, [Reason::NotFree], "in words that say what to do, not in the field's own");
    assert_eq!(form.settle(&whole), whole, "it stays, so that the page can name the times nearby");
    let page = form.page(&steps[0], &whole, &RawAnswers::new());
    let (slot, openings) = page[1].openings.clone().expect("times");
    assert_eq!((slot.as_str(), openings), ("visit", &[opening(TEN)][..]));
    let unknown = environment();
    assert_eq!(Form::new(&steps, &unknown).check(&whole), [], "where times are not known, what was chosen stays");
}

#[test]
fn the_slot_may_depend_on_an_answer_and_a_time_of_another_slot_is_dropped() {
    let scope = Scope::new().with("kind", Type::Choice(vec!["new".into(), "change".into()]));
    let when = Condition::parse("kind == \"new\"", &scope, Type::Bool).expect("a sound condition");
    let of = Cases::of(vec![(Some(when), Id::from("visit")), (None, Id::from("call"))]);
    let kind = field("kind", FieldType::Choice(choices(&["new", "change"])));
    let steps = [step("s", vec![kind, field("time", FieldType::Slot { of })])];
    let environment = offering(&[("visit", &[NINE]), ("call", &[TEN])]);
    let form = Form::new(&steps, &environment);
    let visit = answers(&[("kind", word("new")), ("time", chosen("visit", NINE))]);
    assert_eq!(form.check(&visit), []);
    let call = form.read_step(&steps[0], &sent(&[("kind", "change"), ("time", TEN)]), &visit);
    assert_eq!(call.answers["time"], chosen("call", TEN));
    let other = answers(&[("kind", word("change")), ("time", chosen("visit", NINE))]);
    assert_eq!(form.check(&other)[0].reason, Reason::Required);
}

#[test]
fn a_slot_counts_as_its_start_in_conditions() {
    let scope = Scope::new().with("visit", Type::Time);
    let holds = |source: &str, of: &Answers| {
        let environment = environment();
        let condition = Condition::parse(source, &scope, Type::Bool).expect("a sound condition");
        let form = Form::new(&[], &environment);
        let known = form.known(of);
        condition.holds(&known as &dyn Lookup)
    };
    let visit = answers(&[("visit", chosen("visit", NINE))]);
    assert!(holds("visit > now + hours(48) && visit - now < days(60) && has(visit)", &visit));
    assert!(!holds("visit > now", &Answers::new()) && holds("visit == null", &Answers::new()));
}
