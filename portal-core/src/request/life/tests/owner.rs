//! To whom a request is given.

use super::*;
use crate::{
    definition::{Definition, condition::Lookup},
    fixture::{ALINE, definition_of},
    form::{Person, Value},
    request::{OnDuty, Staff},
};

const OWNED: &str = r"
request: quote
label: Owned
owner: [{when: budget >= 50000, use: least_busy}, {when: budget >= 1000, use: organisation.manager}, {use: nobody}]
start: [{when: budget >= 50000, use: checked}, {use: received}]
fields: [{id: subject, label: Subject}, {id: budget, type: money, required: false, label: Budget}]
workflow:
  statuses:
    received: {}
    checked: {label: Checked, explain: We check., waits_for: team}
    completed: {}
  moves:
    ok: {from: checked, to: received, by: team, label: Fine, owner: [{when: budget > 90000, use: actor}, {use: nobody}]}
    complete: {from: received, to: completed, by: team}
";

/// What is known when it is submitted.
struct Known(i64, Option<u128>);

impl Lookup for Known {
    fn value(&self, name: &str) -> Option<std::borrow::Cow<'_, Value>> {
        let value = match name {
            "budget" => Value::Number(self.0.into()),
            "organisation.manager" => Value::Person(Person { account: account(self.1?), name: "Somebody".into() }),
            _ => return None,
        };
        Some(std::borrow::Cow::Owned(value))
    }
    fn now(&self) -> DateTime<Utc> {
        monday()
    }
    fn today(&self) -> chrono::NaiveDate {
        monday().date_naive()
    }
    fn times_in(&self, _: &str) -> u32 {
        0
    }
}

fn first_owner(definition: &Definition, known: &Known, staff: Option<&Staff>) -> Option<crate::id::AccountId> {
    let ids = Counting::default();
    let mut life = Life::new(Moment { staff, ..moment(definition, &ids, CLAIRE) }, dossier(definition, "received"));
    life.give_first(known);
    life.request().owner
}

#[test]
fn the_first_case_that_yields_somebody_gives_the_owner() {
    let definition = definition_of(OWNED);
    let on_duty = |who, open| OnDuty { account: account(who), open };
    let staff = Staff(vec![on_duty(TOM, 7), on_duty(ALINE, 3)]);
    assert_eq!(first_owner(&definition, &Known(60_000, None), Some(&staff)), Some(account(ALINE)), "the least busy");
    assert_eq!(first_owner(&definition, &Known(2_000, Some(TOM)), Some(&staff)), Some(account(TOM)), "the manager");
    assert_eq!(first_owner(&definition, &Known(2_000, None), Some(&staff)), None, "no manager is set");
    assert_eq!(first_owner(&definition, &Known(2_000, Some(9)), Some(&staff)), None, "the manager has left");
    assert_eq!(first_owner(&definition, &Known(60_000, Some(TOM)), Some(&Staff::default())), None, "nobody is there");
}

#[test]
fn a_request_starts_where_the_first_true_case_says() {
    let definition = definition_of(OWNED);
    let start = |budget| definition.requests["quote"].start(&Known(budget, None)).to_string();
    assert_eq!((start(60_000), start(10)), ("checked".to_owned(), "received".to_owned()));
}

#[test]
fn a_move_gives_the_request_by_cases_too() {
    let (definition, ids) = (definition_of(OWNED), Counting::default());
    for (budget, owner) in [(95_000, Some(account(TOM))), (60_000, None)] {
        let mut given = dossier(&definition, "checked");
        given.request.owner = Some(account(ALINE));
        given.request.answers.insert("budget".into(), Value::Number(budget.into()));
        let mut life = Life::new(moment(&definition, &ids, TOM), given);
        make(&mut life, &definition.requests["quote"], "ok");
        assert_eq!(life.request().owner, owner);
    }
}
