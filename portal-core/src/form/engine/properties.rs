//! What holds of every form and whatever is sent to it.

mod walker;

use std::borrow::Cow;

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use self::walker::Walker;
use super::{
    FieldFault, Form, RawAnswers, Reason, ShownField, as_sent,
    tests::{choices, environment, field, step, text},
};
use crate::{
    booking::Opening,
    definition::{
        Cases, Condition, Step,
        condition::{Lookup, Scope, Type},
    },
    form::{
        Address, Answers, Appointment, Attachment, Environment, Field, FieldType, Group, Options, Person, Requirement,
        Value,
    },
    id::{AccountId, BlobId, Id},
    identity::Side,
};

/// What a random field is made of: type, what it asks of an earlier field, whether it must be answered.
type Seed = (u8, Option<prop::sample::Index>, bool);

fn field_type(kind: u8) -> (FieldType, Type) {
    let options = || choices(&["a", "b", "c"]);
    let ids = || ["a", "b", "c"].map(Id::from).to_vec();
    match kind {
        0 => (text(), Type::Text),
        1 => (FieldType::Integer { min: Some(0.into()), max: Some(99.into()), unit: None }, Type::Number),
        2 => (FieldType::Money { min: None, max: None, currency: "EUR".into() }, Type::Number),
        3 => (FieldType::Date { min: None, max: None }, Type::Date),
        4 => (FieldType::Choice(options()), Type::Choice(ids())),
        5 => (FieldType::Choices(options()), Type::Choices(ids())),
        6 => (FieldType::YesNo, Type::Bool),
        7 => (FieldType::Document { kind: "a".into(), max: 2 }, Type::Files),
        8 => (FieldType::Email, Type::Text),
        9 => (FieldType::DateTime { min: None, max: None }, Type::Time),
        10 => (FieldType::Address, Type::Address),
        11 => (FieldType::Person { side: Side::Client }, Type::Person(Side::Client)),
        12 => (FieldType::Group(group()), Type::Any),
        13 => (FieldType::Stop, Type::Any),
        14 => (FieldType::Confirm, Type::Bool),
        15 => (FieldType::Choice(Options { other: true, ..options() }), Type::Choice(ids())),
        16 => (FieldType::Slot { of: Cases::always("visit".into()) }, Type::Time),
        _ => (FieldType::LongText { max: 50 }, Type::Text),
    }
}

/// Rows with a field that another brings up, a computed one, and rows of their own.
fn group() -> Group {
    let integer = || FieldType::Integer { min: Some(0.into()), max: Some(99.into()), unit: None };
    let row = Scope::new().with("quantity", Type::Number);
    let parse = |source: &str, is: Type| Some(Condition::parse(source, &row, is).expect("a sound condition"));
    let optional = |field: Field| Field { required: Requirement::Never, ..field };
    let mut note = field("note", text());
    note.show_when = parse("quantity > 50", Type::Bool);
    let twice = Field { value: parse("quantity * 2", Type::Number), ..optional(field("twice", integer())) };
    let parts = Group { row: "Part".into(), min: 0, max: 3, fields: vec![field("part", text())] };
    let parts = optional(field("parts", FieldType::Group(parts)));
    Group { row: "Row".into(), min: 0, max: 3, fields: vec![field("quantity", integer()), note, twice, parts] }
}

/// A condition on a field of a type, true of about half of what is answered.
fn question(id: &Id, is: &Type) -> String {
    match is {
        Type::Number => format!("{id} > 50"),
        Type::Date => format!("{id} > today"),
        Type::Choice(_) => format!("{id} == \"a\""),
        Type::Choices(_) => format!("\"a\" in {id}"),
        Type::Bool => format!("!{id}"),
        Type::Text => format!("size({id}) > 3"),
        _ => format!("has({id})"),
    }
}

fn form() -> impl Strategy<Value = Vec<Step>> {
    let seed = (0u8..19, proptest::option::of(any::<prop::sample::Index>()), any::<bool>());
    let steps =
        proptest::collection::vec((proptest::collection::vec(seed, 1..5), any::<Option<prop::sample::Index>>()), 1..5);
    steps.prop_map(|steps| build(&steps))
}

