//! Every name that checks has a value when it is asked: a name that is always null would make a condition lie.

use super::{
    super::{Folder, load},
    in_texts, of_event, request,
};
use crate::{
    definition::{
        Phrase, Source, Text,
        condition::{Lookup, Scope},
    },
    fixture::{self, ALINE, CLAIRE, Counting, TOM, account, person},
    form::{Answers, Person, Value},
    id::Id,
    identity::{Side, Viewer},
    project::Project,
    request::{Facts, Happening, Particulars, Words},
    store::Dossier,
};

const PORTAL: &str = "
portal: test
name: Test
attributes:
  organisation:
    - {id: tier, type: choice, label: Tier, options: [{id: gold, label: Gold}, {id: iron, label: Iron}]}
    - {id: manager, type: person, side: team, label: Manager}
    - {id: sites, type: list, label: Sites}
  host: [{id: contracts, type: list, label: Contracts}]
projects:
  website: {label: Website, fields: [{id: approver, type: person, side: client, label: Approver}]}
  print: {label: Print}
";
const DOCUMENTS: &str = "
kinds:
  quote: {label: Quote, added_by: [team], accepts: [pdf], fields: [{id: amount, type: money, label: Amount}]}
";
const QUOTE: &str = "
request: quote
label: Quote
project: optional
fields:
  - {id: subject, label: Subject}
  - {id: budget, type: money, label: Budget}
team_fields: [{id: margin, type: decimal, label: Margin}]
";

fn number(number: i64) -> Value {
    Value::Number(number.into())
}

/// The names that hold nothing.
fn empty<'s>(scope: &'s Scope, facts: &Facts<'_>) -> Vec<&'s str> {
    let empty = |name: &&str| facts.value(name).is_none_or(|value| value.is_empty());
    scope.names().filter(empty).collect()
}

#[test]
fn every_name_of_a_request_and_of_its_events_gets_its_value() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources =
        [source("portal.yaml", PORTAL), source("documents.yaml", DOCUMENTS), source("requests/quote.yaml", QUOTE)];
    let (definition, _) = load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let mut folder = Folder::open(&sources);
    let portal = folder.portal();
    let kinds = folder.kinds(&portal);
    let workflow = &definition.requests["quote"];
    let fields = || workflow.fields().chain(&workflow.team_fields);
    let statuses: Vec<Id> = workflow.statuses.keys().cloned().collect();
    let scope = request(&portal, fields(), &kinds.by_id, &statuses);

    let mut dossier = fixture::dossier(&definition, "received");
    full(&mut dossier);
    let (claire, seats) = person(CLAIRE, 1, "client_user");
    let viewer = Viewer::new(&claire, &seats, &definition);
    let ids = Counting::default();
    let moment = crate::request::Moment { viewer: Some(&viewer), ..fixture::moment(&definition, &ids, CLAIRE) };
    assert_eq!(empty(&scope, &Facts::new(&moment, &dossier)), Vec::<&str>::new());

    let rules = of_event(scope, &statuses, &["take".into()], &["validate".into()]);
    let moved = Happening::Moved { by: "take".into(), from: "received".into(), to: "processing".into() };
    let task = Id::from("validate");
    let facts = || Facts::new(&moment, &dossier).of_event(&moved, Some(&task), Some(Side::Client)).by(Some(&viewer));
    assert_eq!(empty(&rules, &facts()), Vec::<&str>::new());
    let facts = facts();
    assert_eq!(facts.value("account"), facts.value("requester"));
    assert_ne!(facts.value("account"), facts.value("owner"));
}

#[test]
fn every_name_of_a_text_says_something() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let sources =
        [source("portal.yaml", PORTAL), source("documents.yaml", DOCUMENTS), source("requests/quote.yaml", QUOTE)];
    let (definition, _) = load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let mut folder = Folder::open(&sources);
    let portal = folder.portal();
    let kinds = folder.kinds(&portal);
    let workflow = &definition.requests["quote"];
    let fields = || workflow.fields().chain(&workflow.team_fields);
    let conditions = request(&portal, fields(), &kinds.by_id, &["received".into()]);
    let scope = in_texts(&conditions, &mut fields());

    let mut dossier = fixture::dossier(&definition, "received");
    full(&mut dossier);
    dossier.request.due = Some(fixture::monday());
    let (tom, seats) = person(TOM, 0, "team_member");
    let viewer = Viewer::new(&tom, &seats, &definition);
    let names = [CLAIRE, TOM].map(|number| (account(number), format!("Person {number}"))).into();
    let about = Particulars::known(&dossier, &names, &viewer);
    let words = Words { live: &definition, kept: workflow, locale: "en" };
    let silent =
        |name: &&str| words.say(&Phrase::from(Text::from(format!("{{{{ {name} }}}}").as_str())), &about).is_empty();
    assert_eq!(scope.names().filter(silent).collect::<Vec<_>>(), Vec::<&str>::new());
    let beyond = |name: &&str| conditions.get(name).is_none();
    let of_texts =
        ["owner.first_name", "owner.name", "request.due", "request.title", "requester.first_name", "requester.name"];
    assert_eq!(scope.names().filter(beyond).collect::<Vec<_>>(), of_texts);
}

/// Fills in all there is.
fn full(dossier: &mut Dossier) {
    let manager = Value::Person(Person { account: account(ALINE), name: "Aline".into() });
    let sites = Value::List(vec!["North".into()]);
    dossier.organisation.attributes =
        [("tier".into(), Value::Text("gold".into())), ("manager".into(), manager), ("sites".into(), sites)].into();
    let approver = Value::Person(Person { account: account(CLAIRE), name: "Claire".into() });
    dossier.project = Some(Project { fields: [("approver".into(), approver)].into(), ..fixture::project() });
    dossier.request.owner = Some(account(TOM));
    dossier.request.answers = [("subject".into(), Value::Text("Site".into())), ("budget".into(), number(5))].into();
    dossier.request.team_answers = [("margin".into(), number(20))].into();
    let mut quote = fixture::quote(Side::Client);
    quote.fields = Answers::from([("amount".into(), number(900))]);
    dossier.documents.push(quote);
}
