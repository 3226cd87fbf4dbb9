//! What conditions mean, by example and by property.

mod rows;

use std::{borrow::Cow, collections::BTreeMap};

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;

use super::{CODES, Condition, ConditionFault, Lookup, Scope, Type};
use crate::{form::Value, id::Id};

struct Given(BTreeMap<&'static str, Value>);

impl Lookup for Given {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.0.get(name).map(Cow::Borrowed)
    }
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_770_000_000, 0).expect("a moment of February 2026")
    }
    fn today(&self) -> NaiveDate {
        day("2026-02-02")
    }
    fn times_in(&self, status: &str) -> u32 {
        if status == "proposal" { 3 } else { 0 }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn options(ids: &[&str]) -> Vec<Id> {
    ids.iter().map(|id| Id::from(*id)).collect()
}

fn scope() -> Scope {
    Scope::new()
        .with("budget", Type::Number)
        .with("empty", Type::Number)
        .with("subject", Type::Text)
        .with("kind", Type::Choice(options(&["new", "change"])))
        .with("kinds", Type::Choices(options(&["web", "print"])))
        .with("urgent", Type::Bool)
        .with("unsure", Type::Bool)
        .with("from_day", Type::Date)
        .with("brief", Type::Files)
        .with("items", rows::group("n", Type::Number))
        .with("account.role", Type::Text)
        .with("request.created", Type::Time)
        .with_statuses(["received", "proposal"])
}

fn given() -> Given {
    Given(BTreeMap::from([
        ("budget", Value::Number(5000.into())),
        ("subject", Value::Text("Website ABC-12".into())),
        ("kind", Value::Text("new".into())),
        ("kinds", Value::List(vec!["web".into()])),
        ("urgent", Value::Bool(true)),
        ("from_day", Value::Date(day("2026-02-05"))),
        ("items", Value::Rows(vec![[("n".into(), Value::Number(7.into()))].into(), [].into()])),
        ("account.role", Value::Text("client_user".into())),
        ("request.created", Value::Time(DateTime::from_timestamp(1_769_000_000, 0).expect("a moment"))),
    ]))
}

fn value(source: &str) -> Value {
    Condition::parse(source, &scope(), Type::Any).expect(source).value(&given())
}

fn faults(source: &str, expected: Type) -> Vec<ConditionFault> {
    Condition::parse(source, &scope(), expected).expect_err(source)
}

#[test]
fn given_answers_when_a_condition_holds_then_it_is_true() {
    for source in [
        "budget >= 5000 && account.role == \"client_user\"",
        "budget / 3 * 3 > 4999.99",
        "!urgent || kind == 'new'",
        "kind in [\"new\", \"change\"]",
        "\"web\" in kinds && !(\"print\" in kinds)",
        "size(kinds) == 1 && size(subject) == 14",
        "has(subject) && !has(empty)",
        "subject.matches(\"^[A-Z][a-z]+ \\w{3}-\\d+$\") && subject.contains(\"ABC\") && subject.startsWith(\"Web\")",
        "from_day == today + days(3) && from_day - today > hours(71)",
        "from_day > date(\"2026-02-04\") && now > request.created + hours(24)",
        "times_in(\"proposal\") > 2 && times_in(\"received\") == 0",
        "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && -1 < 0 && 10 - 3 - 2 == 5",
        "0.1 + 0.2 == 0.3",
        "budget > 1000 ? urgent : false",
        "subject + \"!\" == \"Website ABC-12!\"",
        "budget in [1, 5000]",
        "true || false && false",
    ] {
        assert_eq!(value(source), Value::Bool(true), "{source}");
    }
}

#[test]
fn given_nothing_answered_when_it_is_asked_then_it_is_null_false_or_zero() {
    for (source, expected) in [
        ("empty == null", Value::Bool(true)),
        ("empty != null", Value::Bool(false)),
        ("empty < 5", Value::Bool(false)),
        ("empty >= 5", Value::Bool(false)),
        ("empty + 1", Value::Null),
        ("empty in [1]", Value::Bool(false)),
        ("size(brief)", Value::Number(0.into())),
        ("unsure", Value::Null),
        ("!unsure", Value::Bool(true)),
        ("unsure == false", Value::Bool(true)),
        ("unsure == null", Value::Bool(true)),
        ("unsure ? 1 : 2", Value::Number(2.into())),
        ("days(empty) == null", Value::Bool(true)),
    ] {
        assert_eq!(value(source), expected, "{source}");
    }
    assert!(!Condition::parse("unsure", &scope(), Type::Bool).expect("parses").holds(&given()));
}

#[test]
fn given_an_overflow_or_a_division_by_zero_then_the_value_is_null() {
    let big = "79228162514264337593543950335";
    for source in [format!("{big} + 1"), format!("{big} * {big}"), "1 / 0".into(), "today + days(99999999999)".into()] {
        assert_eq!(value(&source), Value::Null, "{source}");
    }
    let doubled = "subject".to_owned() + &" + subject".repeat(40);
    let long = Given(BTreeMap::from([("subject", Value::Text("a".repeat(5_000)))]));
    assert_eq!(Condition::parse(&doubled, &scope(), Type::Text).expect("parses").value(&long), Value::Null);
}

#[test]
fn given_a_fault_then_its_code_place_and_remedy_are_told() {
    for (source, expected, code, span, help) in [
        ("bugdet > 1", Type::Bool, "PC005", 0..6, "budget"),
        ("account == null", Type::Bool, "PC005", 0..7, "account.role"),
        ("sise(kinds) > 1", Type::Bool, "PC006", 0..4, "size"),
        ("contains(subject)", Type::Bool, "PC006", 0..8, "x.contains"),
        ("subject.startWith(\"a\")", Type::Bool, "PC006", 8..17, "startsWith"),
        ("size(kinds, 2) > 1", Type::Bool, "PC007", 0..14, "one value"),
        ("size(budget) > 1", Type::Bool, "PC007", 5..11, "another"),
        ("has(1)", Type::Bool, "PC007", 4..5, "has(field)"),
        ("from_day > date(\"2026-02-30\")", Type::Bool, "PC007", 16..28, "2026-01-31"),
        ("budget == \"5\"", Type::Bool, "PC008", 0..13, "quotes"),
        ("kinds == \"web\"", Type::Bool, "PC008", 0..14, "in"),
        ("from_day < now", Type::Bool, "PC008", 0..14, "today"),
        ("budget < null", Type::Bool, "PC008", 0..13, "has"),
        ("kind == \"nwe\"", Type::Bool, "PC009", 8..13, "\"new\""),
        ("kind in [\"new\", \"old\"]", Type::Bool, "PC009", 16..21, "change"),
        ("\"radio\" in kinds", Type::Bool, "PC009", 0..7, "print"),
        ("budget", Type::Bool, "PC010", 0..6, "Compare"),
        ("budget > 1 ? \"new\" : \"odl\"", Type::Choice(options(&["new", "old"])), "PC009", 21..26, "\"old\""),
        ("subject.matches(\"[\")", Type::Bool, "PC011", 16..19, "backslash"),
        ("times_in(\"propsal\") > 1", Type::Bool, "PC012", 0..19, "proposal"),
        ("urgent && budget", Type::Bool, "PC013", 10..16, "Compare"),
        ("from_day + 3 > today", Type::Bool, "PC013", 0..12, "days(3)"),
        ("budget = 1", Type::Bool, "PC003", 7..8, "=="),
        ("urgent and unsure", Type::Bool, "PC004", 7..10, "&&"),
        ("subject == \"a", Type::Bool, "PC003", 11..13, "End"),
        ("(budget > 1", Type::Bool, "PC004", 11..11, "missing"),
        ("", Type::Bool, "PC004", 0..0, "missing"),
        ("a > 1 > 2", Type::Bool, "PC005", 0..1, "Known"),
    ] {
        let found = faults(source, expected);
        assert_eq!((found[0].code, found[0].span.clone()), (code, span), "{source}: {found:?}");
        assert!(found[0].help.contains(help), "{source}: {}", found[0].help);
        assert!(CODES.iter().any(|(known, _)| *known == code));
    }
}

#[test]
fn all_faults_of_meaning_are_told_at_once() {
    assert_eq!(faults("a > 1 && b > 2 && kind == \"c\"", Type::Bool).len(), 3);
}

#[test]
fn times_in_is_a_fault_where_no_request_exists() {
    let found = Condition::parse("times_in(\"received\") > 1", &Scope::new(), Type::Bool).expect_err("no statuses");
    assert_eq!(found[0].code, "PC012");
}

#[test]
fn length_and_depth_are_bounded() {
    assert_eq!(faults(&"a".repeat(501), Type::Bool)[0].code, "PC001");
    let nested = |levels: usize| format!("{}urgent{}", "(".repeat(levels), ")".repeat(levels));
    assert!(Condition::parse(&nested(16), &scope(), Type::Bool).is_ok());
    assert_eq!(faults(&nested(17), Type::Bool)[0].code, "PC002");
    assert_eq!(faults(&("!".repeat(17) + "urgent"), Type::Bool)[0].code, "PC002");
    assert_eq!(faults(&"true?1:".repeat(40), Type::Bool)[0].code, "PC002");
    assert!(Condition::parse(&("urgent".to_owned() + &"||urgent".repeat(60)), &scope(), Type::Bool).is_ok());
}

#[test]
fn names_are_those_it_uses() {
    let condition =
        Condition::parse("budget > 1 && account.role != \"a\" && budget < 9 && today > from_day", &scope(), Type::Bool);
    let names: Vec<String> = condition.expect("parses").names().into_iter().collect();
    assert_eq!(names, ["account.role", "budget", "from_day"]);
}

/// Random text made of the words of the language.
fn wordy() -> impl Strategy<Value = String> {
    let words = [
        "budget",
        "empty",
        "subject",
        "kind",
        "kinds",
        "urgent",
        "from_day",
        "brief",
        "account.role",
        "today",
        "now",
        "request.created",
        "null",
        "true",
        "false",
        "1",
        "0",
        "2.50",
        "79228162514264337593543950335",
        "\"new\"",
        "\"a\"",
        "==",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "&&",
        "||",
        "!",
        "+",
        "-",
        "*",
        "/",
        "?",
        ":",
        "(",
        ")",
        "[",
        "]",
        ",",
        "in",
        "size(",
        "has(",
        "days(",
        "hours(",
        "date(\"2026-01-31\")",
        "times_in(\"proposal\")",
        ".matches(\"a+\")",
        ".contains(",
        ".startsWith(",
        "items",
        ".exists(i,",
        ".all(i,",
        ".sum(i,",
        "i",
        "i.n",
        "i.parts",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..24).prop_map(|words| words.join(" "))
}

/// Random expressions that mostly parse.
fn sound() -> impl Strategy<Value = String> {
    let leaf = proptest::sample::select(vec![
        "budget",
        "empty",
        "subject",
        "kind",
        "kinds",
        "urgent",
        "from_day",
        "now",
        "today",
        "null",
        "1",
        "0.5",
        "\"new\"",
        "79228162514264337593543950335",
        "brief",
        "items",
        "i.n",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(5, 40, 3, |inner| {
        let pair = (
            inner.clone(),
            proptest::sample::select(vec!["==", "<", "&&", "||", "+", "-", "*", "/", "in"]),
            inner.clone(),
        );
        prop_oneof![
            pair.prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            inner.clone().prop_map(|part| format!("!{part}")),
            inner.clone().prop_map(|part| format!("-{part}")),
            inner.clone().prop_map(|part| format!("days({part})")),
            inner.clone().prop_map(|part| format!("size({part})")),
            (proptest::sample::select(vec!["exists", "all", "sum"]), inner.clone())
                .prop_map(|(how, body)| format!("items.{how}(i, {body})")),
            (inner.clone(), inner.clone(), inner)
                .prop_map(|(when, then, other)| format!("({when} ? {then} : {other})")),
        ]
    })
}

proptest! {
    #[test]
    fn i17_the_parser_never_panics_on_any_text(text in any::<String>()) {
        let _ = Condition::parse(&text, &scope(), Type::Bool);
    }

    #[test]
    fn i17_words_of_the_language_never_panic_and_faults_stay_inside_the_source(text in wordy()) {
        match Condition::parse(&text, &scope(), Type::Any) {
            Ok(condition) => drop(condition.value(&given())),
            Err(found) => for fault in found {
                prop_assert!(fault.span.start <= fault.span.end && fault.span.end <= text.chars().count());
                prop_assert!(!fault.message.is_empty() && !fault.help.is_empty());
            }
        }
    }

    #[test]
    fn i17_evaluation_never_panics_whatever_the_names_hold(text in sound(), number in any::<i64>(), word in any::<String>()) {
        if let Ok(condition) = Condition::parse(&text, &scope(), Type::Any) {
            condition.value(&given());
            condition.value(&Given(BTreeMap::new()));
            let odd = [("budget", Value::Number(number.into())), ("subject", Value::Text(word.clone())),
                       ("kind", Value::Number(number.into())), ("urgent", Value::Text(word))];
            condition.value(&Given(BTreeMap::from(odd)));
        }
    }
}
