//! The pages of moves in each of their states.

use super::{
    AskPage, AskRow, Becomes, Conflict, Kept, MoveHead, MovePage, PassedPage, Preview, ShareView, TextBox,
    reason::ReasonOption,
};
use crate::{
    page::Fault,
    show::{OptionView, sample},
    team::{attach::FileBox, sample as team},
    tongue::Tongue,
};

const REASON: &str = "Please send us a plan of the site on which the rooms concerned are marked.";

fn head(tongue: &Tongue, label: &str) -> MoveHead {
    MoveHead {
        label: label.to_owned(),
        request: "Cooling for the server room".to_owned(),
        reference: "QUO-7F3K-9M2C".to_owned(),
        organisation: "Alpha Logistics".to_owned(),
        back: "/team/requests/1".to_owned(),
        action: "/team/requests/1/moves/propose".to_owned(),
        seen: team::seen(),
        becomes: becomes(tongue, "Quote to approve"),
        effects: vec![
            tongue.say_with("effect-due", &[("day", sample::day(tongue).text.into())]),
            tongue.say_with("effect-opens", &[("task", "Approve the quote".into())]),
        ],
        conflict: None,
        summary: Vec::new(),
    }
}

fn becomes(tongue: &Tongue, label: &str) -> Becomes {
    Becomes {
        tag: "client",
        label: label.to_owned(),
        explain: "Our quote is ready. It waits for the decision of an approver in your company.".to_owned(),
        lang: tongue.locale().to_owned(),
        noticed: true,
    }
}

fn text(tongue: &Tongue, name: &'static str, label: &str, hint: &str) -> TextBox {
    TextBox {
        name,
        label: tongue.say(label),
        hint: tongue.say(hint),
        value: String::new(),
        fault: None,
        optional: true,
        internal: name == "note",
    }
}

fn comment(tongue: &Tongue) -> TextBox {
    text(tongue, "comment", "bench-message", "move-comment-hint")
}

fn reason(tongue: &Tongue) -> TextBox {
    TextBox { optional: false, ..text(tongue, "reason", "team-reason", "move-reason-hint") }
}

fn note(tongue: &Tongue) -> TextBox {
    text(tongue, "note", "bench-note", "bench-note-hint")
}

fn reasons(tongue: &Tongue) -> Vec<ReasonOption> {
    let option = |option: OptionView| ReasonOption {
        text: if option.checked { String::new() } else { REASON.to_owned() },
        option,
    };
    let labels = ["Plan of the site needed", "Brief not precise enough", &tongue.say("move-reason-own")];
    team::options("usual", &labels, 2).into_iter().map(option).collect()
}

fn conflict(tongue: &Tongue) -> Conflict {
    Conflict { lines: team::lines(tongue), unseen: false, status: team::status(tongue) }
}

/// Sharing with and without a document, declining, a fault, a conflict, a move the client does not notice.
pub(super) fn moves(tongue: &Tongue) -> Vec<MovePage> {
    let file = team::file_box(tongue);
    let share = ShareView { label: "Quote".to_owned(), shared: true, documents: sample::documents(tongue), file };
    let there = MovePage {
        head: head(tongue, "Propose"),
        ends_badly: false,
        shares: vec![share.clone()],
        fields: Vec::new(),
        reasons: Vec::new(),
        texts: vec![comment(tongue), note(tongue)],
    };
    let missing = tongue.say_with("missing-document", &[("kind", "Quote".into())]);
    let file = FileBox { fault: Some(missing.clone()), ..share.file.clone() };
    let lacks = MovePage {
        head: MoveHead { summary: vec![Fault::at("file.quote", missing)], ..head(tongue, "Propose") },
        shares: vec![ShareView { documents: Vec::new(), file, ..share }],
        ..there.clone()
    };
    let kept = TextBox { value: "Here is our quote.".to_owned(), ..comment(tongue) };
    let stale = MovePage {
        head: MoveHead { conflict: Some(conflict(tongue)), ..head(tongue, "Propose") },
        texts: vec![kept, note(tongue)],
        ..there.clone()
    };
    vec![there.clone(), lacks, stale, decline(tongue, &there), silent(tongue, &there)]
}

