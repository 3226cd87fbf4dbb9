//! The shapes of fields, options and steps. The keys of all types of field are one shape: which of them a type takes is
//! for the loader to tell.

use serde_json::Value;

use super::super::{field::AUTOCOMPLETE, types::TYPES};
use super::shape::{Key, cases, flag, key, list, need, number, of, shape, words};

pub(super) fn definitions() -> Vec<(&'static str, Value)> {
    let mut attribute = keys();
    attribute.push(key("edited_by", of("who"), "Who may change it; default: the team."));
    vec![
        ("field", shape("A field", keys())),
        ("attribute", shape("An attribute", attribute)),
        (
            "option",
            shape(
                "An option",
                vec![
                    need("id", of("id"), "Its id; it stays for ever."),
                    need("label", of("text"), "What people read."),
                    key("show_when", of("condition"), "When it is offered."),
                ],
            ),
        ),
        (
            "step",
            shape(
                "A page of the form",
                vec![
                    need("id", of("id"), "Its id; it stays for ever."),
                    need("label", of("text"), "Its heading."),
                    key("show_when", of("condition"), "When it applies."),
                    need("fields", list(&of("field")), "Its fields, in order."),
                ],
            ),
        ),
    ]
}

fn keys() -> Vec<Key> {
    vec![
        need("id", of("id"), "Its id; it stays for ever."),
        key("type", words(TYPES), "What is answered; default: text."),
        need("label", of("text"), "What is asked."),
        key("hint", of("text"), "A line of help."),
        key("error", of("text"), "What is said when the answer will not do."),
        key("required", flag(), "Whether it must be answered; default: true in a form."),
        key("required_when", of("condition"), "When it must be answered."),
        key("show_when", of("condition"), "When it is asked; hidden answers are dropped."),
        key("valid_when", of("condition"), "What an answer must satisfy."),
        key("prefill", of("condition"), "The answer it begins with."),
        key("locked", flag(), "Whether what it is prefilled with stays, whatever is sent."),
        key("value", of("condition"), "What it is computed from; it is never asked then."),
        key("seen_by", of("who"), "Who sees the answer once it was sent; default: whoever sees the request."),
        key("client_sees", flag(), "Whether clients see a team field."),
        key("autocomplete", words(AUTOCOMPLETE), "What a browser may fill in."),
        key("personal", flag(), "Whether it is personal data; default: true for email, phone, address and person."),
        key("min", number(), "The least number, the fewest rows, or for dates a condition that yields a date."),
        key("max", number(), "The most characters, files or rows, or the largest number; for dates a condition."),
        key("pattern", super::shape::line(), "A regular expression for the whole answer."),
        key("unit", of("text"), "The unit of a number."),
        key("currency", super::shape::matching("^[A-Z]{3}$"), "Of an amount; default: the portal's."),
        key("kind", of("id"), "The kind of document; default: attachment."),
        key("options", list(&of("option")), "What can be chosen."),
        key("options_from", super::shape::line(), "`lists.ID`, or an attribute of type list."),
        key("other", flag(), "Whether one may answer in own words."),
        key("row", of("text"), "What a row of a group is called."),
        key("fields", list(&of("field")), "The fields of each row of a group."),
        key("side", words(["client", "team"]), "The side of a person."),
        key("of", cases(&of("id")), "The slot of portal.yaml of which a time is chosen."),
    ]
}
