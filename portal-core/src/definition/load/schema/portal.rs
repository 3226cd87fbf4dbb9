//! The shape of `portal.yaml`.

use serde_json::{Value, json};

use super::shape::{by_id, flag, key, known, line, list, matching, need, number, of, one_or_list, shape, words};
use crate::{
    definition::{Measure, rules},
    identity::Permission,
};

pub(super) fn file() -> Value {
    shape(
        "The portal: its look, roles, calendars, queues and rules",
        vec![
            need("portal", of("id"), "The portal's id; it stays for ever."),
            need("name", of("text"), "What people read."),
            key("locales", list(&matching("^(en|fr)(-[A-Za-z0-9]+)*$")), "The languages; the first is the fallback."),
            key("time_zone", line(), "Where dates and deadlines are read, such as Europe/Paris."),
            key("currency", matching("^[A-Z]{3}$"), "Of amounts without one of their own (ISO 4217)."),
            key("branding", branding(), "Look, support and sender."),
            key("calendars", by_id(&calendar()), "Opening hours; the first is the default."),
            key("queues", by_id(&queue()), "Where requests wait for the team; the first is the default."),
            key("roles", by_id(&role()), "Own roles, and changes to the built-in ones."),
            key("attributes", attributes(), "What is known beside the forms."),
            key("projects", by_id(&project()), "Kinds of project."),
            key("lists", by_id(&list(&of("option"))), "Options that several forms share."),
            key("slots", by_id(&slot()), "What clients book."),
            key("sign_in", sign_in(), "How people sign in."),
            key("channels", by_id(&channel()), "Where rules tell beside mail."),
            key("connectors", by_id(&connector()), "The team's other tools."),
            key("reminders", reminders(), "Of tasks."),
            key("satisfaction", of("satisfaction"), "What is asked after the end."),
            key("measures", measures(), "How it was before, and when somebody is warned."),
            key("retention", retention(), "How long things are kept."),
            key("notifications", by_id(&of("rule")), "Own rules, and changes to the built-in ones."),
        ],
    )
}

fn branding() -> Value {
    shape(
        "Branding",
        vec![
            key("logo", line(), "The path of a picture in this folder."),
            key("accent", matching("^#[0-9a-fA-F]{6}$"), "A colour with 4.5:1 against white."),
            key("welcome", of("text"), "The greeting at the door."),
            key(
                "support",
                shape(
                    "Support",
                    vec![
                        key("email", line(), "Where people get help by mail."),
                        key("phone", line(), "Where people get help by phone."),
                    ],
                ),
                "Where people get help.",
            ),
            key(
                "links",
                shape("Links", vec![key("privacy", line(), "The privacy notice.")]),
                "Links at the foot of each page.",
            ),
            key(
                "sender",
                shape(
                    "Sender",
                    vec![
                        key("name", line(), "The name on letters."),
                        key("email", line(), "The address on letters."),
                        key("replies", line(), "Where replies go."),
                    ],
                ),
                "Who letters come from.",
            ),
        ],
    )
}

fn calendar() -> Value {
    let day = "(mon|tue|wed|thu|fri|sat|sun)";
    let hours = json!({
        "type": "object",
        "patternProperties": { format!("^{day}(-{day})?$"): matching(r"^\d\d:\d\d-\d\d:\d\d( +\d\d:\d\d-\d\d:\d\d)*$") },
        "additionalProperties": false,
    });
    let holiday = matching(r"^(\d\d-\d\d|\d{4}-\d\d-\d\d|easter([+-]\d{1,3})?)$");
    shape(
        "A calendar",
        vec![
            key("hours", hours, "Open hours by day, such as `mon-thu: 09:00-12:30 14:00-18:00`."),
            key("holidays", list(&holiday), "Each year (12-25), by Easter (easter+39), once (2026-12-24)."),
        ],
    )
}

fn queue() -> Value {
    shape("A queue", vec![need("label", of("text"), "Its name.")])
}

fn role() -> Value {
    let reach = || words(["own", "projects", "queues", "organisation", "all", "none"]);
    let permissions = Permission::ALL.iter().map(|known| key(known.name(), reach(), "How far it reaches.")).collect();
    shape(
        "A role",
        vec![
            key("label", of("text"), "Its name; needed for own roles."),
            key("like", of("id"), "The role that it begins as."),
            key("side", words(["client", "team"]), "The side of a role that begins without permissions."),
            key("can", shape("Permissions", permissions), "What it may do more, less or elsewhere."),
        ],
    )
}

fn attributes() -> Value {
    shape(
        "Attributes",
        vec![
            key("organisation", list(&of("attribute")), "Known of each organisation."),
            key("host", list(&of("attribute")), "Asked of the host app when needed."),
        ],
    )
}