fn decline(tongue: &Tongue, page: &MovePage) -> MovePage {
    let fault = tongue.say("missing-reason");
    let becomes = Becomes { tag: "refused", ..becomes(tongue, "Refused") };
    let effects = vec![tongue.say("effect-over")];
    MovePage {
        head: MoveHead {
            becomes,
            effects,
            summary: vec![Fault::at("reason", fault.clone())],
            ..head(tongue, "Decline")
        },
        ends_badly: true,
        shares: Vec::new(),
        reasons: reasons(tongue),
        texts: vec![TextBox { fault: Some(fault), ..reason(tongue) }, note(tongue)],
        ..page.clone()
    }
}

fn silent(tongue: &Tongue, page: &MovePage) -> MovePage {
    let becomes = Becomes { noticed: false, ..becomes(tongue, "Processing") };
    MovePage {
        head: MoveHead { becomes, ..head(tongue, "Ask the supplier") },
        shares: Vec::new(),
        fields: sample::fields(tongue, false).into_iter().filter(|field| field.shape == "number").collect(),
        ..page.clone()
    }
}

/// Nothing chosen yet, two lines with faults, a conflict.
pub(super) fn asks(tongue: &Tongue) -> Vec<AskPage> {
    let row = |number, chosen| AskRow {
        number,
        kinds: team::options(&format!("kind-{number}"), &["Brief", "Site plan"], chosen),
        name: String::new(),
        fault: None,
    };
    let preview = Preview {
        becomes: Becomes {
            explain: "We need something from you before we can go on.".to_owned(),
            ..becomes(tongue, "Missing information")
        },
        title: tongue.say("task-provide"),
        reason: String::new(),
        items: Vec::new(),
        nothing: tongue.say("ask-preview-nothing"),
        due: Some(tongue.say_with("ask-preview-by", &[("day", sample::day(tongue).text.into())])),
    };
    let fresh = AskPage {
        head: MoveHead { effects: vec![tongue.say("effect-owner")], ..head(tongue, "Ask for something") },
        rows: vec![row(1, 9)],
        more: true,
        rows_fault: None,
        reasons: reasons(tongue),
        reason: TextBox { optional: true, ..reason(tongue) },
        by: String::new(),
        by_min: "2026-11-22".to_owned(),
        by_hint: tongue.say_with("ask-by-hint", &[("day", sample::day(tongue).text.into())]),
        by_fault: None,
        note: note(tongue),
        preview,
    };
    let asked = AskPage {
        rows: vec![row(1, 1), AskRow { name: "Ground floor".to_owned(), ..row(2, 1) }],
        reason: TextBox { value: REASON.to_owned(), ..reason(tongue) },
        preview: Preview {
            reason: REASON.to_owned(),
            items: vec!["Site plan".to_owned(), "Site plan – ground floor".to_owned()],
            ..fresh.preview.clone()
        },
        head: MoveHead { conflict: Some(conflict(tongue)), ..fresh.head.clone() },
        ..fresh.clone()
    };
    vec![fresh.clone(), asked, wrong(tongue, fresh)]
}

fn wrong(tongue: &Tongue, fresh: AskPage) -> AskPage {
    let [all, kind, day] = ["missing-tasks", "ask-kind-missing", "ask-by-wrong"].map(|key| tongue.say(key));
    let mut rows = fresh.rows;
    rows.push(AskRow { number: 2, fault: Some(kind.clone()), name: "Ground floor".to_owned(), ..rows[0].clone() });
    let faults = [("kind-1", &all), ("kind-2", &kind), ("by", &day)];
    AskPage {
        head: MoveHead {
            summary: faults.into_iter().map(|(field, text)| Fault::at(field, text.clone())).collect(),
            ..fresh.head
        },
        rows,
        rows_fault: Some(all),
        by: "soon".to_owned(),
        by_fault: Some(day),
        ..fresh
    }
}

/// With a text that was not sent, and without.
pub(super) fn passed(tongue: &Tongue) -> Vec<PassedPage> {
    let bare = PassedPage {
        label: "Propose".to_owned(),
        request: "Cooling for the server room".to_owned(),
        reference: "QUO-7F3K-9M2C".to_owned(),
        conflict: Conflict { lines: Vec::new(), unseen: true, ..conflict(tongue) },
        kept: Vec::new(),
        back: "/team/requests/1".to_owned(),
    };
    let kept = Kept { label: tongue.say("bench-message"), text: "Here is our quote.".to_owned() };
    vec![PassedPage { conflict: conflict(tongue), kept: vec![kept], ..bare.clone() }, bare]
}
