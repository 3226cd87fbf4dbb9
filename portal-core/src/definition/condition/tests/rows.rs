//! Questions about the rows of groups.

use super::{
    super::{MAX_STEPS, Row, Scope, Type},
    Condition, Given, faults,
};
use crate::form::{Answers, Value};
use std::collections::BTreeMap;

fn row(fields: &[(&str, Type)], most: u32) -> Type {
    Type::Group(Row::new(fields.iter().map(|(name, is)| ((*name).to_owned(), is.clone())), most))
}

/// A group of rows with one field.
pub(super) fn group(field: &str, is: Type) -> Type {
    row(&[(field, is)], 10)
}

fn scope() -> Scope {
    let part = row(&[("name", Type::Text), ("days", Type::Number)], 10);
    let item = [
        ("name", Type::Text),
        ("quantity", Type::Number),
        ("price", Type::Number),
        ("urgent", Type::Bool),
        ("parts", part),
    ];
    Scope::new()
        .with("items", row(&item, 20))
        .with("none", row(&item, 20))
        .with("budget", Type::Number)
        .with("kinds", Type::List)
}

fn answers(fields: &[(&str, Value)]) -> Answers {
    fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()
}

fn number(number: i64) -> Value {
    Value::Number(number.into())
}

fn given() -> Given {
    let text = |text: &str| Value::Text(text.to_owned());
    let part = |name, days: Option<i64>| {
        let mut part = answers(&[("name", text(name))]);
        part.extend(days.map(|days| ("days".into(), number(days))));
        part
    };
    let items = vec![
        answers(&[
            ("name", text("Page")),
            ("quantity", number(5)),
            ("price", number(900)),
            ("parts", Value::Rows(vec![part("draft", Some(2)), part("proof", None)])),
        ]),
        answers(&[("name", text("Logo")), ("quantity", number(1)), ("urgent", Value::Bool(true))]),
        answers(&[("name", text("Font")), ("price", number(50)), ("parts", Value::Rows(vec![part("draft", Some(4))]))]),
    ];
    Given(BTreeMap::from([("items", Value::Rows(items)), ("budget", number(4000))]))
}

fn value(source: &str) -> Value {
    Condition::parse(source, &scope(), Type::Any).expect(source).value(&given())
}

#[test]
fn given_rows_when_they_are_asked_then_each_is_asked_by_its_own_fields() {
    for (source, expected) in [
        ("items.exists(i, i.urgent)", Value::Bool(true)),
        ("items.exists(i, i.price > budget)", Value::Bool(false)),
        ("items.all(i, has(i.name))", Value::Bool(true)),
        ("items.all(i, i.quantity >= 1)", Value::Bool(false)),
        ("items.exists(i, i.price == null)", Value::Bool(true)),
        ("size(items) == 3 && has(items)", Value::Bool(true)),
        ("items.sum(i, i.price)", number(950)),
        ("items.sum(i, i.quantity) * 2 + 1", number(13)),
        ("items.exists(i, i.name.startsWith(\"Lo\") && i.name in [\"Logo\", \"Page\"])", Value::Bool(true)),
    ] {
        assert_eq!(value(source), expected, "{source}");
    }
}

#[test]
fn a_sum_skips_rows_whose_value_is_null() {
    assert_eq!(value("items.sum(i, i.quantity * i.price)"), number(4500));
}

#[test]
fn a_group_without_rows_has_size_0_and_sum_0_and_is_true_of_all_and_of_none() {
    for (source, expected) in [
        ("size(none)", number(0)),
        ("none.sum(i, i.price)", number(0)),
        ("none.exists(i, true)", Value::Bool(false)),
        ("none.all(i, false)", Value::Bool(true)),
        ("none == null && !has(none)", Value::Bool(true)),
    ] {
        assert_eq!(value(source), expected, "{source}");
    }
}

#[test]
fn one_more_level_fits_and_a_body_sees_the_rows_around_it() {
    for (source, expected) in [
        ("items.sum(i, i.parts.sum(p, p.days))", number(6)),
        ("items.sum(i, i.parts.sum(p, p.days * i.price))", number(2000)),
        ("items.exists(i, i.parts.exists(p, p.days > 3))", Value::Bool(true)),
        // The inner row hides the outer one of the same name.
        ("items.sum(i, i.parts.sum(i, i.days))", number(6)),
        ("items.exists(i, items.exists(j, i.name != j.name && j.price == i.price + 850))", Value::Bool(true)),
        ("items.exists(i, size(i.parts) == 2)", Value::Bool(true)),
    ] {
        assert_eq!(value(source), expected, "{source}");
    }
}