fn build(seeds: &[(Vec<Seed>, Option<prop::sample::Index>)]) -> Vec<Step> {
    let mut scope = Scope::new();
    let mut earlier: Vec<(Id, Type)> = Vec::new();
    let mut steps = Vec::new();
    let ask = |on: Option<prop::sample::Index>, earlier: &[(Id, Type)], scope: &Scope| {
        let (id, is) = earlier.get(on?.index(earlier.len().max(1)))?;
        Some(Condition::parse(&question(id, is), scope, Type::Bool).expect("a sound condition"))
    };
    for (place, (fields, on)) in seeds.iter().enumerate() {
        let show_when = ask(*on, &earlier, &scope);
        let mut made: Vec<Field> = Vec::new();
        for (kind, on, required) in fields {
            let (field_type, is) = field_type(*kind);
            let id = Id::from(format!("f{}", earlier.len()));
            let mut field = field(id.as_str(), field_type);
            field.show_when = ask(*on, &earlier, &scope);
            field.required = if *required { Requirement::Always } else { Requirement::Never };
            // A stop for everybody is refused at load.
            if matches!(field.field_type, FieldType::Stop) && field.show_when.is_none() {
                continue;
            }
            // What is computed counts something that was asked before.
            if let (18, Some((before, Type::Text))) = (kind, earlier.last()) {
                let count = format!("size({before})");
                field = Field {
                    value: Some(Condition::parse(&count, &scope, Type::Number).expect("a sound condition")),
                    required: Requirement::Never,
                    ..super::tests::field(id.as_str(), FieldType::Integer { min: None, max: None, unit: None })
                };
                scope.add(id.as_str(), Type::Number);
                earlier.push((id, Type::Number));
                made.push(field);
                continue;
            }
            scope.add(id.as_str(), is.clone());
            earlier.push((id, is));
            made.push(field);
        }
        let mut step = step(&format!("s{place}"), made);
        step.show_when = show_when;
        steps.push(step);
    }
    steps
}

fn file(n: u8) -> Attachment {
    let blob = BlobId(uuid::Uuid::from_u128(n.into()));
    Attachment { blob, name: "a.pdf".into(), size: 1, media_type: "application/pdf".into() }
}

/// A valid answer for a type.
fn valid(field_type: &FieldType, n: u8) -> Value {
    let option = ["a", "b", "c"][usize::from(n % 3)].to_owned();
    match field_type {
        FieldType::Integer { .. } => Value::Number((n % 100).into()),
        FieldType::Money { .. } => Value::Number(Decimal::new(i64::from(n) * 77, 2)),
        FieldType::Date { .. } => Value::Date(NaiveDate::from_ymd_opt(2020 + i32::from(n % 12), 5, 5).expect("a date")),
        FieldType::Choice(_) => Value::Text(option),
        FieldType::Choices(_) => Value::List(vec![option]),
        FieldType::YesNo => Value::Bool(n.is_multiple_of(2)),
        FieldType::Confirm => Value::Bool(true),
        FieldType::DateTime { .. } => {
            Value::Time(chrono::DateTime::from_timestamp(1_700_000_040 + i64::from(n) * 60, 0).expect("a moment"))
        }
        FieldType::Person { .. } => Value::Person(somebody()),
        FieldType::Slot { .. } => Value::Slot(appointment(n)),
        FieldType::Document { .. } => Value::Files(vec![file(n)]),
        FieldType::Email => Value::Text(format!("a{n}@b.example")),
        _ => Value::Text("x".repeat(1 + usize::from(n % 8))),
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        prop_oneof![Just("a".to_owned()), any::<String>()].prop_map(Value::Text),
        any::<i32>().prop_map(|number| Value::Number(number.into())),
        Just(Value::Date(NaiveDate::from_ymd_opt(2030, 1, 1).expect("a date"))),
        proptest::collection::vec(proptest::sample::select(vec!["a".to_owned(), "z".to_owned()]), 0..3)
            .prop_map(Value::List),
        Just(Value::Files(vec![file(1)])),
        Just(Value::Address(Address { city: "Lille".into(), ..Address::default() })),
        Just(Value::Person(somebody())),
        (0u8..9).prop_map(|n| Value::Slot(appointment(n))),
        any::<u8>().prop_map(|n| {
            let row = Answers::from(
                [("quantity", n.into()), ("note", 1.into()), ("twice", 0.into())]
                    .map(|(id, n)| (Id::from(id), Value::Number(n))),
            );
            Value::Rows(vec![row, Answers::new()])
        }),
    ]
}

