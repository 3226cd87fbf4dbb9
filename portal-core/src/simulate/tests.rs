//! Scripts as somebody writes them, played from Monday, 2 March 2026, 10:00 UTC on.

use super::{Report, What, simulate};
use crate::{
    definition::{Source, demo, load, scripts},
    fixture::monday,
    id::Id,
};

const PORTAL: &str = "portal: small\nname: Small\nslots: {call: {label: Call, length: 1 hour}}\n";
const DOCUMENTS: &str = "
kinds:
  quote: {label: Quote, starts: internal, accepts: [text], fields: [{id: valid_until, type: date, label: Valid until}]}
  plan: {label: Plan, added_by: [client], accepts: [text]}
";
const DEMO: &str = "
organisations: {alpha: {name: Alpha}, beta: {name: Beta}}
people:
  claire: {name: Claire Martin, email: claire@alpha.example, organisation: alpha, role: client_user}
  aline: {name: Aline Roche, email: aline@alpha.example, organisation: alpha, role: client_admin}
  paul: {name: Paul Other, email: paul@beta.example, organisation: beta, role: client_admin}
  tom: {name: Tom Weber, email: tom@team.example, role: team_member}
";
const REQUEST: &str = "
request: quote
label: Quote
prefix: QUO
start: [{when: budget > 5000, use: to_validate}, {use: received}]
fields:
  - {id: subject, label: Subject}
  - {id: budget, type: money, label: Budget}
  - {id: wanted, type: date, min: today, label: Wanted}
  - {id: terms, type: confirm, show_when: budget > 9000, label: Terms}
  - {id: hour, type: slot, of: call, required: false, label: When shall we call?}
team_fields: [{id: margin, type: integer, label: Margin}]
tasks:
  validate: {approve: request, by: client_admin, due: 2 days, label: Validate}
  approve_quote: {approve: quote, by: client_admin, due: document.quote.valid_until, label: Approve the quote}
  send_plan: {provide: [plan], checked: true, label: Send the plan}
  mend: {correct: [budget], label: Correct the budget}
  ring: {do: Ring the bell, after: [send_plan], label: Ring}
workflow:
  statuses:
    received: {due: 1 business day}
    to_validate: {label: To validate, explain: Somebody must., waits_for: client, opens: [validate]}
    proposal: {due: 3 days, opens: [approve_quote]}
    missing: {opens: [send_plan, mend, ring]}
    completed: {}
    withdrawn: {}
  moves:
    validated: {from: to_validate, to: received, on: validate.done}
    not_validated: {from: to_validate, to: withdrawn, on: validate.refused}
    lapse: {from: to_validate, to: withdrawn, on: after 10 days}
    propose: {from: received, to: proposal, by: team, needs: [margin], shares: [quote], owner: actor}
    more: {from: received, to: missing, by: team, label: Ask for more}
    provide: {from: missing, to: received, on: tasks_done}
    accept: {from: proposal, to: completed, on: approve_quote.done}
    rework: {from: proposal, to: received, on: approve_quote.refused}
    expire: {from: proposal, to: withdrawn, on: late}
    withdraw: {from: open, to: withdrawn, by: requester}
";

/// What a script comes to.
fn played(script: &str) -> Report {
    let file = |path: &str, text: &str| Source { path: path.into(), bytes: text.into() };
    let sources = [
        file("portal.yaml", PORTAL),
        file("documents.yaml", DOCUMENTS),
        file("demo.yaml", DEMO),
        file("requests/quote.yaml", REQUEST),
        file("scripts/first.yaml", &format!("request: quote\n{script}\n")),
        file("demo/a.txt", "Only words."),
    ];
    let (definition, _) = load(&sources).unwrap_or_else(|faults| panic!("{faults}"));
    let (demo, scripts) = (demo(&sources).unwrap().unwrap(), scripts(&sources).unwrap());
    let id = Id::from("first");
    simulate(&definition, &demo, &id, &scripts["first"], monday())
}

const SMALL: &str = "as: claire\nanswers: {subject: Doors, budget: 900, wanted: 30 days after today}";

/// A small request on which this is played.
fn small(play: &str) -> Report {
    played(&format!("{SMALL}\nplay:\n{play}"))
}

fn statuses(report: &Report) -> Vec<String> {
    let status = |line: &'_ super::Line| match &line.what {
        What::Status { status, .. } => Some(status.to_string()),
        _ => None,
    };
    report.lines.iter().filter_map(status).collect()
}

fn failure(report: Report) -> String {
    report.failure.expect("it fails")
}

#[test]
fn a_script_tells_statuses_tasks_documents_and_mails_in_their_order() {
    let report = small(
        "  - {as: tom, move: propose, fields: {margin: 20}, documents: {quote: {file: demo/a.txt, valid_until: 5 days after today}}}\n\
         \x20 - {as: aline, task: approve_quote, approve: true}\nexpect: {status: completed, open: []}",
    );
    let expected = "first
Mon 2026-03-02 10:00  Claire Martin sends the request
    status  received “Received”: the team acts, due Tue 2026-03-03 18:00
    mail    to Claire Martin: “We have your request: Doors” (receipt)
    mail    to Tom Weber: “New request: Doors” (new_request)
Mon 2026-03-02 10:00  Tom Weber makes the move propose
    shared  quote
    status  proposal “Proposal to approve”: the client acts, due Sat 2026-03-07 23:59
    owner   Tom Weber
    task    approve_quote “Approve the quote” opens for the client, due Sat 2026-03-07 23:59
";
    let text = report.to_string();
    assert!(text.starts_with(expected), "{text}");
    assert!(
        text.contains("mail    to Aline Roche: “Your turn: Approve the quote (Doors)” (action_required)"),
        "{text}"
    );
    assert!(text.contains("    task    approve_quote is done\n"), "{text}");
    assert!(text.ends_with("as expected\n"), "{text}");
    assert_eq!(statuses(&report), ["received", "proposal", "completed"]);
}

