//! A form that was sent is opened again for some fields, and for what their change brings up.

use super::*;
use crate::form::Reopened;

/// As `quote` was sent: a change of a contract.
fn before() -> Answers {
    let text = |text: &str| Value::Text(text.into());
    let budget = Value::Number(Decimal::from(500));
    Answers::from_iter([
        ("subject".into(), text("Site")),
        ("kind".into(), text("change")),
        ("contract".into(), text("C-7")),
        ("budget".into(), budget),
    ])
}

fn shown(flagged: &[&str], typed: &[(&str, &str)]) -> Vec<String> {
    let environment = environment();
    let flagged = flagged.iter().map(|id| Id::from(*id)).collect();
    let form = Reopened::new(quote(), flagged, &environment);
    form.page(&before(), &sent(typed)).iter().map(|shown| shown.place.to_string()).collect()
}

fn read(flagged: &[&str], typed: &[(&str, &str)]) -> super::super::ReadStep {
    let environment = environment();
    let flagged = flagged.iter().map(|id| Id::from(*id)).collect();
    Reopened::new(quote(), flagged, &environment).read(&sent(typed), &before())
}

#[test]
fn the_page_shows_the_flagged_fields_alone() {
    assert_eq!(shown(&["subject"], &[]), ["subject"]);
    assert_eq!(shown(&["contract", "subject"], &[]), ["subject", "contract"], "in the order of the form");
}

#[test]
fn what_was_not_flagged_stays_whatever_is_sent() {
    let read = read(&["subject"], &[("subject", "House"), ("contract", "C-9"), ("budget", "1")]);
    assert_eq!(read.faults, []);
    assert_eq!(read.answers["subject"], Value::Text("House".into()));
    assert_eq!(read.answers["contract"], Value::Text("C-7".into()));
    assert_eq!(read.answers["budget"], Value::Number(500.into()));
}

#[test]
fn a_changed_answer_opens_what_it_newly_shows_and_drops_what_it_hides() {
    let first = read(&["kind"], &[("kind", "new")]);
    assert!(!first.answers.contains_key("contract"), "it is hidden now");
    let brought_up: Vec<&str> = first.revealed.iter().map(Id::as_str).collect();
    assert!(brought_up.contains(&"from_day"), "{brought_up:?}");
    let page = shown(&["kind"], &[("kind", "new")]);
    assert!(page.contains(&"from_day".to_owned()) && !page.contains(&"subject".to_owned()), "{page:?}");
    let second = read(&["kind"], &[("kind", "new"), ("from_day", "2026-03-01"), ("to_day", ""), ("terms", "yes")]);
    assert_eq!((second.faults, second.revealed), (vec![], vec![]));
    assert!(second.answers.contains_key("from_day"));
}

#[test]
fn a_changed_answer_opens_what_it_newly_requires() {
    let mut steps = quote();
    let mut reason = field("reason", text());
    reason.required = Requirement::When(condition("budget > 1000", Type::Bool));
    steps[0].fields.push(reason);
    let environment = environment();
    let form = Reopened::new(steps, vec!["budget".into()], &environment);
    let raw = sent(&[("budget", "2000")]);
    let missing = form.read(&raw, &before());
    assert_eq!(missing.faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["reason"]);
    let page: Vec<String> = form.page(&before(), &raw).iter().map(|shown| shown.place.to_string()).collect();
    assert_eq!(page, ["budget", "reason"]);
    let given = form.read(&sent(&[("budget", "2000"), ("reason", "More rooms")]), &before());
    assert_eq!(given.faults, []);
    assert_eq!(given.answers["reason"], Value::Text("More rooms".into()));
}

#[test]
fn what_was_prefilled_for_somebody_else_stays_theirs() {
    let mut steps = quote();
    let mut mail = field("mail", text());
    mail.prefill = Some(condition("account.email", Type::Text));
    mail.locked = true;
    steps[0].fields.push(mail);
    let mut answers = before();
    answers.insert("mail".into(), Value::Text("bruno@a.io".into()));
    let environment = environment();
    let read =
        Reopened::new(steps, vec!["subject".into()], &environment).read(&sent(&[("subject", "House")]), &answers);
    assert_eq!(read.answers["mail"], Value::Text("bruno@a.io".into()));
}