fn any_answers() -> impl Strategy<Value = Answers> {
    proptest::collection::vec((0u8..20, any_value()), 0..20)
        .prop_map(|pairs| pairs.into_iter().map(|(n, value)| (Id::from(format!("f{n}")), value)).collect())
}

fn any_raw() -> impl Strategy<Value = RawAnswers> {
    let typed = prop_oneof![
        proptest::sample::select(vec!["a", "b", "60", "1 200,50", "2026-05-05", "yes", "no", ""])
            .prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::btree_map(
        (0u8..20).prop_map(|n| format!("f{n}")),
        proptest::collection::vec(typed, 0..3),
        0..20,
    )
}

/// Answers alone, written apart from the engine.
struct Plain<'a>(&'a Answers, &'a Environment);

impl Lookup for Plain<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.0.get(name).map(Cow::Borrowed)
    }
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.1.now
    }
    fn today(&self) -> NaiveDate {
        self.1.today
    }
    fn times_in(&self, _: &str) -> u32 {
        0
    }
}

/// Whether every answer stands in a shown field of a shown step.
fn all_shown(steps: &[Step], answers: &Answers, environment: &Environment) -> bool {
    let holds = |when: &Option<Condition>| when.as_ref().is_none_or(|when| when.holds(&Plain(answers, environment)));
    answers.keys().all(|id| {
        let mut places =
            steps.iter().filter_map(|step| step.fields.iter().find(|field| field.id == *id).map(|field| (step, field)));
        places.any(|(step, field)| holds(&step.show_when) && holds(&field.show_when))
    })
}

