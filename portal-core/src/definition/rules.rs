//! The events of the language, and the built-in notification rules (mail, at once). A definition may change their words
//! and recipients by id.

use indexmap::IndexMap;

use super::{Recipient, Rule};
use crate::id::Id;

/// What an event is about: it decides whom it may concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A request.
    Request,
    /// The deadline of a request: whoever has an open task of it is concerned.
    Deadline,
    /// A task of a request.
    Task,
    /// A message on a request.
    Message,
    /// A note, which no client sees.
    Note,
    /// A document.
    Document,
    /// A draft, which has an author and nobody else.
    Draft,
    /// A person or the portal as a whole.
    Portal,
}

/// The events of the language.
pub(super) const EVENTS: [(&str, About); 25] = [
    ("request.submitted", About::Request),
    ("request.moved", About::Request),
    ("request.assigned", About::Request),
    ("request.due_soon", About::Deadline),
    ("request.late", About::Deadline),
    ("request.closed", About::Request),
    ("task.opened", About::Task),
    ("task.done", About::Task),
    ("task.refused", About::Task),
    ("task.due_soon", About::Task),
    ("task.late", About::Task),
    ("message.posted", About::Message),
    ("note.posted", About::Note),
    ("document.shared", About::Document),
    ("document.expiring", About::Document),
    ("slot.booked", About::Request),
    ("slot.changed", About::Request),
    ("draft.expiring", About::Draft),
    ("person.invited", About::Portal),
    ("person.joined", About::Portal),
    ("account.dormant", About::Portal),
    ("retention.due", About::Portal),
    ("delivery.failed", About::Portal),
    ("sync.failed", About::Portal),
    ("measure.warning", About::Portal),
];

/// What an event is about; `None`: there is no such event.
pub(super) fn about(event: &str) -> Option<About> {
    EVENTS.iter().find(|(known, _)| *known == event).map(|(_, about)| *about)
}

impl About {
    /// Whether there are such people where this happens.
    pub(super) fn concerns(self, recipient: &Recipient) -> bool {
        match recipient {
            Recipient::Requester => !matches!(self, Self::Note | Self::Portal),
            Recipient::Watchers | Recipient::Person(_) => !matches!(self, Self::Draft | Self::Portal),
            Recipient::Owner => !matches!(self, Self::Draft | Self::Portal),
            Recipient::Doers => matches!(self, Self::Task | Self::Deadline),
            Recipient::Readers => self == Self::Document,
            Recipient::OtherSide => self == Self::Message,
            Recipient::Role(_) | Recipient::Side(_) => self != Self::Draft,
        }
    }
}

/// The rules every portal starts with, in the order in which they are considered.
pub fn built_in() -> IndexMap<Id, Rule> {
    use Recipient as R;
    let rule = |id: &str, on: &[&str], to: &[R], always: bool| {
        let id = Id::from(id);
        let on = on.iter().map(|event| (*event).to_owned()).collect();
        let rule = Rule {
            id: id.clone(),
            on,
            before: Vec::new(),
            when: None,
            to: to.to_vec(),
            through: vec![Id::from("mail")],
            merge: None,
            subject: None,
            intro: None,
            template: None,
            always,
            request_type: None,
        };
        (id, rule)
    };
    let trouble = ["delivery.failed", "sync.failed", "measure.warning"];
    IndexMap::from([
        rule("receipt", &["request.submitted"], &[R::Requester], true),
        rule("new_request", &["request.submitted"], &[R::Owner], false),
        rule("status_changed", &["request.moved"], &[R::Requester, R::Watchers], false),
        rule("action_required", &["task.opened"], &[R::Doers], true),
        rule("action_answered", &["task.done", "task.refused"], &[R::Owner], false),
        rule("new_reply", &["message.posted"], &[R::OtherSide], false),
        rule("document_available", &["document.shared"], &[R::Readers], false),
        rule("due_soon", &["task.due_soon"], &[R::Doers], false),
        rule("late", &["task.late", "request.late"], &[R::Doers, R::Owner], true),
        rule("closed", &["request.closed"], &[R::Requester], false),
        rule("slot_changed", &["slot.changed"], &[R::Requester, R::Owner], true),
        rule("draft_expiring", &["draft.expiring"], &[R::Requester], false),
        rule("trouble", &trouble, &[R::Role(Id::from("team_admin"))], false),
    ])
}

#[cfg(test)]
mod tests {
    use super::{about, built_in};

    #[test]
    fn every_built_in_rule_listens_to_events_of_the_language_and_tells_people_whom_they_concern() {
        for rule in built_in().values() {
            for event in &rule.on {
                let about = about(event).expect("a known event");
                assert!(rule.to.iter().all(|to| about.concerns(to)), "{}", rule.id);
            }
        }
    }
}
