//! The shape of `requests/ID.yaml`.

use serde_json::Value;

use super::shape::{by_id, cases, key, known, line, list, matching, need, of, one_or_list, shape, words};

pub(super) fn file() -> Value {
    shape(
        "A request type: its form, tasks and workflow",
        vec![
            need("request", of("id"), "The file's name without .yaml; it stays for ever."),
            need("label", of("text"), "What a person asks for, in a few words."),
            key("explain", of("phrase"), "A sentence about it."),
            key(
                "prefix",
                matching("^[A-Z][A-Z0-9]{1,5}$"),
                "Of the reference; default: the first three letters of the id.",
            ),
            key("opened_by", of("who"), "Who may open it; default: whoever has `request.open`."),
            key(
                "seen_by",
                of("who"),
                "Who sees its requests, of those who may: sides, roles, `requester`, `owner`; default: all of them.",
            ),
            key("title", of("id"), "The field that names a request in lists and mails; default: the first text field."),
            key("offered_when", of("condition"), "For which organisations it exists; default: for all."),
            key("project", words(["none", "optional", "required"]), "Whether it belongs to a project; default: none."),
            key("queue", cases(&of("id")), "Where it waits for the team; default: the portal's first."),
            key(
                "owner",
                cases(&known(["least_busy", "nobody"])),
                "Who works it from the beginning: whoever has least to do, nobody, or a path to a person; default: nobody.",
            ),
            key("calendar", cases(&of("id")), "The opening hours its deadlines count in; default: the portal's first."),
            key("start", cases(&of("id")), "The status it starts in; default: the first."),
            key("due", cases(&of("deadline")), "The team's own time until the end."),
            key("purpose", of("text"), "Why personal data is asked."),
            key("keep", of("keep"), "How long it is kept after its end."),
            key("steps", list(&of("step")), "The pages of the form."),
            key("fields", list(&of("field")), "The fields of a form of one page."),
            key("team_fields", list(&of("field")), "Fields that only the team fills in."),
            key("tasks", by_id(&of("task")), "What somebody is expected to do."),
            key("workflow", of("workflow"), "Statuses and moves; default: the standard ones."),
            key("reasons", by_id(&of("reason")), "Usual reasons, with their text."),
            key("replies", by_id(&of("reply")), "Usual replies, with their text."),
            key("notifications", by_id(&of("rule")), "Own rules for this type."),
            key("sync", by_id(&of("sync")), "What other systems are told, by connector."),
            key(
                "satisfaction",
                of("satisfaction"),
                "What is asked after the end, where that differs from the portal's.",
            ),
        ],
    )
}

/// What is used inside.
pub(super) fn definitions() -> Vec<(&'static str, Value)> {
    vec![
        (
            "reason",
            shape(
                "A usual reason",
                vec![
                    need("label", of("text"), "What the team picks."),
                    key("for", one_or_list(&of("id")), "The moves, fields and kinds it is offered for; default: all."),
                    need("text", of("phrase"), "What the client reads."),
                ],
            ),
        ),
        (
            "reply",
            shape(
                "A usual reply",
                vec![
                    need("label", of("text"), "What the team picks."),
                    need("text", of("phrase"), "What the client reads."),
                ],
            ),
        ),
        ("rule", super::portal::rule()),
        (
            "sync",
            shape(
                "What a connector is told",
                vec![
                    need("on", one_or_list(&line()), "The events after which it is told."),
                    key("when", of("condition"), "Only when this holds."),
                    need(
                        "send",
                        by_id(&of("condition")),
                        "What is sent: a name of the other system, and an expression.",
                    ),
                ],
            ),
        ),
        ("satisfaction", super::portal::satisfaction()),
    ]
}