#[test]
fn a_sum_that_overflows_is_null() {
    let most = Value::Number(rust_decimal::Decimal::MAX);
    let rows = vec![answers(&[("price", most.clone())]), answers(&[("price", most)])];
    let condition = Condition::parse("items.sum(i, i.price)", &scope(), Type::Number).expect("parses");
    assert_eq!(condition.value(&Given(BTreeMap::from([("items", Value::Rows(rows))]))), Value::Null);
}

#[test]
fn given_a_fault_in_a_question_about_rows_then_its_code_place_and_remedy_are_told() {
    for (source, code, span, help) in [
        ("items.exists(i, i.prise > 1)", "PC005", 16..23, "price"),
        ("items.exists(i, i > 1)", "PC005", 16..17, "name, parts"),
        ("items.exists(i, j.price > 1)", "PC005", 16..23, "Known"),
        ("items.exists(i, i.parts.all(p, p.price > 1))", "PC005", 31..38, "days, name"),
        ("items.sum(i, i.price).exists(i, i.price > 1)", "PC007", 0..21, "group"),
        ("items.exists(i, i.price)", "PC013", 16..23, "Compare"),
        ("items.sum(i, i.name) > 1", "PC007", 13..19, "another"),
        ("kinds.exists(k, true)", "PC007", 0..5, "in names"),
        ("items == items", "PC008", 0..14, "exists"),
        ("items.exists(i.price > 1)", "PC004", 13..14, "Name the row"),
        ("items.exists(today, true)", "PC004", 13..18, "Name the row"),
        ("items.exists(i, true, false)", "PC004", 20..21, "Name the row"),
        ("exists(items)", "PC006", 0..6, "g.exists"),
        ("items.exist(i, true)", "PC006", 6..11, "exists"),
        ("has(items.sum(i, i.price))", "PC007", 4..25, "has(field)"),
    ] {
        let found = Condition::parse(source, &scope(), Type::Bool).expect_err(source);
        assert_eq!((found[0].code, found[0].span.clone()), (code, span), "{source}: {found:?}");
        assert!(found[0].help.contains(help), "{source}: {}", found[0].help);
    }
    assert_eq!(faults("subject.sum(s, 1)", Type::Number)[0].code, "PC007");
}

#[test]
fn names_are_those_of_the_bodies_too_and_no_rows() {
    let condition = Condition::parse("items.exists(i, i.price > budget)", &scope(), Type::Bool).expect("parses");
    assert_eq!(condition.names().into_iter().collect::<Vec<_>>(), ["budget", "items"]);
}

/// A scope of one group with so many rows.
fn wide(most: u32) -> Scope {
    Scope::new().with("g", row(&[("n", Type::Number)], most))
}

#[test]
fn what_could_take_too_many_steps_is_refused_at_load() {
    let pairs = "g.exists(a, g.exists(b, a.n == b.n))";
    assert!(Condition::parse(pairs, &wide(100), Type::Bool).is_ok());
    let found = Condition::parse(pairs, &wide(1_000), Type::Bool).expect_err("a million pairs");
    assert_eq!((found[0].code, found[0].span.clone()), ("PC014", 0..36));
    let deep = format!("{}a.n > 1{}", "g.exists(a,".repeat(15), ")".repeat(15));
    let found = Condition::parse(&deep, &wide(u32::MAX), Type::Bool).expect_err("far too many");
    assert_eq!(found[0].code, "PC014");
}

#[test]
fn more_rows_than_a_group_may_have_end_in_null_and_not_in_a_long_run() {
    let pairs = Condition::parse("g.all(a, g.all(b, a.n == b.n))", &wide(10), Type::Bool).expect("parses");
    let given = |rows: usize| Given(BTreeMap::from([("g", Value::Rows(vec![answers(&[("n", number(1))]); rows]))]));
    assert_eq!(pairs.value(&given(10)), Value::Bool(true));
    assert!(10_000_u64.pow(2) > MAX_STEPS);
    assert_eq!(pairs.value(&given(10_000)), Value::Null);
}
