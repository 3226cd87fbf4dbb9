//! What names stand for, in the reader's language, and what stays hidden.

use std::collections::HashMap;

use indexmap::indexmap;
use rust_decimal::Decimal;

use super::Particulars;
use crate::{
    definition::{Definition, Phrase, Text},
    fixture::{self, CLAIRE, TOM, account, monday, person},
    form::{Address, Answers, Appointment, Options, Person, Value},
    id::Id,
    identity::Viewer,
    request::Words,
    store::Dossier,
};

const QUOTE: &str = r#"
request: quote
label: {en: A quote, fr: Un devis}
fields:
  - {id: subject, label: Subject}
  - {id: kind, type: choice, other: true, label: Kind, options: [{id: new, label: {en: New, fr: Neuf}}]}
  - {id: kinds, type: choices, label: Kinds, options: [{id: a, label: First}, {id: b, label: Second}]}
  - {id: budget, type: money, label: Budget}
  - {id: length, type: decimal, unit: "m²", label: Length}
  - {id: day, type: date, label: Day}
  - {id: visit, type: yes_no, label: Visit}
  - {id: site, type: address, label: Site}
  - {id: contact, type: person, side: client, label: Contact}
  - {id: salary, type: money, label: Salary, seen_by: [team]}
team_fields:
  - {id: margin, type: decimal, unit: "%", label: Margin}
  - {id: answer_by, type: date, label: Answer by, client_sees: true}
tasks: {measure: {answer: [{id: depth, type: decimal, label: Depth}], by: team}}
purpose: Why not.
"#;

/// The request with all its answers.
fn told() -> (Definition, Dossier) {
    let definition = fixture::in_two_languages(QUOTE);
    let mut dossier = fixture::dossier(&definition, "received");
    let text = |text: &str| Value::Text(text.to_owned());
    let day = || Value::Date(monday().date_naive());
    let site = Address {
        street: "1 High Street\nYard".into(),
        postal_code: "75001".into(),
        city: "Paris".into(),
        country: String::new(),
    };
    let contact = Person { account: account(9), name: "Zoé Petit".into() };
    let request = &mut dossier.request;
    request.answers = indexmap! {
        Id::from("subject") => text("A <b>site</b>"),
        Id::from("kind") => text(Options::OTHER),
        Id::from(Options::words("kind").as_str()) => text("A barge"),
        Id::from("kinds") => Value::List(vec!["a".into(), "b".into()]),
        Id::from("budget") => Value::Number(12_500.into()),
        Id::from("length") => Value::Number(Decimal::new(125, 1)),
        Id::from("day") => day(),
        Id::from("visit") => Value::Bool(true),
        Id::from("site") => Value::Address(site),
        Id::from("contact") => Value::Person(contact),
        Id::from("salary") => Value::Number(1.into()),
        Id::from("depth") => Value::Number(3.into()),
    };
    request.team_answers = Answers::from([("margin".into(), Value::Number(20.into())), ("answer_by".into(), day())]);
    (request.owner, request.due) = (Some(account(TOM)), Some(monday()));
    (definition, dossier)
}

/// What a text says to somebody with a role.
fn said(text: &str, locale: &str, reader: (u128, u128, &str)) -> String {
    let (definition, dossier) = told();
    let (number, seat, role) = reader;
    let (reader, seats) = person(number, seat, role);
    let viewer = Viewer::new(&reader, &seats, &definition);
    let names = HashMap::from([(account(CLAIRE), "Claire Martin".into()), (account(TOM), "Tom Weber".into())]);
    let about = Particulars::known(&dossier, &names, &viewer);
    let words = Words { live: &definition, kept: &definition.requests["quote"], locale };
    words.say(&Phrase::from(Text::from(text)), &about)
}

const CLIENT: (u128, u128, &str) = (CLAIRE, 1, "client_user");
const TEAM: (u128, u128, &str) = (TOM, 0, "team_member");

