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
            key("projects", by_id(&project()), "Its projects, by id."),
        ],
    )
}

fn project() -> Value {
    shape(
        "A project of an organisation",
        vec![
            key("kind", of("id"), "Its kind, where there are several."),
            need("name", line(), "Its name."),
            key("fields", json!({ "type": "object" }), "What else is known of it, by field."),
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
            key("projects", one_or_list(&of("id")), "The projects that their membership is narrowed to."),
            key("locale", line(), "Their language."),
        ],
    )
}
