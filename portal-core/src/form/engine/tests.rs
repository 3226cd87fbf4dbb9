//! What a form shows, reads and refuses, by example.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveDate};
use rust_decimal::Decimal;

use super::{Environment, Form, RawAnswers, Reason, as_sent, as_typed};
use crate::{
    definition::{
        Condition, Pattern, Step, Text, Who,
        condition::{Scope, Type},
    },
    form::{Answers, Attachment, Choice, Field, FieldType, Options, Requirement, Value},
    id::{BlobId, Id},
};

pub(super) fn environment() -> Environment {
    let now = DateTime::from_timestamp(1_770_000_000, 0).expect("a moment of February 2026");
    let facts = BTreeMap::from([("account.email".to_owned(), Value::Text("claire@alpha.example".into()))]);
    Environment { now, today: now.date_naive(), zone: chrono_tz::Europe::Paris, facts, people: None, openings: None }
}

pub(super) fn field(id: &str, field_type: FieldType) -> Field {
    Field {
        id: id.into(),
        label: id.into(),
        hint: None,
        field_type,
        required: Requirement::Always,
        show_when: None,
        valid_when: None,
        error: None,
        prefill: None,
        locked: false,
        value: None,
        autocomplete: None,
        personal: false,
        seen_by: Who::default(),
        client_sees: false,
    }
}

pub(super) fn text() -> FieldType {
    FieldType::Text { max: 10, pattern: None }
}

pub(super) fn choices(ids: &[&str]) -> Options {
    let listed = ids.iter().map(|id| Choice { id: Id::from(*id), label: (*id).into(), show_when: None });
    listed.collect::<Vec<_>>().into()
}

pub(super) fn step(id: &str, fields: Vec<Field>) -> Step {
    Step { id: id.into(), label: id.into(), show_when: None, fields }
}

fn condition(source: &str, expected: Type) -> Condition {
    let scope = Scope::new()
        .with("kind", Type::Choice(vec!["new".into(), "change".into()]))
        .with("budget", Type::Number)
        .with("from_day", Type::Date)
        .with("to_day", Type::Date)
        .with("contract", Type::Text)
        .with("account.email", Type::Text);
    Condition::parse(source, &scope, expected).expect(source)
}

fn when(source: &str) -> Condition {
    condition(source, Type::Bool)
}

/// A form of two steps: the second is for something new alone.
fn quote() -> Vec<Step> {
    let money = FieldType::Money { min: Some(Decimal::ZERO), max: None, currency: "EUR".into() };
    let mut contract = field("contract", text());
    contract.show_when = Some(when("kind == \"change\""));
    contract.prefill = Some(condition("\"C-1\"", Type::Text));
    let mut brief = field("brief", FieldType::Document { kind: "brief".into(), max: 1 });
    brief.required = Requirement::When(condition("budget > 10000", Type::Bool));
    let mut to_day = field("to_day", FieldType::Date { min: None, max: None });
    to_day.required = Requirement::Never;
    to_day.valid_when = Some(when("to_day >= from_day"));
    to_day.error = Some(Text::from("Ends before it starts."));
    let from_day = field("from_day", FieldType::Date { min: Some(condition("today", Type::Date)), max: None });
    let mut email = field("email", FieldType::Email);
    email.prefill = Some(condition("account.email", Type::Text));
    let mut details = step("details", vec![from_day, to_day, brief, field("terms", FieldType::Confirm)]);
    details.show_when = Some(when("kind == \"new\""));
    let need = vec![
        field("subject", text()),
        field("kind", FieldType::Choice(choices(&["new", "change"]))),
        contract,
        field("budget", money),
        email,
    ];
    vec![step("need", need), details]
}

