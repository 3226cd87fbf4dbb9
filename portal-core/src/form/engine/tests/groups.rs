//! Groups: rows are added, filled in, counted, summed.

use super::*;
use crate::{
    definition::condition::Row,
    form::{Group, listing},
};

fn integer() -> FieldType {
    FieldType::Integer { min: Some(1.into()), max: None, unit: None }
}

fn money() -> FieldType {
    FieldType::Money { min: None, max: None, currency: "EUR".into() }
}

fn group(min: u32, max: u32, fields: Vec<Field>) -> FieldType {
    FieldType::Group(Group { row: "Item".into(), min, max, fields })
}

/// Items with a sum of their own, and a total of them all.
fn order() -> Vec<Step> {
    let row = Scope::new().with("name", Type::Text).with("quantity", Type::Number).with("price", Type::Number);
    let mut line = field("line", money());
    line.value = Some(Condition::parse("quantity * price", &row, Type::Number).expect("sound"));
    let mut why = field("why", text());
    why.show_when = Some(Condition::parse("quantity > 10", &row, Type::Bool).expect("sound"));
    let fields = vec![field("name", text()), field("quantity", integer()), field("price", money()), line, why];
    let known = fields.iter().map(|field| (field.id.to_string(), Type::Number));
    let scope = Scope::new().with("items", Type::Group(Row::new(known, 3)));
    let mut total = field("total", money());
    total.value = Some(Condition::parse("items.sum(i, i.line)", &scope, Type::Number).expect("sound"));
    vec![step("s", vec![field("subject", text()), field("items", group(1, 3, fields)), total])]
}

fn rows(rows: &[&[(&str, &str)]]) -> RawAnswers {
    let mut raw = sent(&[("subject", "a")]);
    raw.insert(listing("items"), (0..rows.len()).map(|row| row.to_string()).collect());
    for (number, row) in rows.iter().enumerate() {
        raw.extend(row.iter().map(|(id, value)| (format!("items.{number}.{id}"), vec![(*value).to_owned()])));
    }
    raw
}

fn read(raw: &RawAnswers) -> super::super::ReadStep {
    let (steps, environment) = (order(), environment());
    Form::new(&steps, &environment).read_step(&steps[0], raw, &Answers::new())
}

fn faults(read: &super::super::ReadStep) -> Vec<(&str, &Reason)> {
    read.faults.iter().map(|fault| (fault.field.as_str(), &fault.reason)).collect()
}

#[test]
fn rows_are_read_and_what_is_computed_of_them_is_summed() {
    let two = [("name", "Page"), ("quantity", "5"), ("price", "9.90")];
    let one = [("name", "Logo"), ("quantity", "1"), ("price", "0.1")];
    let read = read(&rows(&[&two, &one]));
    assert_eq!(faults(&read), []);
    assert_eq!(read.answers["total"], Value::Number(Decimal::new(4960, 2)));
    let Value::Rows(rows) = &read.answers["items"] else { panic!("rows") };
    assert_eq!(rows[0]["line"], Value::Number(Decimal::new(4950, 2)));
    let keys: Vec<_> = rows[1].keys().map(Id::as_str).collect();
    assert_eq!(keys, ["name", "quantity", "price", "line"], "in the order of the form");
}

#[test]
fn each_fault_stands_at_the_field_of_its_row_and_a_blank_row_is_none() {
    let good = [("name", "Page"), ("quantity", "5"), ("price", "9")];
    let blank = [("name", " "), ("quantity", ""), ("price", "")];
    let wrong = [("name", ""), ("quantity", "many"), ("price", "3")];
    let read = read(&rows(&[&good, &blank, &wrong]));
    assert_eq!(faults(&read), [("items.2.name", &Reason::Required), ("items.2.quantity", &Reason::NotANumber)]);
    let Value::Rows(kept) = &read.answers["items"] else { panic!("rows") };
    assert_eq!(kept.len(), 2);
    assert_eq!(read.typed["items.2.quantity"], ["many"]);
}

#[test]
fn a_group_that_is_asked_needs_a_row_and_has_no_more_than_its_most() {
    assert_eq!(faults(&read(&rows(&[]))), [("items", &Reason::Required)]);
    let good = [("name", "Page"), ("quantity", "5"), ("price", "9")];
    let four = read(&rows(&[&good, &good, &good, &good]));
    assert_eq!(faults(&four), [("items", &Reason::TooManyRows { max: 3 })]);
}