#[test]
fn people_and_the_request_are_named() {
    let text = "{{ requester.first_name }} / {{ requester.name }} / {{ owner.first_name }} / {{ owner.name }} / \
                {{ organisation.name }} / {{ account.first_name }} / {{ account.email }}";
    assert_eq!(said(text, "en", CLIENT), "Claire / Claire Martin / Tom / Tom Weber / Alpha / Person / 1@example.com");
    let text = "{{ request.title }} {{ request.reference }} {{ request.type }} {{ request.status }} {{ request.due }}";
    assert_eq!(said(text, "en", CLIENT), "New site QUO-1000-0000 A quote Received 2 March 2026");
    assert_eq!(said(text, "fr", CLIENT), "New site QUO-1000-0000 Un devis Reçue 2 mars 2026");
}

#[test]
fn answers_are_said_as_their_reader_reads_them() {
    let text = "{{ answer.kind }}, {{ answer.kinds }}, {{ answer.budget }}, {{ answer.length }}, {{ answer.day }}, \
                {{ answer.visit }}, {{ answer.site }}, {{ answer.site.city }}, {{ answer.contact }}";
    let english = "A barge, First, Second, €12,500.00, 12.5\u{a0}m², 2 March 2026, yes, 1 High Street, Yard, 75001 Paris, \
                   Paris, Zoé Petit";
    assert_eq!(said(text, "en", CLIENT), english);
    let french = "A barge, First, Second, 12\u{202f}500,00\u{a0}€, 12,5\u{a0}m², 2 mars 2026, oui, 1 High Street, Yard, \
                  75001 Paris, Paris, Zoé Petit";
    assert_eq!(said(text, "fr", CLIENT), french);
}

#[test]
fn what_a_client_may_not_see_is_not_said_to_them_whatever_the_text_names() {
    let text = "[{{ answer.salary }}] [{{ answer.margin }}] [{{ answer.answer_by }}] [{{ answer.nothing }}] \
                [{{ answer.depth }}]";
    assert_eq!(said(text, "en", CLIENT), "[] [] [2 March 2026] [] []");
    assert_eq!(said(text, "en", TEAM), "[€1.00] [20\u{a0}%] [2 March 2026] [] [3]");
}

#[test]
fn what_the_team_writes_for_the_client_names_the_writer_and_keeps_what_is_hidden() {
    let (definition, dossier) = told();
    let (tom, seats) = person(TOM, 0, "team_member");
    let viewer = Viewer::new(&tom, &seats, &definition);
    let names = HashMap::new();
    let about = Particulars::known(&dossier, &names, &viewer).for_client();
    let words = Words { live: &definition, kept: &definition.requests["quote"], locale: "en" };
    let text = Phrase::from(Text::from("[{{ answer.margin }}] {{ answer.subject }}, {{ account.name }}"));
    assert_eq!(words.say(&text, &about), "[] A <b>site</b>, Person 3");
}

#[test]
fn a_text_in_force_names_what_the_request_keeps_and_its_hiding() {
    let (kept, dossier) = told();
    let shown = QUOTE.replace(", seen_by: [team]", "").replace("fr: Neuf", "fr: Nouveau");
    let live = fixture::in_two_languages(&shown);
    let (claire, seats) = person(CLAIRE, 1, "client_user");
    let viewer = Viewer::new(&claire, &seats, &live);
    let mut dossier = dossier;
    dossier.request.answers.insert("kind".into(), Value::Text("new".into()));
    let names = HashMap::new();
    let about = Particulars::known(&dossier, &names, &viewer);
    let words = Words { live: &live, kept: &kept.requests["quote"], locale: "fr" };
    let say = |text: &str| words.say(&Phrase::from(Text::from(text)), &about);
    assert_eq!(say("{{ answer.kind }} [{{ answer.salary }}]"), "Nouveau []");
}

#[test]
fn a_time_that_was_chosen_names_its_zone() {
    let definition = fixture::in_two_languages(QUOTE);
    let chosen = Appointment { slot: "call".into(), starts: monday(), ends: monday() };
    let field = definition.requests["quote"].field(&"subject".into()).expect("the field is there");
    let said = crate::form::in_words(&[field], &Value::Slot(chosen), "en", chrono_tz::UTC);
    assert_eq!(said.as_deref(), Some("Monday 2 March 2026, 10:00–10:00 (UTC)"));
}
