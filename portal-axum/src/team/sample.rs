//! Pieces to show samples of the team's pages with.

use super::{
    attach::FileBox,
    queue::QueueRow,
    workbench::{Seen, TaskRow},
};
use crate::{
    show::{FieldView, Line, OptionView, RequestRow, Status, TaskName, sample},
    tongue::Tongue,
};

/// The queue: late, unowned, over.
pub(super) fn rows(tongue: &Tongue) -> Vec<QueueRow> {
    let row = |(place, row): (usize, RequestRow)| QueueRow {
        late: place == 1,
        row: RequestRow {
            owner: row.owner.filter(|_| place != 1),
            url: "/team/requests/1".to_owned(),
            status: Status { turn: row.status.turn.map(|_| turn(place, tongue)), ..row.status },
            ..row
        },
    };
    sample::rows(tongue).into_iter().enumerate().map(row).collect()
}

fn turn(place: usize, tongue: &Tongue) -> String {
    tongue.say(if place == 0 { "turn-client-for-team" } else { "turn-team-for-team" })
}

/// What a page was made from.
pub(super) fn seen() -> Seen {
    Seen { version: 7, events: 12 }
}

/// A status.
pub(super) fn status(tongue: &Tongue) -> Status {
    Status {
        label: "Processing".to_owned(),
        explain: "We are working on your request.".to_owned(),
        tag: "team",
        turn: Some(tongue.say("turn-team-for-team")),
        since: sample::moment(tongue),
    }
}

/// Tasks in each state.
pub(super) fn tasks(tongue: &Tongue) -> Vec<TaskRow> {
    let row = |name: TaskName, tag, state: &str, closed: bool| TaskRow {
        name,
        url: None,
        tag,
        state: tongue.say(state),
        outcome: None,
        closed: closed.then(|| sample::moment(tongue)),
    };
    let why = Some("The delay is too long. Could you start in May?".to_owned());
    vec![
        row(sample::provide(tongue), "client", "team-task-client", false),
        TaskRow { outcome: why, ..row(sample::approve(tongue), "refused", "team-task-refused", true) },
        row(sample::approve(tongue), "withdrawn", "team-task-ended", true),
    ]
}

/// What happened meanwhile.
pub(super) fn lines(tongue: &Tongue) -> Vec<Line> {
    sample::lines(tongue).into_iter().take(2).collect()
}

/// Options of a choice.
pub(super) fn options(id: &str, labels: &[&str], chosen: usize) -> Vec<OptionView> {
    let option = |(place, label): (usize, &&str)| OptionView {
        id: format!("{id}-{place}"),
        value: place.to_string(),
        label: (*label).to_owned(),
        checked: place == chosen,
    };
    labels.iter().enumerate().map(option).collect()
}

/// The input for a quote.
pub(super) fn file_box(tongue: &Tongue) -> FileBox {
    let date = sample::fields(tongue, false).into_iter().find(|field| field.input == "date");
    let valid = |field| FieldView { label: "Valid until".to_owned(), optional: true, ..field };
    FileBox {
        name: "file.quote".to_owned(),
        label: "Quote".to_owned(),
        limits: sample::limits(tongue),
        accept: ".pdf".to_owned(),
        audience: tongue.say("file-internal"),
        fault: None,
        fields: super::attach::in_scope(date.map(valid).into_iter().collect(), "quote"),
    }
}
