//! Notification rules.

use crate::{
    definition::{Condition, Text},
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
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Who is told.
    pub to: Vec<Recipient>,
    /// Own subject, instead of the shipped one.
    pub subject: Option<Text>,
    /// Own first sentence, instead of the shipped one.
    pub intro: Option<Text>,
    /// Whether people may not mute it.
    pub always: bool,
    /// Only for one request type, where the rule stands in its file.
    pub request_type: Option<Id>,
}

/// Who is told by a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Who opened the request.
    Requester,
    /// The owner; without one, everybody who works the queue.
    Owner,
    /// Who can close the task.
    Doers,
    /// Who may read the document, on the client's side.
    Readers,
    /// The other side of a message: the owner for a client's, the requester for the team's.
    OtherSide,
    /// Everybody with a role.
    Role(Id),
    /// Everybody of a side.
    Side(Side),
}
