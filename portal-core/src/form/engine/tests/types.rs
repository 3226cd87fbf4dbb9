//! Moments, addresses, people, stops, own words, what is locked and what is computed.

use super::*;
use crate::{
    form::{Address, Person},
    id::AccountId,
    identity::Side,
};

fn moment(text: &str) -> Value {
    Value::Time(DateTime::parse_from_rfc3339(text).expect("a moment").to_utc())
}

fn reasons(form: &Form<'_>, whole: &Answers) -> Vec<(String, Reason)> {
    form.check(whole).into_iter().map(|fault| (fault.field.to_string(), fault.reason)).collect()
}

fn claire() -> Person {
    Person { account: AccountId(uuid::Uuid::from_u128(1)), name: "Claire Martin".into() }
}

fn with_people() -> Environment {
    let tom = Person { account: AccountId(uuid::Uuid::from_u128(2)), name: "Tom Weber".into() };
    Environment { people: Some(vec![(Side::Client, claire()), (Side::Team, tom)]), ..environment() }
}

#[test]
fn a_moment_is_typed_on_the_portals_clocks_or_with_its_own_offset() {
    let kind = || FieldType::DateTime { min: None, max: None };
    assert_eq!(typed(kind(), "2026-07-01T09:30"), Ok(Some(moment("2026-07-01T07:30:00Z"))));
    assert_eq!(typed(kind(), "2026-01-01 09:30"), Ok(Some(moment("2026-01-01T08:30:00Z"))));
    assert_eq!(typed(kind(), "2026-01-01T09:30:00-05:00"), Ok(Some(moment("2026-01-01T14:30:00Z"))));
    assert_eq!(as_typed(&moment("2026-07-01T07:30:00Z"), environment().zone), "2026-07-01T09:30");
    for wrong in ["2026-03-29T02:30", "2026-07-01", "tomorrow", "2026-07-01T25:00", "0001-01-01T00:00"] {
        assert_eq!(typed(kind(), wrong), Err(Reason::NotATime), "{wrong}");
    }
    let twice = typed(kind(), "2026-10-25T02:30");
    assert_eq!(twice, Ok(Some(moment("2026-10-25T00:30:00Z"))), "of two that look alike, the earlier");
    let early = FieldType::DateTime { min: Some(condition("now", Type::Time)), max: None };
    assert_eq!(typed(early, "2026-01-01T09:30"), Err(Reason::TooSoon { min: environment().now }));
}

