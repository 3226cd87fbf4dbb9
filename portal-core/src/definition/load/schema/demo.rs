//! The shape of `demo.yaml`.

use serde_json::{Value, json};

use super::shape::{by_id, key, line, need, of, one_or_list, shape};

pub(super) fn file() -> Value {
    shape(
        "The demo: who is there at the first start",
        vec![
            need("organisations", by_id(&organisation()), "Client companies."),
            need("people", by_id(&person()), "People of the companies and of the team."),
            key("play", one_or_list(&of("id")), "The scripts that are played at the first start."),
        ],
    )
}

fn organisation() -> Value {
    shape(
        "An organisation",
        vec![
            need("name", line(), "Its name."),
            key("attributes", json!({ "type": "object" }), "Its attributes, by id."),
        ],
    )
}

fn person() -> Value {
    shape(
        "A person",
        vec![
            need("name", line(), "First and last name."),
            need("email", line(), "Their address; no two share one."),
            need("role", of("id"), "Their role."),
            key("organisation", of("id"), "Their company; none for the team."),
            key("queues", one_or_list(&of("id")), "The queues they work; of the team."),
            key("locale", line(), "Their language."),
        ],
    )
}