#[test]
fn the_start_depends_on_the_answers_and_what_is_refused_goes_its_way() {
    let report = played(
        "as: claire\nanswers: {subject: Doors, budget: 6000, wanted: today}\n\
         play: [{as: aline, task: validate, approve: false, reason: Too much}]\nexpect: {status: withdrawn}",
    );
    assert_eq!(report.failure, None);
    assert_eq!(statuses(&report), ["to_validate", "withdrawn"]);
}

#[test]
fn waiting_passes_deadlines_and_lets_a_request_go_on_by_itself() {
    let report = played(
        "as: claire\nanswers: {subject: Doors, budget: 6000, wanted: today}\n\
         play: [{wait: 11 days}]\nexpect: {status: withdrawn}",
    );
    let text = report.to_string();
    assert!(text.contains("Wed 2026-03-04 23:59  the task validate is late\n"), "{text}");
    assert!(text.contains("Thu 2026-03-12 23:59  the portal goes on by itself\n    status  withdrawn"), "{text}");
    let report = small(
        "  - {as: tom, move: propose, fields: {margin: 20}, documents: {quote: demo/a.txt}}\n  - {wait: 4 days}\n\
         expect: {status: withdrawn}",
    );
    assert_eq!(report.failure, None, "{report}");
}

#[test]
fn tasks_are_handed_in_given_back_corrected_and_open_one_after_the_other() {
    let report = small(
        "  - {as: tom, move: more}\n  - {as: claire, task: send_plan, documents: {plan: demo/a.txt}}\n\
         \x20 - {as: tom, task: send_plan, approve: false, reason: It is blank}\n\
         \x20 - {as: claire, task: send_plan, documents: {plan: demo/a.txt}}\n\
         \x20 - {as: tom, task: send_plan, approve: true}\n\
         \x20 - {as: claire, task: mend, answers: {budget: 950}}\n\
         \x20 - {as: claire, task: ring}\nexpect: {status: received, open: []}",
    );
    assert_eq!(report.failure, None, "{report}");
    let text = report.to_string();
    assert_eq!(text.matches("task    send_plan is handed in, to be checked").count(), 2, "{text}");
    assert_eq!(text.matches("task    send_plan “Send the plan” opens for the client").count(), 2, "{text}");
}

#[test]
fn a_time_is_the_first_that_is_offered_on_the_day_and_there_must_be_one() {
    let asked = |hour: &str| {
        played(&format!("as: claire\nanswers: {{subject: Doors, budget: 9, wanted: today, hour: {hour}}}"))
    };
    assert_eq!(asked("3 days after today").failure, None);
    assert_eq!(asked("2026-03-04 14:00").failure, None);
    let why = "the form cannot be sent: from then on no time of `call` is free for `hour`";
    assert_eq!(failure(asked("300 days after today")), why);
}

#[test]
fn an_expectation_that_fails_is_told_with_what_is_found() {
    let report = small("  - {wait: 1 hour}\nexpect: {status: proposal}");
    assert_eq!(failure(report), "at the end it stands in `received`, and `proposal` is expected");
    let report = small("  - {as: tom, move: more}\nexpect: {open: [mend, ring]}");
    assert_eq!(failure(report), "at the end these tasks are open: `send_plan`, `mend`; expected are: `mend`, `ring`");
}

#[test]
fn what_the_portal_would_refuse_is_refused_with_the_step() {
    let refused = [
        (
            "  - {as: tom, move: propose, documents: {quote: demo/a.txt}}",
            "step 1: the move `propose` needs the field `margin`",
        ),
        (
            "  - {as: tom, move: propose, fields: {margin: 3}}",
            "step 1: the move `propose` cannot be made from `received`:",
        ),
        (
            "  - {wait: 1 hour}\n  - {as: claire, task: validate, approve: true}",
            "step 2: no task `validate` is open; these are: none",
        ),
        (
            "  - {as: tom, move: more}\n  - {as: tom, task: mend, answers: {budget: 1}}",
            "step 2: `tom` cannot do the task `mend`",
        ),
        ("  - {as: tom, move: more}\n  - {as: claire, task: ring}", "step 2: the task `ring` waits for others"),
        (
            "  - {as: tom, move: more}\n  - {as: claire, task: mend, answers: {budget: 7, subject: x}}",
            "step 2: the task `mend` does not open `subject`",
        ),
        ("  - {as: aline, move: withdraw}", "step 1: `aline` may not make the move `withdraw`"),
    ];
    for (play, why) in refused {
        let found = failure(small(play));
        assert!(found.starts_with(why), "{found}");
    }
}

#[test]
fn a_form_that_would_not_be_sent_is_not_sent() {
    for (answers, why) in [
        ("{subject: Doors, budget: 900}", "the form cannot be sent: the answer to `wanted` will not do: it is needed"),
        (
            "{subject: Doors, budget: 900, wanted: 2 days before today}",
            "the form cannot be sent: the answer to `wanted` will not do: it is before 2026-03-02",
        ),
        (
            "{subject: Doors, budget: 900, wanted: today, terms: true}",
            "the form cannot be sent: `terms` is answered, and is not asked here",
        ),
    ] {
        assert_eq!(failure(played(&format!("as: claire\nanswers: {answers}"))), why);
    }
}
