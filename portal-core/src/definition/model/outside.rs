//! What the portal talks to: channels beside mail, and connectors. Secrets are named here and supplied by the host.

use indexmap::IndexMap;

use crate::{definition::Condition, id::Id};

/// A channel beside mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelPlace {
    /// What it is.
    pub kind: ChannelKind,
    /// The name under which the host supplies its address or token.
    pub secret: String,
}

/// The kinds of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Slack.
    Slack,
    /// Microsoft Teams.
    Teams,
    /// A signed call to any address.
    Webhook,
}

/// Another system that is told of requests, or tells of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorPlace {
    /// How it is talked to.
    pub kind: ConnectorKind,
    /// Where it is.
    pub url: String,
    /// The name under which the host supplies its key.
    pub secret: Option<String>,
}

/// What another system is told of the requests of one type.
#[derive(Clone, Debug)]
pub struct SyncRule {
    /// The events after which it is told, such as `request.submitted`. Never empty.
    pub on: Vec<String>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// What is sent, by the other system's name for it. Never empty.
    pub send: IndexMap<Id, Condition>,
}

/// How another system is talked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectorKind {
    /// JSON over HTTP.
    Http,
}
