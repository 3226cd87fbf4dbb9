//! The built-in notification rules (mail, at once). A definition may change their words and recipients by id.

use indexmap::IndexMap;

use super::{Recipient, Rule};
use crate::id::Id;

/// The events that happen, with the recipients that make sense only for them.
pub(super) const EVENTS: [(&str, Option<Recipient>); 9] = [
    ("request.submitted", None),
    ("request.moved", None),
    ("request.assigned", None),
    ("request.closed", None),
    ("task.opened", Some(Recipient::Doers)),
    ("task.done", Some(Recipient::Doers)),
    ("task.refused", Some(Recipient::Doers)),
    ("message.posted", Some(Recipient::OtherSide)),
    ("document.shared", Some(Recipient::Readers)),
];

/// The rules every portal starts with, in the order in which they are considered.
pub fn built_in() -> IndexMap<Id, Rule> {
    let rule = |id: &str, on: &[&str], to: Recipient, always: bool| {
        let id = Id::from(id);
        let on = on.iter().map(|event| (*event).to_owned()).collect();
        let rule = Rule {
            id: id.clone(),
            on,
            when: None,
            to: vec![to],
            subject: None,
            intro: None,
            always,
            request_type: None,
        };
        (id, rule)
    };
    IndexMap::from([
        rule("receipt", &["request.submitted"], Recipient::Requester, true),
        rule("new_request", &["request.submitted"], Recipient::Owner, false),
        rule("status_changed", &["request.moved"], Recipient::Requester, false),
        rule("action_required", &["task.opened"], Recipient::Doers, true),
        rule("action_answered", &["task.done", "task.refused"], Recipient::Owner, false),
        rule("new_reply", &["message.posted"], Recipient::OtherSide, false),
        rule("document_available", &["document.shared"], Recipient::Readers, false),
        rule("closed", &["request.closed"], Recipient::Requester, false),
    ])
}

#[cfg(test)]
mod tests {
    use super::{EVENTS, built_in};

    #[test]
    fn every_built_in_rule_listens_to_events_that_happen() {
        for rule in built_in().values() {
            for event in &rule.on {
                let (_, special) = EVENTS.iter().find(|(known, _)| known == event).expect("a known event");
                let only = |to| {
                    matches!(to, &super::Recipient::Doers | &super::Recipient::Readers | &super::Recipient::OtherSide)
                };
                assert!(rule.to.iter().all(|to| !only(to) || special.as_ref() == Some(to)), "{}", rule.id);
            }
        }
    }
}