fn project() -> Value {
    shape(
        "A kind of project",
        vec![
            need("label", of("text"), "Its name."),
            key("fields", list(&of("field")), "What is known of each."),
            key("opens", list(&opening()), "The requests that it begins with."),
        ],
    )
}

fn opening() -> Value {
    shape(
        "A request to open",
        vec![
            need("request", of("id"), "Its type."),
            key("answers", json!({ "type": "object" }), "Answers by field."),
            key("due", of("duration"), "The team's own time until the end."),
        ],
    )
}

fn slot() -> Value {
    shape(
        "A slot",
        vec![
            need("label", of("text"), "Its name."),
            key("calendar", of("id"), "When it can be booked."),
            need("length", of("duration"), "How long it takes: minutes or hours."),
            key("every", of("duration"), "How often one begins; default: its length."),
            key("places", number(), "How many may book the same one."),
            key("notice", of("duration"), "How long before it must be booked."),
            key("ahead", of("duration"), "How far ahead it can be booked."),
            key("hold", of("duration"), "How long a draft holds it."),
            key("change_until", of("duration"), "How long before it may still be changed."),
        ],
    )
}

fn retention() -> Value {
    shape(
        "Retention",
        vec![
            key("drafts", of("duration"), "After their last change."),
            key("requests", of("duration"), "After their end."),
            key("documents", of("duration"), "After they were shared."),
            key("accounts", of("duration"), "After their last use."),
            key("audit", of("duration"), "Of what was done and refused."),
        ],
    )
}

fn sign_in() -> Value {
    shape(
        "Signing in",
        vec![
            key("password", flag(), "By password; default: true."),
            key("magic_link", flag(), "By a link in a mail; default: false."),
            key("second_factor", of("who"), "Who needs a second factor; default: the team."),
            key("session", words(["standard", "confidential"]), "How long a session lasts."),
        ],
    )
}

fn channel() -> Value {
    shape(
        "A channel",
        vec![
            need("type", words(["slack", "teams", "webhook"]), "What it is."),
            need("secret", line(), "The name under which the host supplies its secret."),
        ],
    )
}

fn connector() -> Value {
    shape(
        "A connector",
        vec![
            need("type", words(["http"]), "What it is."),
            need("url", line(), "Its address."),
            key("secret", line(), "The name under which the host supplies its secret."),
        ],
    )
}

fn reminders() -> Value {
    shape(
        "Reminders",
        vec![
            key("before", list(&of("duration")), "Before a deadline."),
            key("after", list(&of("duration")), "After a deadline."),
        ],
    )
}

/// Of the portal, and of a request type that changes it.
pub(super) fn satisfaction() -> Value {
    shape(
        "Satisfaction",
        vec![
            key("ask", words(["done", "closed", "never"]), "When it is asked."),
            key("question", of("text"), "Instead of the shipped question."),
            key("scale", number(), "The best mark: 2 to 10."),
            key("comment", flag(), "Whether a comment may be left."),
            key("at_most_every", of("duration"), "How often a person is asked at most."),
            key("fields", list(&of("field")), "Own questions instead."),
        ],
    )
}

fn measures() -> Value {
    let expected = || {
        shape(
            "A measure",
            vec![
                key("baseline", line(), "How it was before: `6 business days`, `40%`, `200`."),
                key("warn", matching("^(above|below) "), "`above` or `below` an amount."),
            ],
        )
    };
    let names = Measure::ALL.iter().map(|(name, _)| key(name, expected(), "Expected of it.")).collect();
    shape("Measures", names)
}

/// A rule, in portal.yaml and in the file of a request type.
pub(super) fn rule() -> Value {
    let events = rules::EVENTS.iter().map(|(event, _)| *event);
    let people = ["requester", "owner", "doers", "readers", "other_side", "client", "team"];
    shape(
        "A notification rule",
        vec![
            key("on", one_or_list(&known(events)), "The events it listens to; needed for own rules."),
            key("when", of("condition"), "Only when this holds."),
            key("to", one_or_list(&known(people)), "Who is told; needed for own rules."),
            key("through", one_or_list(&known(["mail"])), "The channels; default: mail."),
            key("merge", of("duration"), "Gathers further messages per person and request."),
            key("template", line(), "An own letter of `mails/`."),
            key("subject", of("phrase"), "Instead of the shipped subject."),
            key("intro", of("phrase"), "Instead of the shipped first sentence."),
            key("always", flag(), "People may not mute it."),
            key("off", flag(), "It tells nobody."),
        ],
    )
}
