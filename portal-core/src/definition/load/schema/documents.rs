//! The shape of `documents.yaml`.

use serde_json::Value;

use super::super::documents::FAMILIES;
use super::shape::{by_id, flag, key, line, list, matching, need, of, one_or_list, shape, words};

pub(super) fn file() -> Value {
    shape(
        "Kinds of document",
        vec![
            key("kinds", by_id(&kind()), "By id; `attachment` is built in."),
            key("resources", by_id(&resource()), "Documents that ship with the definition."),
        ],
    )
}

fn kind() -> Value {
    shape(
        "A kind of document",
        vec![
            need("label", of("text"), "Its name."),
            key("added_by", of("who"), "Which sides add it; default: the team."),
            key("belongs_to", words(["request", "project", "organisation", "everyone"]), "Whose library keeps it."),
            key(
                "seen_by",
                of("who"),
                "Who sees it: sides, roles, `requester`, `owner`; default: whoever sees what it belongs to.",
            ),
            key("expires", of("id"), "The date field that says until when it holds."),
            key("model", line(), "The path of a blank to fill in."),
            key("personal", flag(), "Whether it is personal data; default: false."),
            key("starts", words(["shared", "internal"]), "Whether clients see a new one at once."),
            key(
                "accepts",
                one_or_list(&words(FAMILIES.map(|(word, _)| word))),
                "Families of content, judged by the bytes.",
            ),
            key("max_size", matching("^[0-9]+ (kB|MB|GB)$"), "The largest file; default: 25 MB."),
            key("fields", list(&of("field")), "Its own data."),
            key("keep", of("keep"), "How long it is kept."),
        ],
    )
}

fn resource() -> Value {
    shape(
        "A resource",
        vec![
            need("kind", of("id"), "A kind that belongs to everyone."),
            need("label", of("text"), "Its name."),
            key("file", line(), "The path of a file in this folder."),
            key("link", line(), "Or an address."),
            key("offered_when", of("condition"), "To whom it is offered."),
        ],
    )
}
