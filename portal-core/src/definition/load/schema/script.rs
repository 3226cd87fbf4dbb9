//! The shape of `scripts/ID.yaml`.

use serde_json::{Value, json};

use super::shape::{flag, key, known, line, list, need, of, one_or_list, shape};

pub(super) fn file() -> Value {
    shape(
        "A played request",
        vec![
            need("request", of("id"), "Its type."),
            need("as", of("id"), "Who opens it: a person of demo.yaml."),
            key("organisation", of("id"), "For whom, when the team opens it."),
            key("project", of("id"), "The project it belongs to, of that organisation."),
            key("answers", by_name(), "Answers by field."),
            key("play", list(&step()), "What happens then, in order."),
            key("expect", expected(), "How it stands in the end."),
        ],
    )
}

/// Values by names that the definition gives.
fn by_name() -> Value {
    json!({ "type": "object" })
}

fn step() -> Value {
    shape(
        "A played step",
        vec![
            key("as", of("id"), "Who does it: a person of demo.yaml."),
            key("wait", of("duration"), "Nothing happens for so long."),
            key("move", of("id"), "A move by hand."),
            key("task", known(["question"]), "A task that is done."),
            key("message", line(), "A message that is written."),
            key("comment", line(), "What the client reads about the move."),
            key("note", line(), "What the team alone reads about it."),
            key("reason", line(), "Why a move or a refusal."),
            key("fields", by_name(), "Team fields that the move fills in."),
            key("documents", by_name(), "Documents by kind."),
            key("tasks", one_or_list(&ask()), "What the client is asked for: kinds of document."),
            key("due", line(), "The day by which the client is asked for it."),
            key("approve", flag(), "Whether it is approved."),
            key("reply", line(), "The reply that the task asks for."),
            key("answers", by_name(), "Answers that the task asks for."),
            key("book", line(), "The day that is booked."),
        ],
    )
}

fn ask() -> Value {
    let long = shape(
        "What is asked for",
        vec![need("provide", of("id"), "A kind of document."), key("name", line(), "What exactly.")],
    );
    json!({ "anyOf": [of("id"), long] })
}

fn expected() -> Value {
    shape(
        "What is expected",
        vec![
            key("status", of("id"), "The status in the end."),
            key("open", one_or_list(&of("id")), "The tasks that are open in the end."),
        ],
    )
}