proptest! {
    #[test]
    fn hidden_answers_never_survive_and_settling_twice_changes_nothing(steps in form(), answers in any_answers()) {
        let environment = environment();
        let form = Form::new(&steps, &environment);
        let settled = form.settle(&answers);
        prop_assert!(all_shown(&steps, &settled, &environment));
        prop_assert_eq!(form.settle(&settled), settled);
    }

    #[test]
    fn the_order_in_which_answers_are_kept_changes_nothing(steps in form(), answers in any_answers()) {
        let environment = known();
        let form = Form::new(&steps, &environment);
        let reversed: Answers = answers.iter().rev().map(|(id, value)| (id.clone(), value.clone())).collect();
        prop_assert_eq!(form.settle(&reversed), form.settle(&answers));
        prop_assert_eq!(form.check(&reversed), form.check(&answers));
    }

    #[test]
    fn whatever_is_sent_hidden_answers_never_survive_and_nothing_typed_is_lost(
        steps in form(), before in any_answers(), raw in any_raw(), place in any::<prop::sample::Index>(),
    ) {
        let environment = environment();
        let form = Form::new(&steps, &environment);
        let step = &steps[place.index(steps.len())];
        let read = form.read_step(step, &raw, &before);
        prop_assert!(all_shown(&steps, &read.answers, &environment));
        prop_assert_eq!(form.settle(&read.answers), read.answers.clone());
        for field in step.fields.iter().filter(|field| field.row_fields().is_empty()) {
            prop_assert_eq!(read.typed.get(field.id.as_str()), raw.get(field.id.as_str()));
        }
        prop_assert!(read.faults.iter().all(|fault| fault.step == step.id));
    }

    #[test]
    fn who_answers_only_what_is_shown_comes_to_the_end_or_to_a_stop(steps in form(), luck in proptest::collection::vec(any::<u8>(), 16)) {
        let environment = known();
        let form = Form::new(&steps, &environment);
        let mut walker = Walker { luck: &luck, at: 0 };
        let mut answers = form.prefill();
        for step in &steps {
            // As a browser does: look at the page, fill it in, send it, look again at what came up.
            for _ in 0..8 {
                // Files arrive one by one, each on its own: one may bring up the box for the next.
                for _ in 0..step.fields.len() {
                    let page = form.page(step, &answers, &RawAnswers::new());
                    answers.extend(page.iter().filter_map(Walker::attached));
                }
                let page = form.page(step, &answers, &RawAnswers::new());
                let raw = walker.filled_in(&page);
                let read = form.read_step(step, &raw, &answers);
                answers = read.answers;
                if read.revealed.is_empty() {
                    let stopped = |fault: &FieldFault| fault.reason == Reason::Stopped;
                    prop_assert!(read.faults.iter().all(stopped), "{:?}", read.faults);
                    break;
                }
            }
        }
        let faults = form.check(&answers);
        let will_do = if faults.is_empty() { Ok(form.settle(&answers)) } else { Err(faults.clone()) };
        prop_assert_eq!(form.validate(&answers).map(Cow::into_owned), will_do);
        let stops = form.shown_steps(&answers).into_iter().flat_map(|step| form.shown_fields(step, &answers));
        let stops = stops.filter(|field| matches!(field.field_type, FieldType::Stop)).count();
        prop_assert_eq!(faults.iter().filter(|fault| fault.reason == Reason::Stopped).count(), stops);
        prop_assert_eq!(faults.len(), stops, "{:?}", faults);
        prop_assert_eq!(form.settle(&answers), answers.clone());
        for step in form.shown_steps(&answers) {
            let read = form.read_step(step, &as_sent(&answers, environment.zone), &answers);
            prop_assert_eq!(read.answers, answers.clone(), "what is shown again and sent again stays");
        }
    }

    #[test]
    fn the_page_shows_what_the_server_keeps(steps in form(), answers in any_answers()) {
        let environment = known();
        let form = Form::new(&steps, &environment);
        let settled = form.settle(&answers);
        let reasons = |answers| form.check(answers).into_iter().map(|fault| fault.reason).collect::<Vec<_>>();
        prop_assert_eq!(reasons(&answers), reasons(&settled), "what is hidden does not count");
        let mut shown = Vec::new();
        for step in &steps {
            places(&form.page(step, &answers, &RawAnswers::new()), &mut shown);
        }
        let mut kept = Vec::new();
        answered(&settled, "", &mut kept);
        prop_assert!(kept.iter().all(|place| shown.contains(place)), "{:?} of {:?}", kept, shown);
        for fault in form.check(&answers).iter().filter(|fault| fault.reason == Reason::Required) {
            let whole = |place: &String| fault.field == place.as_str() || fault.field.as_str().starts_with(&format!("{place}."));
            prop_assert!(shown.iter().any(whole), "{:?} is asked and not shown", fault);
        }
    }
}

/// The places of shown fields, those of rows too.
fn places(page: &[ShownField<'_>], found: &mut Vec<String>) {
    for shown in page {
        found.push(shown.place.to_string());
        shown.rows.iter().for_each(|row| places(&row.fields, found));
    }
}

/// The places of answers, those of rows too, without own words.
fn answered(answers: &Answers, prefix: &str, found: &mut Vec<String>) {
    for (id, value) in answers.iter().filter(|(id, _)| !id.as_str().contains('.')) {
        found.push(format!("{prefix}{id}"));
        if let Value::Rows(rows) = value {
            let row = |(number, row)| answered(row, &format!("{prefix}{id}.{number}."), found);
            rows.iter().enumerate().for_each(row);
        }
    }
}

fn somebody() -> Person {
    Person { account: AccountId(uuid::Uuid::from_u128(1)), name: "Claire".into() }
}

/// One of three times.
fn appointment(n: u8) -> Appointment {
    let Opening { starts, ends, .. } = openings()[usize::from(n % 3)];
    Appointment { slot: "visit".into(), starts, ends }
}

fn openings() -> Vec<Opening> {
    let start = |n: i64| chrono::DateTime::from_timestamp(1_800_000_000 + n * 3_600, 0).expect("a moment");
    (0..3).map(|n| Opening { starts: start(n), ends: start(n + 1), left: 1 }).collect()
}

/// What is known, with somebody and some times to choose.
fn known() -> Environment {
    let people = Some(vec![(Side::Client, somebody())]);
    Environment { people, openings: Some([("visit".into(), openings())].into()), ..environment() }
}
