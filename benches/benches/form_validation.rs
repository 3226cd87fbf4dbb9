//! Validating the answers of a form of 20 fields with conditions, beside the crate `jsonschema` on the same answers and with
//! the same rules, in one run: `cargo bench -p benches --bench form_validation`.

mod support;

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;
use portal::core::{
    definition::{self, Source, Step},
    form::{Answers, Environment, Field, FieldType, Form, Value},
    id::Id,
};
use serde_json::{Value as Json, json};

const FORM: &str = r#"request: form
label: A form
purpose: To measure.
keep: 1 year
fields:
  - {id: subject, label: Subject, max: 80}
  - {id: kind, type: choice, label: Kind, options: [{id: new, label: New}, {id: change, label: Change}]}
  - {id: contract, label: Contract, pattern: "NT-[0-9]{5}", show_when: kind == "change"}
  - {id: urgent, type: yes_no, label: Urgent}
  - {id: why, label: Why, max: 200, show_when: urgent}
  - {id: details, type: long_text, label: Details, max: 3000}
  - {id: people, type: integer, label: People, min: 1, max: 500}
  - {id: rooms, type: integer, label: Rooms, min: 1, max: 50, required: false}
  - {id: budget, type: money, label: Budget, min: 0, max: 5000000}
  - {id: approver, label: Approver, max: 100, required_when: budget > 10000}
  - {id: start, type: date, label: Start}
  - {id: end, type: date, label: End, required: false}
  - {id: place, type: choice, label: Place, options: [{id: north, label: North}, {id: south, label: South}, {id: abroad, label: Abroad}]}
  - {id: country, label: Country, max: 60, show_when: place == "abroad"}
  - {id: street, label: Street, max: 120}
  - {id: town, label: Town, max: 80}
  - {id: zip, label: Zip, pattern: "[0-9]{5}"}
  - {id: weight, type: decimal, label: Weight, min: 0, max: 1000}
  - {id: colour, type: choice, label: Colour, options: [{id: red, label: Red}, {id: blue, label: Blue}]}
  - {id: terms, type: confirm, label: Terms}
"#;

/// The same rules as a JSON Schema.
fn schema() -> Json {
    let text = |max: usize| json!({"type": "string", "minLength": 1, "maxLength": max});
    let one_of = |options: &[&str]| json!({"enum": options});
    let number = |min: i64, max: i64| json!({"type": "number", "minimum": min, "maximum": max});
    let date = json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"});
    let when = |field: &str, is: Json, needs: &str| json!({"if": {"properties": {field: is}, "required": [field]}, "then": {"required": [needs]}});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "required": ["subject", "kind", "urgent", "details", "people", "budget", "start", "place", "street", "town", "zip",
            "weight", "colour", "terms"],
        "properties": {
            "subject": text(80), "kind": one_of(&["new", "change"]),
            "contract": {"type": "string", "pattern": "^NT-[0-9]{5}$"}, "urgent": {"type": "boolean"}, "why": text(200),
            "details": text(3000), "people": {"type": "integer", "minimum": 1, "maximum": 500},
            "rooms": {"type": "integer", "minimum": 1, "maximum": 50}, "budget": number(0, 5_000_000),
            "approver": text(100), "start": date, "end": date, "place": one_of(&["north", "south", "abroad"]),
            "country": text(60), "street": text(120), "town": text(80),
            "zip": {"type": "string", "pattern": "^[0-9]{5}$"}, "weight": number(0, 1000),
            "colour": one_of(&["red", "blue"]), "terms": {"const": true},
        },
        "allOf": [
            when("kind", json!({"const": "change"}), "contract"),
            when("urgent", json!({"const": true}), "why"),
            when("budget", json!({"exclusiveMinimum": 10_000}), "approver"),
            when("place", json!({"const": "abroad"}), "country"),
        ],
    })
}

/// Answers that will do; with `wrong`, five of them do not.
fn answers(wrong: bool) -> Json {
    let mut answers = json!({
        "subject": "Cooling for the server room", "kind": "change", "contract": "NT-20415", "urgent": true,
        "why": "It is summer.", "details": "Two units, and what belongs to them.", "people": 40, "budget": 12_500,
        "approver": "Aline Roche", "start": "2027-01-15", "place": "abroad", "country": "Belgium",
        "street": "1 rue des Lilas", "town": "Lille", "zip": "59000", "weight": 12, "colour": "red", "terms": true,
    });
    if wrong {
        answers["contract"] = json!("20415");
        answers["people"] = json!(0);
        answers["budget"] = json!(9_000_000);
        answers["zip"] = json!("5900");
        answers["colour"] = json!("green");
    }
    answers
}

/// The same answers as a draft keeps them: typed, in the order of the form.
fn typed(steps: &[Step], answers: &Json) -> Answers {
    let value = |field: &Field| match &answers[field.id.as_str()] {
        Json::Null => None,
        Json::Bool(is) => Some(Value::Bool(*is)),
        Json::Number(number) => Some(Value::Number(number.to_string().parse().expect("a number"))),
        Json::String(text) if matches!(field.field_type, FieldType::Date { .. }) => {
            Some(Value::Date(text.parse().expect("a date")))
        }
        Json::String(text) => Some(Value::Text(text.clone())),
        other => unreachable!("no answer is {other}"),
    };
    let fields = steps.iter().flat_map(|step| &step.fields);
    fields.filter_map(|field| Some((Id::from(field.id.as_str()), value(field)?))).collect()
}

fn main() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.into() };
    let sources = [source("portal.yaml", "portal: bench\nname: Bench\n"), source("requests/form.yaml", FORM)];
    let (definition, _) = definition::load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let steps = &definition.requests["form"].steps;
    let today = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day");
    let now = today.and_hms_opt(10, 0, 0).expect("a time").and_utc();
    let environment =
        Environment { now, today, zone: definition.time_zone, facts: BTreeMap::new(), people: None, openings: None };
    let form = Form::new(steps, &environment);
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    println!("form_validation ({})", support::profile());
    println!("{:18} {:>12} {:>12} {:>12}", "20 fields", "checked", "settled too", "jsonschema");
    for (name, wrong, errors) in [("valid", false, 0), ("five errors", true, 5)] {
        let json = answers(wrong);
        let typed = typed(steps, &json);
        assert_eq!((form.check(&typed).len(), validator.iter_errors(&json).count()), (errors, errors), "{name}");
        assert_eq!(form.validate(&typed).is_ok(), !wrong, "{name}");
        let checked = support::median(21, 20_000, || form.check(&typed).len());
        let settled = support::median(21, 20_000, || form.validate(&typed).map(Cow::into_owned));
        let theirs = support::median(21, 20_000, || validator.iter_errors(&json).count());
        let [checked, settled, theirs] = [checked, settled, theirs].map(|time| time.as_nanos());
        println!("{name:18} {checked:>9} ns {settled:>9} ns {theirs:>9} ns");
    }
}