#[test]
fn answers_that_will_do_are_copied_only_where_something_is_left_out() {
    let (steps, environment) = (quote(), environment());
    let form = Form::new(&steps, &environment);
    let common = [
        ("subject", word("a")),
        ("kind", word("change")),
        ("contract", word("C-2")),
        ("budget", Value::Number(1.into())),
    ];
    let whole = answers(&[&common[..], &[("email", word("a@b.c"))]].concat());
    assert!(matches!(form.validate(&whole), Ok(Cow::Borrowed(same)) if same == &whole));
    let more = answers(&[&common[..], &[("email", word("a@b.c")), ("terms", Value::Bool(true))]].concat());
    assert_eq!(form.validate(&more), Ok(Cow::Owned(whole)));
}

fn sent(pairs: &[(&str, &str)]) -> RawAnswers {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
}

fn answers(pairs: &[(&str, Value)]) -> Answers {
    pairs.iter().map(|(id, value)| (Id::from(*id), value.clone())).collect()
}

fn word(text: &str) -> Value {
    Value::Text(text.into())
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn files(count: usize) -> Value {
    let file = |n| Attachment {
        blob: BlobId(uuid::Uuid::from_u128(n)),
        name: "a.pdf".into(),
        size: 1,
        media_type: "application/pdf".into(),
    };
    Value::Files((0..count as u128).map(file).collect())
}

/// The reason for which a single field refuses what was typed; its value otherwise.
fn typed(field_type: FieldType, value: &str) -> Result<Option<Value>, Reason> {
    let fields = [Field { required: Requirement::Never, ..field("f", field_type) }];
    let (read, faults) = Form::read_fields(&fields, &sent(&[("f", value)]), &environment());
    match faults.into_iter().next() {
        Some(fault) => Err(fault.reason),
        None => Ok(read.get("f").cloned()),
    }
}

#[test]
fn given_an_answer_when_it_hides_others_then_they_are_dropped() {
    let (steps, environment) = (quote(), environment());
    let form = Form::new(&steps, &environment);
    let before = answers(&[
        ("kind", word("change")),
        ("contract", word("C-1")),
        ("from_day", Value::Date(day("2026-03-01"))),
        ("unknown", word("x")),
    ]);
    let settled = form.settle(&before);
    assert_eq!(settled, answers(&[("kind", word("change")), ("contract", word("C-1"))]));
    assert_eq!(form.shown_steps(&before).len(), 1);
    assert!(form.shown_fields(&steps[1], &before).is_empty());
    let now = form.read_step(&steps[0], &sent(&[("kind", "new"), ("contract", "C-1")]), &before);
    assert!(!now.answers.contains_key("contract"));
    assert_eq!(now.typed["contract"], ["C-1"], "nothing typed is lost");
}

#[test]
fn given_a_step_when_it_is_read_then_values_are_typed_and_files_kept() {
    let (steps, environment) = (quote(), environment());
    let form = Form::new(&steps, &environment);
    let need = [("subject", "  New site "), ("kind", "new"), ("budget", "€ 12 000,50"), ("email", "a@b.example")];
    let read = form.read_step(&steps[0], &sent(&need), &Answers::new());
    assert_eq!((read.faults.len(), read.revealed.len()), (0, 0));
    assert_eq!(read.answers["subject"], word("New site"));
    assert_eq!(as_typed(&read.answers["budget"], environment.zone), "12000.50");
    let mut before = read.answers;
    before.insert("brief".into(), files(1));
    let raw = sent(&[("from_day", "2026-03-01"), ("to_day", ""), ("terms", "yes"), ("brief", "forged")]);
    let read = form.read_step(&steps[1], &raw, &before);
    assert_eq!(read.faults, []);
    assert_eq!(read.answers["brief"], files(1));
    assert!(!read.answers.contains_key("to_day"));
    assert_eq!(form.check(&read.answers), []);
}

#[test]
fn given_wrong_answers_then_each_fault_is_told_in_the_order_of_the_fields() {
    let (steps, environment) = (quote(), environment());
    let form = Form::new(&steps, &environment);
    let raw = sent(&[("subject", "much too long"), ("kind", "old"), ("budget", "12.345"), ("email", "no")]);
    let read = form.read_step(&steps[0], &raw, &Answers::new());
    let reasons: Vec<_> = read.faults.iter().map(|fault| (fault.field.as_str(), fault.reason.clone())).collect();
    assert_eq!(
        reasons,
        [
            ("subject", Reason::TooLong { max: 10 }),
            ("kind", Reason::NotAnOption),
            ("budget", Reason::TooManyDecimals { max: 2 }),
            ("email", Reason::NotAnEmail),
        ]
    );
    assert_eq!(read.typed, raw);
    let whole = answers(&[
        ("kind", word("new")),
        ("budget", Value::Number(20_000.into())),
        ("from_day", Value::Date(day("2026-01-31"))),
        ("to_day", Value::Date(day("2026-01-01"))),
    ]);
    let reasons: Vec<_> = form.check(&whole).into_iter().map(|fault| (fault.field, fault.reason)).collect();
    let expected = [
        ("subject", Reason::Required),
        ("email", Reason::Required),
        ("from_day", Reason::TooEarly { min: environment.today }),
        ("to_day", Reason::Invalid(Some(Text::from("Ends before it starts.")))),
        ("brief", Reason::Required),
        ("terms", Reason::MustConfirm),
    ];
    assert_eq!(reasons, expected.map(|(id, reason)| (Id::from(id), reason)));
    let too_many = answers(&[("kind", word("new")), ("brief", files(2))]);
    assert!(form.check(&too_many).iter().any(|fault| fault.reason == Reason::TooManyFiles { max: 1 }));
}

#[test]
fn given_a_new_draft_then_it_begins_with_what_is_known_and_shown() {
    let (steps, environment) = (quote(), environment());
    let form = Form::new(&steps, &environment);
    assert_eq!(form.prefill(), answers(&[("email", word("claire@alpha.example"))]));
    let raw = sent(&[("subject", "a"), ("kind", "change"), ("budget", "1"), ("email", "a@b")]);
    let read = form.read_step(&steps[0], &raw, &Answers::new());
    assert_eq!(read.revealed, ["contract"]);
    assert_eq!(read.answers["contract"], word("C-1"));
    let emptied = form.read_step(&steps[0], &raw, &read.answers);
    assert_eq!(emptied.revealed, Vec::<Id>::new());
    assert!(!emptied.answers.contains_key("contract"), "a prefilled answer may be taken away");
}

#[test]
fn an_option_that_is_not_offered_is_no_answer() {
    let mut options = choices(&["a", "b"]);
    options.listed[1].show_when = Some(when("budget > 5"));
    let number = FieldType::Integer { min: None, max: None, unit: None };
    let steps = [step("s", vec![field("budget", number), field("pick", FieldType::Choice(options))])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let read = form.read_step(&steps[0], &sent(&[("budget", "5"), ("pick", "b")]), &Answers::new());
    assert_eq!(read.faults[0].reason, Reason::NotAnOption);
    assert_eq!(form.page(&steps[0], &read.answers, &RawAnswers::new())[1].options.len(), 1);
    let read = form.read_step(&steps[0], &sent(&[("budget", "6"), ("pick", "b")]), &Answers::new());
    assert_eq!(read.faults, []);
    let mut changed = read.answers;
    changed.insert("budget".into(), Value::Number(1.into()));
    assert_eq!(form.check(&changed)[0].reason, Reason::Required);
}

#[test]
fn each_type_reads_what_a_browser_sends() {
    let integer = || FieldType::Integer { min: Some(1.into()), max: Some(100.into()), unit: None };
    let pattern = || FieldType::Text { max: 99, pattern: Pattern::whole("a|b+").ok() };
    let date = || FieldType::Date { min: None, max: Some(condition("today", Type::Date)) };
    assert_eq!(typed(text(), " a\r\nb\u{7} "), Ok(Some(word("a  b"))));
    assert_eq!(typed(text(), "éééééééééé"), Ok(Some(word("éééééééééé"))));
    assert_eq!(typed(text(), " \t "), Ok(None));
    assert_eq!(typed(FieldType::LongText { max: 99 }, "a\r\n\tb\rc\0\u{1b}[1m\n"), Ok(Some(word("a\n\tb\nc[1m"))));
    assert_eq!(typed(pattern(), "bb"), Ok(Some(word("bb"))));
    assert_eq!(typed(pattern(), "ab"), Err(Reason::Pattern));
    assert_eq!(typed(integer(), "42"), Ok(Some(Value::Number(42.into()))));
    assert_eq!(typed(integer(), "4.5"), Err(Reason::NotWhole));
    assert_eq!(typed(integer(), "0"), Err(Reason::TooSmall { min: "1".into() }));
    assert_eq!(typed(integer(), "101"), Err(Reason::TooLarge { max: "100".into() }));
    assert_eq!(typed(integer(), "many"), Err(Reason::NotANumber));
    assert_eq!(typed(date(), "2026-01-31"), Ok(Some(Value::Date(day("2026-01-31")))));
    assert_eq!(typed(date(), "2026-02-30"), Err(Reason::NotADate));
    assert_eq!(typed(date(), "2030-01-01"), Err(Reason::TooLate { max: environment().today }));
    assert_eq!(typed(FieldType::YesNo, "no"), Ok(Some(Value::Bool(false))));
    assert_eq!(typed(FieldType::YesNo, "maybe"), Err(Reason::NotAnOption));
    assert_eq!(typed(FieldType::Confirm, "no"), Ok(None));
    assert_eq!(typed(FieldType::Phone, "+33 1 23 45 67 89"), Ok(Some(word("+33 1 23 45 67 89"))));
    assert_eq!(typed(FieldType::Phone, "call me"), Err(Reason::NotAPhone));
    assert_eq!(typed(FieldType::Url, "javascript:alert(1)"), Err(Reason::NotAUrl));
    assert_eq!(typed(FieldType::Info, "x"), Ok(None));
}

#[test]
fn i16_dates_of_odd_years_are_no_dates() {
    for text in ["0000-01-01", "0001-01-01", "10000-01-01", "+2026-01-01", "-2026-01-01", "2026-1-1x", "99999999-01-01"]
    {
        assert_eq!(typed(FieldType::Date { min: None, max: None }, text), Err(Reason::NotADate), "{text}");
    }
}

#[test]
fn i10_of_a_repeated_name_only_choices_take_all() {
    let fields = [field("t", text()), field("c", FieldType::Choices(choices(&["a", "b", "c"])))];
    let raw = BTreeMap::from([
        ("t".to_owned(), vec!["first".to_owned(), "second".to_owned()]),
        ("c".to_owned(), ["c", "a", "c"].map(str::to_owned).to_vec()),
    ]);
    let (read, faults) = Form::read_fields(&fields, &raw, &environment());
    assert_eq!(faults, []);
    assert_eq!(read, answers(&[("t", word("first")), ("c", Value::List(vec!["a".into(), "c".into()]))]));
    assert_eq!(as_sent(&read, environment().zone)["c"], ["a", "c"]);
}

#[test]
fn the_fields_own_words_speak_of_its_pattern_or_else_of_its_type() {
    let says = |field_type: FieldType, typed: &str| {
        let fields = [Field { error: Some(Text::from("Own words.")), ..field("f", field_type) }];
        Form::read_fields(&fields, &sent(&[("f", typed)]), &environment()).1[0].reason.clone()
    };
    let own = Reason::Invalid(Some(Text::from("Own words.")));
    assert_eq!(says(FieldType::Text { max: 3, pattern: Pattern::whole("a").ok() }, "b"), own);
    assert_eq!(says(FieldType::Text { max: 3, pattern: Pattern::whole("a").ok() }, "aaaa"), Reason::TooLong { max: 3 });
    assert_eq!(says(FieldType::Email, "b"), own);
    assert_eq!(says(FieldType::Email, ""), Reason::Required);
}

mod groups;
mod reopened;
mod slots;
mod types;
