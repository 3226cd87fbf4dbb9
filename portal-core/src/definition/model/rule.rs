//! Notification rules.

use crate::{
    definition::{Condition, Duration, Phrase},
    id::Id,
    identity::Side,
};

/// A notification rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: Id,
    /// The events it listens to, such as `request.submitted`.
    pub on: Vec<String>,
    /// The days before which it speaks, such as `1 day before visit`.
    pub before: Vec<Ahead>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Who is told.
    pub to: Vec<Recipient>,
    /// The channels it goes through: `mail`, or those of the portal. Never empty.
    pub through: Vec<Id>,
    /// How long further messages to the same person about the same request are gathered; `None`: not at all.
    pub merge: Option<Duration>,
    /// Own subject, instead of the shipped one.
    pub subject: Option<Phrase>,
    /// Own first sentence, instead of the shipped one.
    pub intro: Option<Phrase>,
    /// An own template, by its name in `mails/`.
    pub template: Option<String>,
    /// Whether people may not mute it.
    pub always: bool,
    /// Only for one request type, where the rule stands in its file.
    pub request_type: Option<Id>,
}

impl Rule {
    /// Whether it goes through mail.
    pub fn mails(&self) -> bool {
        self.through.iter().any(|channel| channel == "mail")
    }
}

/// Some time before a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// How long before.
    pub by: Duration,
    /// What conditions call the day: a field, or `document.KIND.FIELD`.
    pub of: String,
}

/// Who is told by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Who opened the request, or began the draft.
    Requester,
    /// The owner; without one, everybody who works the queue.
    Owner,
    /// Who can close the task, or one of the open tasks of the request.
    Doers,
    /// Who may read the document, on the client's side.
    Readers,
    /// The other side of a message: the owner for a client's, the requester for the team's.
    OtherSide,
    /// Who follows the request.
    Watchers,
    /// Whom a path leads to, such as `organisation.manager`; as conditions call it.
    Person(String),
    /// Everybody with a role.
    Role(Id),
    /// Everybody of a side.
    Side(Side),
}
