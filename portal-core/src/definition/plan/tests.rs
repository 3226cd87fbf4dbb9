//! What differs, and what it means: each test changes one thing of a small definition.

mod differences;
mod effects;

use crate::definition::Source;

const PORTAL: &str = "\
portal: small
name: Small
queues: {sales: {label: Sales}, support: {label: Support}}
calendars: {office: {}, field: {}}
slots: {visit: {label: Visit, calendar: office, length: 1 hour}}
roles:
  validator: {label: Validator, like: client_user, can: {request.approve: organisation}}
";

const REQUEST: &str = "\
request: help
label: Ask us
queue: sales
calendar: field
fields:
  - {id: subject, label: Subject}
  - {id: kind, type: choice, label: Kind, options: [{id: new, label: New}, {id: old, label: Old}]}
  - {id: plan, type: document, kind: plan, required: false, label: Plan}
  - {id: at, type: slot, of: visit, required: false, label: When}
tasks:
  validate: {approve: request, by: validator}
workflow:
  statuses:
    received: {}
    check: {label: Check, explain: Your company checks it., waits_for: client, opens: [validate]}
    completed: {}
    refused: {}
  moves:
    check: {from: received, to: check, by: team, label: Have it checked}
    checked: {from: check, to: received, on: validate.done}
    not_checked: {from: check, to: refused, on: validate.refused}
    complete: {from: [received, check], to: completed, by: team, needs: [comment]}
";

const DOCUMENTS: &str =
    "kinds:\n  plan: {label: Plan, added_by: [client]}\n  sketch: {label: Sketch, added_by: [client]}\n";

/// The small definition.
fn small() -> Vec<Source> {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), bytes: text.into() };
    vec![source("documents.yaml", DOCUMENTS), source("portal.yaml", PORTAL), source("requests/help.yaml", REQUEST)]
}

/// The small definition with something written otherwise.
fn with(changes: &[(&str, &str)]) -> Vec<Source> {
    let mut sources = small();
    for (from, to) in changes {
        let source = sources.iter_mut().find(|source| String::from_utf8_lossy(&source.bytes).contains(from));
        let source = source.unwrap_or_else(|| panic!("nothing says {from}"));
        source.bytes = String::from_utf8_lossy(&source.bytes).replacen(from, to, 1).into_bytes();
    }
    sources
}