#[test]
fn an_address_is_one_answer_whose_parts_are_asked_one_by_one() {
    let steps = [step("s", vec![field("site", FieldType::Address)])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let raw =
        sent(&[("site.street", " 1, rue Haute\r\n Bâtiment B "), ("site.city", "Lille"), ("site.country", "France")]);
    let read = form.read_step(&steps[0], &raw, &Answers::new());
    assert_eq!(read.faults, [], "some countries have no postal codes");
    let Value::Address(address) = &read.answers["site"] else { panic!("an address") };
    assert_eq!(address.lines(), ["1, rue Haute", " Bâtiment B", "Lille", "France"]);
    let half = form.read_step(&steps[0], &sent(&[("site.city", "Lille")]), &Answers::new());
    let places: Vec<_> = half.faults.iter().map(|fault| (fault.field.as_str(), &fault.reason)).collect();
    assert_eq!(places, [("site.street", &Reason::Required), ("site.country", &Reason::Required)]);
    let none = form.read_step(&steps[0], &sent(&[("site.city", " ")]), &Answers::new());
    assert_eq!(none.faults[0].field, "site");
    assert_eq!(as_sent(&read.answers, environment.zone)["site.city"], ["Lille"]);
}

#[test]
fn conditions_know_the_parts_of_an_address_and_somebodys_own_words() {
    let mut pick = choices(&["a"]);
    pick.other = true;
    let mut vat = field("vat", text());
    let scope = Scope::new().with("site.country", Type::Text).with("pick.other", Type::Text);
    let when = "site.country == \"France\" && pick.other == \"b\"";
    vat.show_when = Some(Condition::parse(when, &scope, Type::Bool).expect("sound"));
    let steps = [step("s", vec![field("site", FieldType::Address), field("pick", FieldType::Choice(pick)), vat])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let site = Address { country: "France".into(), ..Address::default() };
    let mut whole = answers(&[("site", Value::Address(site)), ("pick", word("other")), ("pick.other", word("b"))]);
    assert_eq!(form.shown_fields(&steps[0], &whole).len(), 3);
    whole.insert("pick".into(), word("a"));
    assert_eq!(form.shown_fields(&steps[0], &whole).len(), 2);
    assert!(!form.settle(&whole).contains_key("pick.other"), "own words stay only with `other`");
}

#[test]
fn who_answers_other_says_what() {
    let mut options = choices(&["a", "b"]);
    options.other = true;
    let steps = [step("s", vec![field("pick", FieldType::Choices(options))])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let raw = BTreeMap::from([("pick".to_owned(), vec!["other".to_owned(), "b".to_owned()])]);
    let read = form.read_step(&steps[0], &raw, &Answers::new());
    assert_eq!(read.faults[0].field, "pick.other");
    assert_eq!(read.faults[0].reason, Reason::Required);
    let raw = BTreeMap::from([
        ("pick".to_owned(), vec!["other".to_owned(), "b".to_owned()]),
        ("pick.other".to_owned(), vec![" mine ".to_owned()]),
    ]);
    let read = form.read_step(&steps[0], &raw, &Answers::new());
    assert_eq!(read.faults, []);
    assert_eq!(read.answers["pick"], Value::List(vec!["b".into(), "other".into()]));
    assert_eq!(read.answers["pick.other"], word("mine"));
}

#[test]
fn options_come_from_an_attribute_and_stay_where_it_is_not_known() {
    let options = Options { from: Some("host.contracts".into()), ..Options::default() };
    let steps = [step("s", vec![field("contract", FieldType::Choice(options))])];
    let mut environment = environment();
    let kept = answers(&[("contract", word("C-1"))]);
    assert_eq!(reasons(&Form::new(&steps, &environment), &kept), []);
    environment.facts.insert("host.contracts".into(), Value::List(vec!["C-2".into()]));
    let form = Form::new(&steps, &environment);
    assert_eq!(reasons(&form, &kept), [("contract".to_owned(), Reason::Required)]);
    let read = form.read_step(&steps[0], &sent(&[("contract", "C-2")]), &kept);
    assert_eq!(read.answers["contract"], word("C-2"));
    assert_eq!(form.page(&steps[0], &kept, &RawAnswers::new())[0].options[0].id(), "C-2");
}

#[test]
fn a_person_is_one_of_those_of_their_side() {
    let steps = [step("s", vec![field("trainee", FieldType::Person { side: Side::Client })])];
    let environment = with_people();
    let form = Form::new(&steps, &environment);
    let send =
        |account: AccountId| form.read_step(&steps[0], &sent(&[("trainee", &account.to_string())]), &Answers::new());
    assert_eq!(send(claire().account).answers["trainee"], Value::Person(claire()));
    let other = send(AccountId(uuid::Uuid::from_u128(2)));
    assert_eq!(other.faults[0].reason, Reason::NotAnOption);
    let gone = Person { account: AccountId(uuid::Uuid::from_u128(9)), name: "Gone".into() };
    let kept = answers(&[("trainee", Value::Person(gone))]);
    assert_eq!(reasons(&form, &kept), [("trainee".to_owned(), Reason::Required)]);
}

#[test]
fn after_a_stop_nothing_is_asked_and_nothing_can_be_sent() {
    let mut small = field("small", FieldType::Stop);
    small.show_when = Some(when("budget < 500"));
    let number = FieldType::Integer { min: None, max: None, unit: None };
    let steps = [
        step("one", vec![field("budget", number), small, field("subject", text())]),
        step("two", vec![field("contract", text())]),
    ];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let read = form.read_step(&steps[0], &sent(&[("budget", "10"), ("subject", "a")]), &Answers::new());
    assert_eq!(read.answers, answers(&[("budget", Value::Number(10.into()))]));
    assert_eq!(read.faults[0].reason, Reason::Stopped);
    assert_eq!(form.shown_steps(&read.answers).len(), 1);
    assert_eq!(reasons(&form, &read.answers), [("small".to_owned(), Reason::Stopped)]);
    let enough = form.read_step(&steps[0], &sent(&[("budget", "1000"), ("subject", "a")]), &read.answers);
    assert_eq!(enough.answers.len(), 2);
    assert_eq!(form.shown_steps(&enough.answers).len(), 2);
}

#[test]
fn a_locked_answer_stays_whatever_is_sent() {
    let mut email = field("email", FieldType::Email);
    email.prefill = Some(condition("account.email", Type::Text));
    email.locked = true;
    let steps = [step("s", vec![email])];
    let mut environment = environment();
    let form = Form::new(&steps, &environment);
    let read = form.read_step(&steps[0], &sent(&[("email", "mallory@evil.example")]), &form.prefill());
    assert_eq!(read.answers["email"], word("claire@alpha.example"));
    assert!(form.page(&steps[0], &read.answers, &RawAnswers::new())[0].locked);
    assert_eq!(form.settle(&answers(&[("email", word("x@y"))]))["email"], word("claire@alpha.example"));
    environment.facts.clear();
    let form = Form::new(&steps, &environment);
    let read = form.read_step(&steps[0], &sent(&[("email", "own@alpha.example")]), &Answers::new());
    assert_eq!(read.answers["email"], word("own@alpha.example"), "where nothing is known it is asked");
}

#[test]
fn what_is_computed_is_never_asked_and_never_taken_from_what_is_sent() {
    let money = || FieldType::Money { min: None, max: None, currency: "EUR".into() };
    let mut tax = field("tax", money());
    tax.value = Some(condition("budget * 0.196", Type::Number));
    let steps = [step("s", vec![field("budget", money()), tax])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let read = form.read_step(&steps[0], &sent(&[("budget", "10.13"), ("tax", "1")]), &Answers::new());
    assert_eq!(read.faults, []);
    assert_eq!(read.answers["tax"], Value::Number(Decimal::new(199, 2)), "1.98548, half away from zero");
    let forged = answers(&[("budget", Value::Number(100.into())), ("tax", Value::Number(0.into()))]);
    assert_eq!(form.settle(&forged)["tax"], Value::Number(Decimal::new(1960, 2)));
    assert_eq!(form.settle(&Answers::new()), Answers::new(), "without its parts it is nothing");
}