#[test]
fn rows_are_numbered_anew_when_one_is_taken_away() {
    let mut raw = rows(&[&[("name", "A"), ("quantity", "1"), ("price", "1")], &[("name", "B")], &[("name", "C")]]);
    raw.insert(listing("items"), ["0", "2", "2", "x", "-1"].map(str::to_owned).to_vec());
    let read = read(&raw);
    assert_eq!(read.typed[&listing("items")], ["0", "1"]);
    assert_eq!(read.typed["items.1.name"], ["C"]);
    assert!(!read.typed.contains_key("items.2.name"));
}

#[test]
fn a_field_that_a_row_brings_up_is_shown_before_it_is_a_fault() {
    let mut raw = rows(&[&[("name", "A"), ("quantity", "11"), ("price", "1")]]);
    raw.insert(listing("items.0"), ["name", "quantity", "price"].map(str::to_owned).to_vec());
    assert_eq!(read(&raw).revealed, ["items.0.why"]);
    raw.insert("items.0.why".into(), vec!["many".into()]);
    assert_eq!(read(&raw).revealed, Vec::<Id>::new());
}

#[test]
fn a_page_shows_the_rows_that_must_be_there_and_those_that_were_typed() {
    let (steps, environment) = (order(), environment());
    let form = Form::new(&steps, &environment);
    let fresh = form.page(&steps[0], &Answers::new(), &RawAnswers::new());
    assert_eq!(fresh[1].rows.len(), 1, "the least it must have");
    assert_eq!(fresh[1].rows[0].fields[0].place, "items.0.name");
    let typed = read(&rows(&[&[("name", "A")], &[]])).typed;
    let again = form.page(&steps[0], &Answers::new(), &typed);
    assert_eq!(again[1].rows.len(), 2, "a blank row that was added stays on the page");
    let none = form.page(&steps[0], &Answers::new(), &read(&rows(&[])).typed);
    assert_eq!(none[1].rows.len(), 0, "what was taken away stays away");
}

#[test]
fn within_a_row_its_own_fields_come_first() {
    let scope = Scope::new().with("subject", Type::Text).with("account.email", Type::Text);
    let mut other = field("other", text());
    other.show_when = Some(Condition::parse("subject == \"inner\"", &scope, Type::Bool).expect("sound"));
    let mut outer = field("outer", text());
    outer.show_when = Some(Condition::parse("account.email != null", &scope, Type::Bool).expect("sound"));
    let items = group(0, 9, vec![field("subject", text()), other, outer]);
    let steps = [step("s", vec![field("subject", text()), field("items", items)])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let row = |subject: Option<&str>| {
        let known = subject.map(|subject| (Id::from("subject"), word(subject)));
        known.into_iter().chain([(Id::from("other"), word("x")), (Id::from("outer"), word("y"))]).collect::<Answers>()
    };
    let rows = Value::Rows(vec![row(Some("inner")), row(Some("outside")), row(None)]);
    let settled = form.settle(&answers(&[("subject", word("inner")), ("items", rows)]));
    let Value::Rows(rows) = &settled["items"] else { panic!("rows") };
    let has: Vec<_> = rows.iter().map(|row| (row.contains_key("other"), row.contains_key("outer"))).collect();
    assert_eq!(has, [(true, true), (false, true), (false, true)]);
}

#[test]
fn one_group_stands_in_another() {
    let parts = group(0, 5, vec![field("part", text())]);
    let inner = Field { required: Requirement::Never, ..field("parts", parts) };
    let steps = [step("s", vec![field("items", group(0, 5, vec![field("name", text()), inner]))])];
    let environment = environment();
    let form = Form::new(&steps, &environment);
    let mut raw = sent(&[("items.0.name", "a"), ("items.0.parts.4.part", "p"), ("items.0.parts.7.part", "q")]);
    raw.insert(listing("items"), vec!["0".into()]);
    raw.insert(listing("items.0.parts"), vec!["7".into(), "4".into()]);
    let read = form.read_step(&steps[0], &raw, &Answers::new());
    assert_eq!(read.faults, []);
    let Value::Rows(items) = &read.answers["items"] else { panic!("rows") };
    let part = |text: &str| answers(&[("part", word(text))]);
    assert_eq!(items[0]["parts"], Value::Rows(vec![part("q"), part("p")]));
    assert_eq!(
        form.read_step(&steps[0], &as_sent(&read.answers, environment.zone), &Answers::new()).answers,
        read.answers
    );
    let found = crate::form::find(&steps[0].fields, "items.0.parts.1.part").expect("a field");
    assert_eq!((found.0.id.as_str(), found.1), ("part", Some(1)));
}
